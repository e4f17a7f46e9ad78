import { oneMore } from './call-event.ts';
import { afterAnswer, endingOf, heard, tellsOfAnswer, unanswered } from './call-end.ts';
import type { CarrierEvent } from './carrier-event.ts';
import {
  LONGEST_CALL_SEC,
  type Call,
  type DialingCall,
  type EndReason,
  type EndedCall,
  type Ending,
  type LiveCall,
  type OpenCall,
  type PlacedCall,
  type QueuedCall,
  failed,
  isEnded,
  placedPart,
} from './call.ts';
import type { TransactionId } from './ids.ts';
import { voiceFor } from './language.ts';
import { afterLateNews, lateDueOf } from './late-news.ts';
import { EXTEND_BEFORE_SEC, type Rounding, billedMinutes } from './minutes.ts';
import { afterSecondLeg, afterTransferWish } from './second-leg-life.ts';
import { type Instant, earliest, latest, plusSeconds, secondsBetween } from './time.ts';
import type { Language } from '../voices.ts';

/** A request to the carrier without any news ends as `outcome_unknown` after so many seconds. */
export const NO_NEWS_SEC = 90;
/** The longest a phone rings; a line that nothing is known of is taken for free after it. */
export const LONGEST_RING_SEC = 180;
/** The most requests for one call, each but the last proved to be refused. */
export const MOST_REQUESTS = 3;
/** How long after its time a call that was told to hang up is given to do so: a turn that is spoken can't be cut. */
const HANG_UP_GRACE_SEC = 180;

/** Ends that no carrier tells: we decide them for want of evidence, or because the call may not be. */
const DECIDED: ReadonlySet<EndReason> = new Set(['outcome_unknown', 'expired', 'blocked', 'canceled']);

/** The call with a line taken for it: the one that claims it may ring. */
export const claim = ({ inLine: _, ...call }: QueuedCall, at: Instant): DialingCall => ({
  ...call,
  status: 'dialing',
  generation: 1,
  claimedAt: at,
  request: null,
  transactionId: null,
  heardAt: null,
  hangUp: null,
  ending: null,
  recording: 'off',
  transferTo: null,
  secondLeg: null,
});

/**
 * Whether a phone may have rung for it: the carrier was asked, and has not proved that it refused. One that came in rings
 * by itself.
 */
export const mayHaveRung = ({ direction, request }: DialingCall): boolean =>
  direction === 'inbound' || (request !== null && request.answer !== 'refused');

/**
 * The call with the intent to ask the carrier, or undefined if it must not be asked: it has come to an end, or an
 * earlier request is not proved to be refused. Stored before the request, so a crash leaves an intent and no doubt.
 */
export function intend(call: DialingCall, at: Instant): DialingCall | undefined {
  if (call.ending || call.transactionId || mayHaveRung(call)) return undefined;
  return { ...call, request: { attempt: (call.request?.attempt ?? 0) + 1, at, answer: 'sent' } };
}

/** The call after the carrier proved that it did not take it: asked again later, or at its end. */
export function afterRefusal(call: DialingCall, at: Instant, mayAskAgain: boolean): DialingCall {
  if (call.request?.answer !== 'sent' || call.transactionId || call.ending) return call;
  const refused = { ...call, request: { ...call.request, answer: 'refused' as const } };
  if (call.hangUp) return { ...refused, ending: failed('canceled', at) };
  if (mayAskAgain && call.request.attempt < MOST_REQUESTS) return refused;
  return { ...refused, ending: failed('placement_failed', at) };
}

/** The call after the carrier answered that it takes it. Its events may have told so already. */
export function afterTaken(call: Call, transactionId: TransactionId): Call {
  if (call.status !== 'dialing' || call.transactionId || !call.request) return call;
  return { ...call, transactionId, request: { ...call.request, answer: 'taken' } };
}

/**
 * An open call after its key canceled it. One that provably rang nobody is at its end. While a phone may ring the wish
 * is stored, and carried out at the first moment the carrier allows; so it is when somebody talks.
 */
