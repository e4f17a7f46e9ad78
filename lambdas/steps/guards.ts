import { effectiveCallHandling, whyClosed } from '../domain/account.ts';
import type { CallError, DialingCall } from '../domain/call.ts';
import { checkDestination } from '../domain/destination.ts';
import { isCallerIdOf } from '../domain/number.ts';
import { type TransferTo, transferFrom } from '../domain/second-leg.ts';
import type { Instant } from '../domain/time.ts';
import { readAccount } from '../store/accounts.ts';
import { readAssistant } from '../store/assistants.ts';
import { isDoNotCall } from '../store/do-not-call.ts';
import { readKey } from '../store/keys.ts';
import { readNumber } from '../store/numbers.ts';
import type { Settings } from '../store/settings.ts';

/** What the carrier is to do with a call now, or what forbids it. */
export type Verdict =
  | { readonly forbidden: CallError }
  | {
      readonly forbidden: null;
      readonly recorded: boolean;
      /** Whom its agent may hand it over to. */
      readonly transferTo: TransferTo | null;
    };

/**
 * What forbids a call to be rung now, even if nothing did when it was placed; else whether it is to be recorded, by the
 * say of its number, and whom it may be handed over to. Read afresh, right before the carrier is asked: nothing that is
 * refused at the door is rung from the queue, and no recording that was switched off is made.
 */
export async function judge(call: DialingCall, { destinations }: Settings, now: Instant): Promise<Verdict> {
  if (now >= call.dialBefore) return { forbidden: 'expired' };
  if (!checkDestination(call.to, destinations).allowed) return { forbidden: 'destination_blocked' };
  const [account, key, number, doNotCall, assistant] = await Promise.all([
    readAccount(call.accountId),
    call.keyId && readKey(call.keyId),
    call.callerId && readNumber(call.callerId),
    isDoNotCall(call.accountId, call.to),
    call.assistantId === null ? undefined : readAssistant(call.accountId, call.assistantId),
  ]);
  if (!account || whyClosed(account, now)) return { forbidden: 'account_suspended' };
  if (!key || key.revokedAt) return { forbidden: 'key_revoked' };
  if (!number || !isCallerIdOf(number, call.accountId, now)) return { forbidden: 'caller_id_not_owned' };
  if (doNotCall) return { forbidden: 'do_not_call' };
  const handling = effectiveCallHandling(number.callHandling, account.defaults.callHandling);
  return {
    forbidden: null,
    recorded: handling.recording ?? false,
    transferTo: transferFrom(assistant, handling),
  };
}
