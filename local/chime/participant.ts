import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Lex } from '../lex/lex.ts';
import type { AccessDenied } from '../wire.ts';
import type { Action } from './answer.ts';
import { connect, type Connection } from './connection.ts';
import type { Leg } from './events.ts';
import { isoTime } from './fields.ts';
import { LOST } from './people.ts';
import { createCallRecording, type Recorder } from './recording.ts';
import type { Script } from './script.ts';
import { createStage, type Played } from './stage.ts';

/** A leg of a call as the carrier's books show it. Instants are ISO 8601. */
export interface CallRecord {
  readonly transactionId: string;
  /** Of the request's ArgumentsMap; of a call that came in, of the attributes that the function gave it. */
  readonly callId: string | null;
  readonly to: string;
  readonly from: string;
  readonly requestedAt: string;
  readonly ringAt: string | null;
  readonly answeredAt: string | null;
  readonly endedAt: string | null;
  /** 0 when the leg was ended in good order. */
  readonly sipCode: number | null;
  /** `agent: ...` and `recipient: ...`, in order. What two people say to one another is not noted. */
  readonly said: readonly string[];
}

/** The call that a participant takes part in. */
export interface Setting {
  readonly clock: Clock;
  readonly lex: Pick<Lex, 'start'>;
  readonly recorder: Recorder;
  readonly account: string;
  readonly region: string;
  readonly applicationId: string;
  readonly transactionId: string;
  readonly onDenied: (error: AccessDenied) => void;
}

export interface ParticipantOptions {
  readonly tag: Leg['ParticipantTag'];
  readonly direction: Leg['Direction'];
  readonly to: string;
  readonly from: string;
  readonly script: Script;
  readonly onNews: (news: 'ringing' | 'answered' | 'over') => void;
}

/** Somebody on the phone: the line to them, what they hear and say, and the recording of it. */
export interface Participant {
  readonly tag: Leg['ParticipantTag'];
  readonly line: Connection;
  readonly script: Script;
  /** As an event shows it now. */
  readonly leg: () => Leg;
  readonly play: ReturnType<typeof createStage>;
  readonly record: (action: Action) => Played;
  readonly inTheBooks: (callId: string | null) => CallRecord;
}

export function createParticipant(setting: Setting, options: ParticipantOptions): Participant {
  const { clock, transactionId } = setting;
  const { tag, direction, to, from, script } = options;
  const id = randomUUID();
  const said: string[] = [];

  const recording = createCallRecording({ ...setting, leg: { CallId: id, ParticipantTag: tag } });
  const line = connect({
    clock,
    direction,
    script,
    onNews(happened) {
      if (happened === 'over') recording.end();
      options.onNews(happened);
    },
  });
  const leg = (): Leg => {
    const status = line.status();
    return {
      CallId: id,
      ParticipantTag: tag,
      To: to,
      From: from,
      Direction: direction,
      StartTimeInMilliseconds: String(line.times.requestedAt),
      ...(status && { Status: status }),
    };
  };
  const play = createStage({
    ...setting,
    line: {
      hold: line.hold,
      unlessOver: line.unlessOver,
      leg: leg(),
      script,
      nextLine: linesOf(script),
      note: (who, text) => void said.push(`${who}: ${text}`),
      now: () => clock.now(),
    },
  });

  return {
    tag,
    line,
    script,
    leg,
    play,
    record: (action) =>
      action.Type === 'StopCallRecording' ? recording.stop(action) : recording.start(action),
    inTheBooks: (callId) => ({
      transactionId,
      callId,
      to,
      from,
      requestedAt: isoTime(line.times.requestedAt),
      ringAt: shown(line.times.ringAt),
      answeredAt: shown(line.times.answeredAt),
      endedAt: shown(line.times.endedAt),
      sipCode: line.times.sipCode,
      said: [...said],
    }),
  };
}

/**
 * The recipient's lines, one after the other; then silence, or all over again. Whoever is spoken to in another language
 * than theirs says so once they have heard more than a greeting, and gives up in the end.
 */
function linesOf({ says, neverSilent, language }: Script): (locale: string) => string | undefined {
  let spoken = 0;
  let lost = 0;
  return (locale) => {
    if (spoken > 0 && language !== null && !locale.startsWith(language)) return LOST[language][lost++];
    return says[neverSilent ? spoken++ % says.length : spoken++];
  };
}

const shown = (instant: number | null) => (instant === null ? null : isoTime(instant));
