import { whyClosed } from '../domain/account.ts';
import type { CallError, DialingCall } from '../domain/call.ts';
import { checkDestination } from '../domain/destination.ts';
import { isCallerIdOf } from '../domain/number.ts';
import type { Instant } from '../domain/time.ts';
import { readAccount } from '../store/accounts.ts';
import { isDoNotCall } from '../store/do-not-call.ts';
import { readKey } from '../store/keys.ts';
import { readNumber } from '../store/numbers.ts';
import type { Settings } from '../store/settings.ts';

/**
 * What forbids a call to be rung now, even if nothing did when it was placed. Read afresh, right before the carrier is
 * asked: nothing that is refused at the door is rung from the queue.
 */
export async function whyNotRing(
  call: DialingCall,
  { destinations }: Settings,
  now: Instant,
): Promise<CallError | undefined> {
  if (now >= call.dialBefore) return 'expired';
  if (!checkDestination(call.to, destinations).allowed) return 'destination_blocked';
  const [account, key, number, doNotCall] = await Promise.all([
    readAccount(call.accountId),
    call.keyId && readKey(call.keyId),
    call.callerId && readNumber(call.callerId),
    isDoNotCall(call.accountId, call.to),
  ]);
  if (!account || whyClosed(account, now)) return 'account_suspended';
  if (!key || key.revokedAt) return 'key_revoked';
  if (!isCallerIdOf(number ?? undefined, call.accountId, now)) return 'caller_id_not_owned';
  return doNotCall ? 'do_not_call' : undefined;
}
