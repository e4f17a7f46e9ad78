import type { CallAnswer } from '../contract/call-answers.ts';
import { chime } from '../carrier/chime.ts';
import { isOpen } from '../domain/call.ts';
import { afterCancel } from '../domain/call-life.ts';
import { callView, noSuchCall } from '../domain/call-view.ts';
import { LostRace, Refusal } from '../domain/errors.ts';
import { type AccountId, CallId, type KeyId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { readWholeCall } from '../store/call-list.ts';
import { type SeenCall, readCall, saveCall } from '../store/calls.ts';
import { endUndialed } from '../store/undialed.ts';
import { completeCall } from '../store/workflow.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { log, said } from '../triggers/log.ts';
import { countEnd } from '../triggers/metrics.ts';

/** A call is changed by few at a time: the dialer, its workflow, its carrier events, the sweep. */
const MOST_TRIES = 10;

/** POST /v1/agent/calls/{callId}/cancel: by the key that placed the call. Twice is once. */
export async function cancelCall({ account, key, params, now, base }: KeyRequest): Promise<Answer> {
  const id = CallId.safeParse(params['callId']);
  const canceled = id.success && (await cancel(account.id, id.data, key.id, now));
  const whole = canceled ? await readWholeCall(account.id, id.data) : undefined;
  if (!whole) throw noSuchCall();
  return { status: 200, body: callView(whole, base) satisfies CallAnswer };
}

/**
 * Cancels a call as it stands now, or again as somebody has made it meanwhile: claimed, answered or ended.
 * @returns false if the key has placed no such call
 */
async function cancel(account: AccountId, id: CallId, key: KeyId, now: Instant): Promise<boolean> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const seen = await readCall(account, id);
    if (seen?.call.keyId !== key) return false;
    try {
      await cancelSeen(seen, now);
      return true;
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
    }
  }
  throw new Refusal('store_error', 'The call changes too quickly to be canceled; try again.', 1);
}

async function cancelSeen(seen: SeenCall, now: Instant): Promise<void> {
  const { call } = seen;
  if (call.status === 'queued') {
    countEnd(await endUndialed({ ...seen, call }, 'canceled', now));
    return;
  }
  if (!isOpen(call)) return;
  const canceled = afterCancel(call, now);
  // The wish first: Ring, the carrier's next event and the sweep find it, though nothing below comes to pass.
  if (canceled !== call) await saveCall(canceled, seen);
  const { callId, ending, transactionId } = canceled;
  const done = ending ? completeCall(callId) : transactionId && chime.hangUp(transactionId);
  await Promise.resolve(done).catch((error: unknown) => {
    log.warn('the cancel could not be passed on; the next event or the sweep will', said(error));
  });
}
