import { setTimeout as sleep } from 'node:timers/promises';
import { ProvedRefusal } from '../carrier/carrier.ts';
import { chime } from '../carrier/chime.ts';
import { type Call, type DialingCall, failed } from '../domain/call.ts';
import { afterRefusal, afterTaken, intend, mayHaveRung } from '../domain/call-life.ts';
import type { TransactionId } from '../domain/ids.ts';
import { instantAt, millisOf } from '../domain/time.ts';
import { type SeenCall, changeCall, readCall, saveCall } from '../store/calls.ts';
import { policy } from '../store/deployment.ts';
import { takeSlot } from '../store/open-calls.ts';
import { readSettings } from '../store/settings.ts';
import { storeTransaction } from '../store/transactions.ts';
import { completeToken, storeToken } from '../store/workflow.ts';
import { log, logWith, said } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';
import { step } from '../triggers/step.ts';
import { judge } from './guards.ts';

/** The carrier proved that it did not take the call and may be asked again: the one error the workflow retries. */
class CarrierBusy extends Error {
  override readonly name = 'CarrierBusy';
}

/**
 * From a slot to its request: what the start of a workflow and of its function usually take. All requests keep it, so
 * that one that is quick doesn't come too close to one that is slow.
 */
const LEAD_MS = 300;

const now = () => instantAt(Date.now());

/**
 * Asks the carrier to ring, once. The workflow then waits for the token, which the carrier's last event completes, or
 * the sweep.
 */
export const handler = step(async ({ accountId, callId, generation, token = '' }) => {
  // The token first: from here on whoever learns of the call's end can tell the workflow.
  if (!(await storeToken(callId, generation, token))) return completeToken(token);
  let seen = await readCall(accountId, callId);
  // Read again, and guarded only then: whatever forbids the call may have come while it waited for a slot.
  if (seen && (await untilSlot(seen.call))) seen = await readCall(accountId, callId);
  if (!seen || hasEnd(seen.call) || generationOf(seen.call) !== generation) return completeToken(token);
  const { call } = seen;
  if (call.status !== 'dialing' || mayHaveRung(call)) return undefined;

  const settings = await readSettings();
  // It waits: the sweep starts another workflow for it, once dialing is on again.
  if (!settings.dialing) return undefined;
  const verdict = await judge(call, settings, now());
  if (verdict.forbidden) {
    await saveCall({ ...call, ending: failed(verdict.forbidden, now()) }, seen);
    return completeToken(token);
  }
  const { recorded, transferTo } = verdict;
  const intent = intend({ ...call, recording: recorded ? 'on' : 'off', transferTo }, now());
  return intent && ask(intent, seen, token);
});

async function ask(call: DialingCall, seen: SeenCall, token: string): Promise<unknown> {
  const { accountId, callId, to, callerId } = call;
  if (!callerId) throw new Error('an outgoing call without a caller ID');
  // The intent first: a crash from here on leaves an intent, and a call with an intent is never rung again.
  await saveCall(call, seen);
  let transactionId: TransactionId;
  try {
    transactionId = await chime.dial({ accountId, callId, from: callerId, to });
  } catch (error) {
    if (error instanceof ProvedRefusal) return afterRefused(call, error, token);
    count('CarrierUnknown');
    log.warn('the carrier’s answer is unknown; its events will tell, or the sweep', said(error));
    return undefined;
  }
  logWith({ transactionId });
  count('CallsDialed');
  log.info('the carrier took the call');
  return Promise.all([
    storeTransaction(transactionId, { accountId, callId }),
    changeCall(accountId, callId, (latest) => afterTaken(latest, transactionId)),
  ]);
}

async function afterRefused(
  { accountId, callId }: DialingCall,
  { kind, message }: ProvedRefusal,
  token: string,
): Promise<unknown> {
  count(kind === 'busy' ? 'CarrierThrottles' : 'CarrierRefusals');
  log.warn('the carrier did not take the call', { kind, reason: message });
  const seen = await changeCall(accountId, callId, (latest) =>
    latest.status === 'dialing' ? afterRefusal(latest, now(), kind === 'busy') : latest,
  );
  if (!seen || hasEnd(seen.call)) return completeToken(token);
  throw new CarrierBusy(message);
}

/**
 * Waits for the carrier's slot of this request. The first has the one that was taken with the claim, a moment ago; a
 * repeat, and one that comes too late for its slot, takes one of its own.
 * @returns whether it took one, which may have been some time ahead
 */
async function untilSlot(call: Call): Promise<boolean> {
  if (call.status !== 'dialing' || mayHaveRung(call)) return false;
  const isLate = Date.now() > millisOf(call.claimedAt) + LEAD_MS;
  const takesOne = call.request !== null || isLate;
  const slot = takesOne
    ? await takeSlot(call.carrier, policy().carrierCallsPerSecond, now())
    : call.claimedAt;
  await sleep(Math.max(0, millisOf(slot) + LEAD_MS - Date.now()));
  return takesOne;
}

const hasEnd = (call: Call) => ('ending' in call ? call.ending !== null : call.status !== 'queued');

const generationOf = (call: Call) => (call.status === 'queued' ? 0 : call.generation);
