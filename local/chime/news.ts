import type { InvalidAnswer } from './answer.ts';
import type { EventType, Leg } from './events.ts';

/** Something that happened on a call. */
interface Happening {
  readonly type: EventType;
  /** As they were when it happened. */
  readonly participants: readonly Leg[];
  readonly actionData?: Readonly<Record<string, unknown>> | undefined;
  readonly fault?: InvalidAnswer | undefined;
  /** Given when it is told; what is overtaken has its number before. */
  readonly sequence?: number;
}

/** What is told next. */
export interface News extends Happening {
  /** In the order of telling, from 1. */
  readonly sequence: number;
}

/** What has happened on a call and is not told yet, in line. */
export interface NewsLine {
  report(type: EventType, more?: Pick<Happening, 'actionData' | 'fault'>): void;
  /** Takes the first in line. An update comes after all else: how an action ended is told before. */
  take(): News | undefined;
  isEmpty(): boolean;
  /** Drops what is in line, all or of one type. */
  drop(type?: EventType): void;
  /** Wakes whoever waits for something to happen. */
  wake(): void;
  /** Settles at the next wake or report. */
  arrival(): Promise<undefined>;
}

/** @param overtaking what happens first is told second, though it keeps the number 1 */
export function createNewsLine(overtaking: boolean, participants: () => readonly Leg[]): NewsLine {
  let sequence = 0;
  let line: Happening[] = [];
  let overtaken: News | undefined;
  let arrival = Promise.withResolvers<undefined>();

  const wake = () => {
    arrival.resolve(undefined);
    arrival = Promise.withResolvers();
  };
  const numbered = (happening: Happening): News => ({
    ...happening,
    sequence: happening.sequence ?? ++sequence,
  });

  return {
    report(type, more) {
      const happening = { type, participants: participants(), ...more };
      if (overtaking && sequence === 0) {
        overtaken = numbered(happening);
        return;
      }
      line.push(happening);
      if (overtaken) line.push(overtaken);
      overtaken = undefined;
      wake();
    },
    take() {
      const urgent = line.findIndex(({ type }) => type !== 'CALL_UPDATE_REQUESTED');
      const [next] = line.splice(Math.max(0, urgent), 1);
      return next && numbered(next);
    },
    isEmpty: () => line.length === 0,
    drop: (type) => void (line = type === undefined ? [] : line.filter((each) => each.type !== type)),
    wake,
    arrival: () => arrival.promise,
  };
}