export function afterCancel(call: OpenCall, at: Instant): OpenCall {
  if (call.ending || call.hangUp) return call;
  if (call.status === 'dialing' && !mayHaveRung(call)) return { ...call, ending: failed('canceled', at) };
  return { ...call, hangUp: { reason: 'canceled', at } };
}

/**
 * The call after `event`.
 *
 * Carriers repeat events and deliver them late, so an event that no longer applies, or is about another
 * transaction, returns the same call and the caller has nothing to save.
 */
export function afterCarrierEvent(call: Call, event: CarrierEvent): Call {
  if (isEnded(call)) return afterLateNews(call, event);
  if (call.status === 'queued') return call;
  if (call.transactionId && call.transactionId !== event.transactionId) return call;
  // What we have decided ourselves stays so, whatever is told later.
  if (call.ending && DECIDED.has(call.ending.endReason)) return call;
  switch (event.type) {
    case 'bound':
    case 'ringing':
      return call.status === 'dialing' && !call.heardAt ? heard(call, event) : call;
    case 'answered':
      return call.status === 'dialing' ? answered(call, event) : call;
    case 'unrecorded':
      return call.status === 'in_progress' && call.recording === 'on'
        ? { ...call, recording: 'failed' }
        : call;
    case 'talked':
      return event.reason === 'transferred' ? afterTransferWish(call) : call;
    case 'bridged':
    case 'not_bridged':
    case 'leg_ended':
      return afterSecondLeg(call, event);
    case 'incoming':
    case 'handed_over':
    case 'cut_off':
    case 'asked':
    case 'noted':
      return call;
    case 'missed':
      return call.ending ? call : { ...heard(call, event), ending: unanswered(event.at) };
    case 'ended':
      return call.ending ? call : { ...heard(call, event), ending: endingOf(call, event) };
  }
}

/**
 * Somebody answered, and the agent speaks. If the end was told first, the talk is over already, and the end is that of an
 * answered call. One that was canceled while it rang is at its end: nobody is talked to, and nobody pays.
 */
function answered(call: DialingCall, event: CarrierEvent): OpenCall {
  if (call.hangUp) return { ...heard(call, event), ending: failed('canceled', event.at) };
  return {
    ...heard(call, event),
    status: 'in_progress',
    transactionId: event.transactionId,
    startedAt: call.ending && call.ending.at < event.at ? call.ending.at : event.at,
    webhookEvents: call.ending ? call.webhookEvents : oneMore(call.webhookEvents),
    // Whoever answers a call that has its end is hung up on, unrecorded.
    recording: call.ending ? 'off' : call.recording,
    ending:
      call.ending &&
      (tellsOfAnswer(call.ending) ? call.ending : afterAnswer('recipient_hangup', call.ending.at)),
  };
}

/**
 * The call after somebody was found to speak `language`: it goes on in it, in a voice that speaks it. Only a call that was
 * to match whoever answers does.
 */
export function afterLanguage(call: Call, language: Language): Call {
  if (call.status !== 'in_progress' || call.ending) return call;
  if (call.languageSource !== 'auto' || call.language === language) return call;
  return { ...call, language, voice: voiceFor(language, [call.voice]) };
}

/** The call at its end: nothing of it changes after this. A queued call ends without a line and without minutes. */
export function conclude(call: QueuedCall | OpenCall, ending: Ending, rounding: Rounding): EndedCall {
  const startedAt = answeredAt(call, ending);
  const endedAt = latest(ending.at, startedAt ?? undefined);
  const talkSec = startedAt && secondsBetween(startedAt, endedAt);
  return {
    ...placedPart(call),
    webhookEvents: oneMore(call.webhookEvents),
    status: ending.status,
    generation: call.status === 'queued' ? 0 : call.generation,
    transactionId: call.status === 'queued' ? null : call.transactionId,
    startedAt,
    endedAt,
    durationSec: talkSec === null ? null : Math.floor(talkSec),
    endReason: ending.endReason,
    error: ending.error,
    billedMinutes: billedMinutes(talkSec, heldFor(call), rounding),
    holdsLineUntil: lineHeldUntil(call, ending),
    recording: call.status === 'in_progress' && startedAt ? call.recording : 'off',
    erasedAt: null,
    eraseAgainAt: null,
    late: null,
  };
}

