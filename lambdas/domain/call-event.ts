import * as z from 'zod/mini';
import { type Call, END_STATUSES } from './call.ts';
import { AccountId, CallId } from './ids.ts';
import { Instant, plusSeconds } from './time.ts';

const IN_PROGRESS = 'call.in_progress';

/** What a webhook is told of a call: that the agent speaks with somebody, and how the call has ended. */
export const CALL_EVENTS = [IN_PROGRESS, ...END_STATUSES.map((status) => `call.${status}` as const)] as const;

/** Which event of which call: enough to find it, and what its id is made of. */
export const EventName = z.object({ accountId: AccountId, callId: CallId, sequence: z.int() });
export type EventName = z.infer<typeof EventName>;

/**
 * One event of a call. It holds no word of the call: what is told of it is read from the call's own rows when it is sent,
 * so that whatever was erased by then is not told.
 */
export const CallEvent = z.extend(EventName, {
  event: z.enum(CALL_EVENTS),
  /** When what it tells of happened. */
  at: Instant,
});
export type CallEvent = z.infer<typeof CallEvent>;

/** What came of sending an event once. */
export interface Attempt {
  readonly at: Instant;
  /** The receiver's; null if it gave no answer. */
  readonly status: number | null;
  /** How long it took, to the answer's status or to giving up. */
  readonly ms: number;
}

/** Whether the receiver has taken the event. */
export const wasTaken = ({ status }: Attempt): boolean => status !== null && status >= 200 && status <= 299;

/**
 * The id of an event, the same in every attempt. It is made of the call's id and the event's number, so whoever asks for
 * an event by its id is asking for a row by its key, and an event that is written again is the same one.
 */
export const eventIdOf = ({ callId, sequence }: EventName): string => `evt_${callId}_${sequence}`;

/** The event that a change of a call is to its webhook; undefined if it has none or there is nothing to tell. */
export function eventOf(before: Call, after: Call): CallEvent | undefined {
  const { accountId, callId, webhookEvents: sequence } = after;
  if (sequence === null || sequence === before.webhookEvents) return undefined;
  const name = { accountId, callId, sequence };
  switch (after.status) {
    case 'queued':
    case 'dialing':
      return undefined;
    case 'in_progress':
      return { ...name, event: IN_PROGRESS, at: after.startedAt };
    default:
      return { ...name, event: `call.${after.status}`, at: after.endedAt };
  }
}

/** The number of events once one more is told, for a call that has a webhook. */
export const oneMore = (webhookEvents: number | null): number | null =>
  webhookEvents === null ? null : webhookEvents + 1;

/** How long the queue is given to bring an event to its receiver, before the sweep looks after it. */
const POKE_GRACE_SEC = 60;

/** When the sweep looks after an event that nobody has sent. */
export const eventDueOf = ({ at }: CallEvent): Instant => plusSeconds(at, POKE_GRACE_SEC);
