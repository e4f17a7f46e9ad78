import { failed, isOpen } from '../domain/call.ts';
import { mayHaveRung } from '../domain/call-life.ts';
import { instantAt } from '../domain/time.ts';
import { changeCall } from '../store/calls.ts';
import { completeToken, storeToken } from '../store/workflow.ts';
import { step } from '../triggers/step.ts';

/**
 * Waits for a call's end after ringing failed on our side: the carrier may have been asked, and then only evidence can
 * tell, or the sweep. A call without an intent was provably not sent, and ends here.
 */
export const handler = step(async ({ accountId, callId, generation, token = '' }) => {
  const ours = await storeToken(callId, generation, token);
  const seen = ours
    ? await changeCall(accountId, callId, (call) =>
        call.status === 'dialing' && !call.ending && !mayHaveRung(call)
          ? { ...call, ending: failed('placement_failed', instantAt(Date.now())) }
          : call,
      )
    : undefined;
  const waits = seen && isOpen(seen.call) && !seen.call.ending;
  if (!waits) await completeToken(token);
});
