import type { InvalidAnswer } from './answer.ts';
import type { EventType, Leg } from './events.ts';

/** Something that happened on a call and is to be told. */
export interface News {
  /** In the order in which things happened, from 1. */
  readonly sequence: number;
  readonly type: EventType;
  /** Of the participant, when it happened. */
  readonly status: Leg['Status'];
  readonly actionData?: Readonly<Record<string, unknown>> | undefined;
  readonly fault?: InvalidAnswer | undefined;
}

/** What has happened on a call and is not told yet, in line. */
export interface NewsLine {
  report(type: EventType, more?: Pick<News, 'actionData' | 'fault'>): void;
  /** Takes the first in line. */
  take(): News | undefined;
  isEmpty(): boolean;
  /** Drops what is in line, all or of one type. */
  drop(type?: EventType): void;
  /** Wakes whoever waits for something to happen. */
  wake(): void;
  /** Settles at the next wake or report. */
  arrival(): Promise<undefined>;
}

/** @param overtaking the first piece of news is told after the second one */
export function createNewsLine(overtaking: boolean, status: () => Leg['Status']): NewsLine {
  let sequence = 0;
  let line: News[] = [];
  let overtaken: News | undefined;
  let arrival = Promise.withResolvers<undefined>();

  const wake = () => {
    arrival.resolve(undefined);
    arrival = Promise.withResolvers();
  };

  return {
    report(type, more) {
      sequence += 1;
      const news = { sequence, type, status: status(), ...more };
      if (overtaking && sequence === 1) {
        overtaken = news;
        return;
      }
      line.push(news);
      if (overtaken) line.push(overtaken);
      overtaken = undefined;
      wake();
    },
    take: () => line.shift(),
    isEmpty: () => line.length === 0,
    drop: (type) => void (line = type === undefined ? [] : line.filter((news) => news.type !== type)),
    wake,
    arrival: () => arrival.promise,
  };
}
