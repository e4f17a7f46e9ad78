import { chime } from '../carrier/chime.ts';
import {
  type Call,
  type CallError,
  type DialingCall,
  type EndReason,
  type EndedCall,
  type LiveCall,
  type OpenCall,
  failed,
  isOpen,
} from '../domain/call.ts';
import { afterAnswer } from '../domain/call-end.ts';
import { dueOf, givenUpAt, lastHeardAt, latestEnd, mayHaveRung } from '../domain/call-life.ts';
import { afterErasureAgain, withoutRecording } from '../domain/erasure.ts';
import { lateDueOf } from '../domain/late-news.ts';
import { type Instant, earliest, millisOf, plusSeconds } from '../domain/time.ts';
import { type SeenCall, readCall, saveCall } from '../store/calls.ts';
import { readTurns } from '../store/conversation.ts';
import { pokeDialer, pokeNextInLine } from '../store/dial-queue.ts';
import { moveDue } from '../store/due.ts';
import { eraseContent } from '../store/erasure.ts';
import { mayTalkOn } from '../store/extension.ts';
import { bookLateNews } from '../store/late-news.ts';
import { readSettings } from '../store/settings.ts';
import { endUndialed } from '../store/undialed.ts';
import { completeCall, completeToken, readToken, startWorkflow } from '../store/workflow.ts';
import { log, said } from '../triggers/log.ts';
import { count, countEnd } from '../triggers/metrics.ts';

/** How long a call is left to the queue, or to its workflow, after it was poked (rules: 5 min). */
const LEFT_ALONE_SEC = 300;
/** How long anything else is given to happen after it was poked. */
const POKED_AGAIN_SEC = 60;
/** Workflows that are started for one call before it is given up. */
const MOST_GENERATIONS = 5;

/**
 * The instant at which a sweep acts to the second: a call that the carrier was asked for and that nothing is heard of is
 * ended, one that is talked in longer than it may be is hung up. Null for whatever can wait for the next sweep.
 */
export function awaitedAt(call: Call): Instant | null {
  if (call.status === 'dialing' && !call.ending && mayHaveRung(call) && !call.heardAt) return dueOf(call);
  if (call.status === 'in_progress' && !call.ending && !call.hangUp) return latestEnd(call);
  return null;
}

/** Asks the dialer to look at a call when its time comes, if it only waits for that. */
export async function pokeInTime({ call, ...seen }: SeenCall): Promise<void> {
  if (call.status !== 'queued' || !seen.due || call.notBefore !== seen.due) return;
  // Moved first, as everywhere, and not far: a poke that is lost must be made good within the window.
  const again = earliest(plusSeconds(call.notBefore, POKED_AGAIN_SEC), call.dialBefore);
  const moved = await moveDue({ ...seen, call }, again);
  if (moved) await pokeDialer(call, Math.max(0, (millisOf(call.notBefore) - Date.now()) / 1000));
}

/** Leads an overdue call on, or to its end. */
export async function lookAfterCall(seen: SeenCall, now: Instant): Promise<void> {
  const wanted = dueOf(seen.call);
  // It was looked at too early: the index is not moved while a call lives.
  if (wanted && wanted > now) {
    await moveDue(seen, wanted);
    return;
  }
  const again = lookAgainAt(seen.call, now);
  // Moved first: of two sweeps at once one goes on, and a crash after this line only delays.
  const moved = await moveDue(seen, again);
  if (!moved) return;
  const { call } = moved;
  switch (call.status) {
    case 'queued':
      if (now < call.dialBefore) return pokeDialer(call);
      countEnd(await endUndialed({ ...moved, call }, 'expired', now));
      return;
    case 'dialing':
      return call.ending ? goOn(call) : lookAfterDialing(call, moved, now);
    case 'in_progress':
      return call.ending ? goOn(call) : lookAfterLive({ ...moved, call }, now);
    default:
      return lookAfterEnded({ ...moved, call: call satisfies EndedCall }, now);
  }
}

/** One thing at a time: a call that owes both is due again a minute later. */
async function lookAfterEnded(seen: SeenCall<EndedCall>, now: Instant): Promise<void> {
  const late = lateDueOf(seen.call);
  if (late && late <= now) return closeBooks(seen, now);
  if (seen.call.eraseAgainAt) await eraseAgain(seen, now);
}

/** Erases what has come since a call was erased: the last word of a function that was slow, or its recording. */
async function eraseAgain(seen: SeenCall<EndedCall>, now: Instant): Promise<void> {
  const { accountId, callId } = seen.call;
  const recordingErased = await eraseContent(accountId, callId);
  const erased = afterErasureAgain(recordingErased ? withoutRecording(seen.call) : seen.call, now);
  await saveCall(erased, seen);
  if (!erased.eraseAgainAt && erased.recording === 'on')
    log.warn('a recording that was to be erased never came');
}

