import type { Clock } from '../clock/clock.ts';
import { LATE, within } from '../clock/within.ts';
import type { Leg } from './events.ts';
import type { Script } from './script.ts';

/** From the request to the first ring, or to the busy tone. */
const POST_DIAL_MS = 500;
/** A call that comes in ends after so long if no action answers it. Source: PSTN audio guide, use case 1. */
const INBOUND_PATIENCE_MS = 30_000;
/** SIP codes. 480 is also how the carrier ends a call whose function doesn't answer. */
const NORMAL = 0;
export const UNAVAILABLE = 480;
const BUSY = 486;
const DECLINED = 603;
const FORBIDDEN = 403;
/** Of a leg that the carrier itself gave up before anybody answered. */
export const CANCELED = 487;

/** The times of a call, in milliseconds since 1970; null until then. The code is 0 when a call was ended in good order. */
export interface Times {
  readonly requestedAt: number;
  ringAt: number | null;
  answeredAt: number | null;
  endedAt: number | null;
  sipCode: number | null;
}

/** The telephone line of a call: it rings, is answered and ends, whatever the function is doing. */
export interface Connection {
  readonly times: Readonly<Times>;
  readonly status: () => Leg['Status'];
  readonly isOver: () => boolean;
  /** Answers a call that came in; what is answered stays so. */
  readonly answer: () => void;
  /** A caller who is not answered yet hears another phone ring, and is patient. */
  readonly wait: () => void;
  /** Nobody answered that phone: from now on the caller is as patient as at first. */
  readonly waitNoMore: () => void;
  /** Ends the call; the first code counts. */
  readonly end: (sipCode: number) => void;
  /** Lets `ms` pass; false when the call ended meanwhile. */
  readonly hold: (ms: number) => Promise<boolean>;
  /** What comes of `work`; undefined when the call ended first. */
  readonly unlessOver: <T>(work: Promise<T>) => Promise<T | undefined>;
}

export interface ConnectionOptions {
  readonly clock: Clock;
  readonly direction: Leg['Direction'];
  readonly script: Pick<Script, 'outcome' | 'ringSec' | 'talkSec'>;
  readonly onNews: (news: 'ringing' | 'answered' | 'over') => void;
}

export function connect({ clock, direction, script, onNews }: ConnectionOptions): Connection {
  const times: Times = {
    requestedAt: clock.now(),
    ringAt: null,
    answeredAt: null,
    endedAt: null,
    sipCode: null,
  };
  const over = Promise.withResolvers<undefined>();
  let cancelNext: (() => void) | undefined;

  /** There is one next step of a line at most: to ring, to be answered, to end. */
  const next = (ms: number, step: () => void) => {
    cancelNext = clock.at(clock.now() + ms, step);
  };
  const end = (sipCode: number) => {
    if (times.endedAt !== null) return;
    cancelNext?.();
    times.endedAt = clock.now();
    times.sipCode = sipCode;
    over.resolve(undefined);
    onNews('over');
  };
  const answer = () => {
    if (times.answeredAt !== null || times.endedAt !== null) return;
    cancelNext?.();
    times.answeredAt = clock.now();
    if (script.talkSec !== null) next(script.talkSec * 1_000, () => end(NORMAL));
    onNews('answered');
  };
  const ring = () => {
    if (script.outcome === 'busy' || script.outcome === 'refused') {
      end(script.outcome === 'busy' ? BUSY : FORBIDDEN);
      return;
    }
    times.ringAt = clock.now();
    next(script.ringSec * 1_000, () => {
      if (script.outcome === 'no_answer') end(UNAVAILABLE);
      else if (script.outcome === 'declined') end(DECLINED);
      else answer();
    });
    onNews('ringing');
  };

  const awaitsAnswer = () => direction === 'Inbound' && times.answeredAt === null && times.endedAt === null;
  const lose = () => next(INBOUND_PATIENCE_MS, () => end(UNAVAILABLE));

  if (direction === 'Outbound') {
    next(POST_DIAL_MS, ring);
  } else {
    times.ringAt = clock.now();
    lose();
  }

  return {
    times,
    status() {
      if (times.endedAt !== null) return 'Disconnected';
      return times.answeredAt === null ? undefined : 'Connected';
    },
    isOver: () => times.endedAt !== null,
    answer,
    wait() {
      if (awaitsAnswer()) cancelNext?.();
    },
    waitNoMore() {
      if (awaitsAnswer()) lose();
    },
    end,
    hold: async (ms) => (await within(clock, Math.max(0, ms), over.promise)) === LATE,
    unlessOver: (work) => Promise.race([work, over.promise]),
  };
}
