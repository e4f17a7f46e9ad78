import { setTimeout as sleep } from 'node:timers/promises';
import { ProvedRefusal } from '../carrier/carrier.ts';
import { chime } from '../carrier/chime.ts';
import { type Call, type DialingCall, failed } from '../domain/call.ts';
import { afterRefusal, afterTaken, intend } from '../domain/call-life.ts';
import type { TransactionId } from '../domain/ids.ts';
import { instantAt, secondsBetween } from '../domain/time.ts';
import { type SeenCall, changeCall, readCall, saveCall } from '../store/calls.ts';
import { policy } from '../store/deployment.ts';
import { takeSlot } from '../store/open-calls.ts';
import { readSettings } from '../store/settings.ts';
import { storeTransaction } from '../store/transactions.ts';
import { completeToken, storeToken } from '../store/workflow.ts';
import { log, logWith, said } from '../triggers/log.ts';
import { step } from '../triggers/step.ts';
import { whyNotRing } from './guards.ts';

/** The carrier proved that it did not take the call and may be asked again: the one error the workflow retries. */
class CarrierBusy extends Error {
  override readonly name = 'CarrierBusy';
}

const now = () => instantAt(Date.now());

/**
 * Asks the carrier to ring, once. The workflow then waits for the token, which the carrier's last event completes, or
 * the sweep.
 */
export const handler = step(async ({ accountId, callId, generation, token = '' }) => {
  // The token first: from here on whoever learns of the call's end can tell the workflow.
  if (!(await storeToken(callId, generation, token))) return completeToken(token);
  const seen = await readCall(accountId, callId);
  if (!seen || hasEnd(seen.call) || generationOf(seen.call) !== generation) return completeToken(token);
  if (seen.call.status !== 'dialing') return undefined;

  const settings = await readSettings();
  // It waits: the sweep starts another workflow for it, once dialing is on again.
  if (!settings.dialing) return undefined;
  const forbidden = await whyNotRing(seen.call, settings, now());
  if (forbidden) {
    await saveCall({ ...seen.call, ending: failed(forbidden, now()) }, seen);
    return completeToken(token);
  }
  // The first request has the slot that was taken with the claim; a repeat takes one of its own.
  if (seen.call.request) await untilSlot(seen.call);
  const intent = intend(seen.call, now());
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
    log.warn('the carrier’s answer is unknown; its events will tell, or the sweep', said(error));
    return undefined;
  }
  logWith({ transactionId });
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
  log.warn('the carrier did not take the call', { kind, reason: message });
  const seen = await changeCall(accountId, callId, (latest) =>
    latest.status === 'dialing' ? afterRefusal(latest, now(), kind === 'busy') : latest,
  );
  if (!seen || hasEnd(seen.call)) return completeToken(token);
  throw new CarrierBusy(message);
}

async function untilSlot({ carrier }: DialingCall): Promise<void> {
  const at = now();
  const slot = await takeSlot(carrier, policy().carrierCallsPerSecond, at);
  await sleep(secondsBetween(at, slot) * 1000);
}

const hasEnd = (call: Call) => ('ending' in call ? call.ending !== null : call.status !== 'queued');

const generationOf = (call: Call) => (call.status === 'queued' ? 0 : call.generation);