/** The queue and the conclusion of a call have their own repeats, and are left to them for longer. */
function lookAgainAt(call: Call, now: Instant): Instant {
  const later = plusSeconds(now, LEFT_ALONE_SEC);
  if (call.status === 'queued' && now < call.dialBefore) return earliest(later, call.dialBefore);
  return isOpen(call) && call.ending ? later : plusSeconds(now, POKED_AGAIN_SEC);
}

/** Leads a call that has its end to its conclusion; if its workflow is gone, by another one of the next generation. */
async function goOn(call: OpenCall): Promise<void> {
  if (await completeCall(call.callId)) return;
  await restart(call);
}

/**
 * Starts a call's workflow, or another one if it was started before. The row's generation is raised first: the name of an
 * execution stays taken for 90 days. One that still waits is told to go on; it finds that the call isn't its own any more,
 * and ends.
 */
async function restart(call: OpenCall): Promise<void> {
  const { accountId, callId, generation } = call;
  const waiting = await readToken(callId);
  const neverRan = waiting?.generation !== generation;
  if (neverRan && (await startWorkflow(call))) return;
  const seen = await readCall(accountId, callId);
  if (!seen || !isOpen(seen.call) || seen.call.generation !== generation) return;
  const raised = { ...seen.call, generation: generation + 1 };
  await saveCall(raised, seen);
  if (waiting) await completeToken(waiting.token);
  await startWorkflow(raised);
}

async function lookAfterDialing(call: DialingCall, seen: SeenCall, now: Instant): Promise<void> {
  if (!mayHaveRung(call)) return lookAfterUnrung(call, seen, now);
  // An answer that never came, or a phone that rings for ever: it is asked to stop, and its outcome is not known.
  log.error('nothing was heard of a call', { callId: call.callId });
  const ended = await storeEnd(call, call.hangUp ? 'canceled' : 'outcome_unknown', seen, now);
  count('OutcomesUnknown');
  // The end first: whoever answers now, or hangs up, finds it.
  if (call.transactionId)
    await chime.hangUp(call.transactionId).catch((error: unknown) => {
      log.warn('the carrier was not reached; whoever answers is hung up on', said(error));
    });
  await goOn(ended);
}

/** Never asked, or refused each time: no phone has rung, so another workflow may ask, as long as there is time for it. */
async function lookAfterUnrung(call: DialingCall, seen: SeenCall, now: Instant): Promise<void> {
  if (now >= call.dialBefore) return end(call, 'expired', seen, now);
  if (!(await readSettings()).dialing) return;
  if (call.generation >= MOST_GENERATIONS) return end(call, 'placement_failed', seen, now);
  await restart(call);
}

async function end(call: DialingCall, error: CallError, seen: SeenCall, now: Instant): Promise<void> {
  await goOn(await storeEnd(call, error, seen, now));
}

async function storeEnd(call: DialingCall, error: CallError, seen: SeenCall, now: Instant) {
  const ended = { ...call, ending: failed(error, now) };
  await saveCall(ended, seen);
  return ended;
}

async function lookAfterLive(seen: SeenCall<LiveCall>, now: Instant): Promise<void> {
  const { call } = seen;
  if (call.hangUp && now >= givenUpAt(call)) return endUnheard(seen, call.hangUp.reason);
  if (call.hangUp) return chime.hangUp(call.transactionId);
  if (now >= latestEnd(call)) return hangUp(seen, 'max_duration', now);
  if (!(await mayTalkOn(seen, now))) await hangUp(seen, 'minutes_exhausted', now);
}

/** The wish first: whatever the carrier tells next finds it. */
async function hangUp(
  seen: SeenCall<LiveCall>,
  reason: 'max_duration' | 'minutes_exhausted',
  now: Instant,
): Promise<void> {
  await saveCall({ ...seen.call, hangUp: { reason, at: now } }, seen);
  await chime.hangUp(seen.call.transactionId);
}

/** Frees the lines of a call of unknown outcome, and leads the next one of its account's line to the phone. */
async function closeBooks(seen: SeenCall<EndedCall>, now: Instant): Promise<void> {
  await bookLateNews(seen, now);
  await pokeNextInLine(seen.call.accountId);
}

/** Whoever was told to hang up and tells nothing ended when the call was last heard. What a client wanted stays so. */
async function endUnheard(seen: SeenCall<LiveCall>, wanted: EndReason): Promise<void> {
  const { call } = seen;
  const turns = await readTurns(call.callId);
  const lastHeard = lastHeardAt(call, turns.at(-1)?.at);
  const reason = wanted === 'canceled' ? wanted : 'outcome_unknown';
  const ended = { ...call, ending: afterAnswer(reason, lastHeard) };
  await saveCall(ended, seen);
  count('OutcomesUnknown');
  log.error('the end of a call was never told', { callId: call.callId });
  await goOn(ended);
}