/** The moment of the answer; of one that was never told, the end is all that is known. */
function answeredAt(call: QueuedCall | OpenCall, ending: Ending): Instant | null {
  // One that came in is taken for answered as soon as it is to be; whether it was is told later.
  if (call.status === 'in_progress') return ending.status === 'no_answer' ? null : call.startedAt;
  return tellsOfAnswer(ending) ? ending.at : null;
}

/** A phone that nobody has told us of may still be ringing. */
const lineHeldUntil = (call: QueuedCall | OpenCall, { endReason }: Ending): Instant | null =>
  call.status === 'dialing' && DECIDED.has(endReason) && call.request && mayHaveRung(call) && !call.heardAt
    ? plusSeconds(call.request.at, LONGEST_RING_SEC)
    : null;

/** Minutes are held for calls that go out; those that come in are counted and not capped. */
const heldFor = ({ direction, heldMinutes }: PlacedCall): number =>
  direction === 'inbound' ? Infinity : heldMinutes;

/** When the held minutes of a call run out; undefined for one that needs none. */
export const heldUntil = ({ direction, startedAt, heldMinutes }: LiveCall): Instant | undefined =>
  direction === 'inbound' ? undefined : plusSeconds(startedAt, heldMinutes * 60);

/** The instant by which an answered call must be over. Two people who were joined have as long as any call may have. */
export const latestEnd = ({ startedAt, maxDurationSec, secondLeg }: LiveCall): Instant =>
  plusSeconds(startedAt, secondLeg?.state === 'joined' ? LONGEST_CALL_SEC : maxDurationSec);

/** When a live call was last heard of, if nothing was said in it since. */
export const lastHeardAt = ({ startedAt, secondLeg }: LiveCall, lastTurnAt: Instant | undefined): Instant =>
  latest(startedAt, lastTurnAt, secondLeg?.joinedAt ?? undefined);

/** From this instant on a call that was to be hung up, and of whose end nothing is told, is taken for over. */
export const givenUpAt = (call: LiveCall): Instant =>
  plusSeconds(earliest(latestEnd(call), heldUntil(call), call.hangUp?.at), HANG_UP_GRACE_SEC);

/** How long a call that was placed is left to the queue before the sweep looks after it. */
const POKE_GRACE_SEC = 60;

/** The instant at which a call owes its next step if nothing moves it before: what the due index is sorted by. */
export function dueOf(call: Call): Instant | null {
  switch (call.status) {
    case 'queued':
      return latest(plusSeconds(call.createdAt, POKE_GRACE_SEC), call.notBefore ?? undefined);
    case 'dialing':
      if (call.ending) return plusSeconds(call.ending.at, POKE_GRACE_SEC);
      // Whoever came in was not asked for, and is heard of from the start.
      return plusSeconds(call.request?.at ?? call.claimedAt, call.heardAt ? LONGEST_RING_SEC : NO_NEWS_SEC);
    case 'in_progress': {
      if (call.ending) return plusSeconds(call.ending.at, POKE_GRACE_SEC);
      // Overdue from the wish on: each sweep asks the carrier again.
      if (call.hangUp) return call.hangUp.at;
      const runsOut = heldUntil(call);
      return earliest(latestEnd(call), runsOut && plusSeconds(runsOut, -EXTEND_BEFORE_SEC));
    }
    default: {
      const late = lateDueOf(call);
      return late && call.eraseAgainAt ? earliest(late, call.eraseAgainAt) : (late ?? call.eraseAgainAt);
    }
  }
}
