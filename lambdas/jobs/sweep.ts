import { chime } from '../carrier/chime.ts';
import {
  type DialingCall,
  type EndedCall,
  type LiveCall,
  type OpenCall,
  type QueuedCall,
  failed,
} from '../domain/call.ts';
import { afterAnswer, dueOf, givenUpAt, latestEnd, mayHaveRung } from '../domain/call-life.ts';
import { LostRace } from '../domain/errors.ts';
import { type Instant, latest, plusSeconds } from '../domain/time.ts';
import { type SeenCall, readCall, saveCall } from '../store/calls.ts';
import { readTurns } from '../store/conversation.ts';
import { pokeDialer } from '../store/dial-queue.ts';
import { moveDue, overdueCalls } from '../store/due.ts';
import { mayTalkOn } from '../store/extension.ts';
import { freeHeldLine } from '../store/open-calls.ts';
import { completeCall, startWorkflow } from '../store/workflow.ts';
import { log, logWith, said } from '../triggers/log.ts';
import { scheduled } from '../triggers/schedule.ts';

/** How long a queued call is left to the queue after it was poked (rules: 5 min). */
const QUEUED_AGAIN_SEC = 300;
/** How long anything else is given to happen after it was poked. */
const POKED_AGAIN_SEC = 60;

/**
 * Looks after whatever is overdue: a poke makes things fast, the sweep makes them certain. Poking twice is harmless
 * everywhere, and what it costs follows what is due.
 */
export const handler = scheduled(async (now) => {
  let [looked, failures] = [0, 0];
  for await (const { accountId, callId } of overdueCalls(now)) {
    looked += 1;
    try {
      const seen = await readCall(accountId, callId);
      if (seen?.due && seen.due <= now) await lookAfter(seen, now);
    } catch (error) {
      // One call's trouble is not the others': it stays due and is looked at again in a minute.
      if (error instanceof LostRace) continue;
      failures += 1;
      logWith({ accountId, callId });
      log.error('an overdue call could not be looked after', said(error));
    }
  }
  return { looked, failures };
});

async function lookAfter(seen: SeenCall, now: Instant): Promise<void> {
  const wanted = dueOf(seen.call);
  // It was looked at too early: the index is not moved while a call lives.
  if (wanted && wanted > now) {
    await moveDue(seen, wanted);
    return;
  }
  const again = plusSeconds(now, seen.call.status === 'queued' ? QUEUED_AGAIN_SEC : POKED_AGAIN_SEC);
  // Moved first: of two sweeps at once one goes on, and a crash after this line only delays.
  const moved = await moveDue(seen, again);
  if (!moved) return;
  const { call } = moved;
  switch (call.status) {
    case 'queued':
      return poke(call);
    case 'dialing':
      return call.ending ? goOn(call) : lookAfterDialing(call, moved, now);
    case 'in_progress':
      return call.ending ? goOn(call) : lookAfterLive({ ...moved, call }, now);
    default:
      return freeHeldLine({ ...moved, call: call satisfies EndedCall });
  }
}

const poke = ({ accountId, callId }: QueuedCall) => pokeDialer({ accountId, callId });

/** Leads a call that has its end to its conclusion; if its workflow is gone, by another one of the next generation. */
async function goOn(call: OpenCall): Promise<void> {
  if (await completeCall(call.callId)) return;
  await restart(call);
}

/** The row's generation is raised first: the name of an execution stays taken for 90 days. */
async function restart({ accountId, callId, generation }: OpenCall): Promise<void> {
  if (await startWorkflow({ accountId, callId, generation })) return;
  const seen = await readCall(accountId, callId);
  if (!seen || !('ending' in seen.call) || seen.call.generation !== generation) return;
  const raised = { ...seen.call, generation: generation + 1 };
  await saveCall(raised, seen);
  await startWorkflow(raised);
}

async function lookAfterDialing(call: DialingCall, seen: SeenCall, now: Instant): Promise<void> {
  // Never asked, or refused each time: no phone has rung, so another workflow may ask.
  if (!mayHaveRung(call)) return restart(call);
  // An answer that never came, or a phone that rings for ever: it is asked to stop, and its outcome is not known.
  if (call.transactionId) await chime.hangUp(call.transactionId);
  const ended = { ...call, ending: failed('outcome_unknown', now) };
  await saveCall(ended, seen);
  log.error('nothing was heard of a call', { callId: call.callId });
  await goOn(ended);
}

async function lookAfterLive(seen: SeenCall<LiveCall>, now: Instant): Promise<void> {
  const { call } = seen;
  if (call.hangUp && now >= givenUpAt(call)) return endUnheard(seen);
  if (call.hangUp) return chime.hangUp(call.transactionId);
  if (now >= latestEnd(call)) return hangUp(seen, 'max_duration');
  if (!(await mayTalkOn(seen, now))) await hangUp(seen, 'minutes_exhausted');
}

/** The wish first: whatever the carrier tells next finds it. */
async function hangUp(seen: SeenCall<LiveCall>, reason: 'max_duration' | 'minutes_exhausted'): Promise<void> {
  await saveCall({ ...seen.call, hangUp: reason }, seen);
  await chime.hangUp(seen.call.transactionId);
}

/** Whoever was told to hang up and tells nothing ended when the call was last heard. */
async function endUnheard(seen: SeenCall<LiveCall>): Promise<void> {
  const { call } = seen;
  const turns = await readTurns(call.callId);
  const lastHeard = latest(call.startedAt, turns.at(-1)?.at);
  const ended = { ...call, ending: afterAnswer('outcome_unknown', lastHeard) };
  await saveCall(ended, seen);
  log.error('the end of a call was never told', { callId: call.callId });
  await goOn(ended);
}
