import { isOpen } from '../domain/call.ts';
import { readCall } from '../store/calls.ts';
import { completeToken, storeToken } from '../store/workflow.ts';
import { step } from '../triggers/step.ts';

/**
 * Waits for a call's end after ringing failed on our side. The carrier may have been asked, and then only evidence can
 * tell, or the sweep; if it provably was not, the sweep starts another workflow.
 */
export const handler = step(async ({ accountId, callId, generation, token = '' }) => {
  const ours = await storeToken(callId, generation, token);
  const seen = ours ? await readCall(accountId, callId) : undefined;
  const waits = seen && isOpen(seen.call) && !seen.call.ending && seen.call.generation === generation;
  if (!waits) await completeToken(token);
});
