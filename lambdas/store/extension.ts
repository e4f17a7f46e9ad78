import type { LiveCall } from '../domain/call.ts';
import { mustExtend } from '../domain/minutes.ts';
import { type Instant, secondsBetween } from '../domain/time.ts';
import { readAccount } from './accounts.ts';
import type { SeenCall } from './calls.ts';
import { limitsOf } from './deployment.ts';
import { extendCall } from './ending.ts';
import { readKey } from './keys.ts';

/** More than any account has. */
const UNCAPPED_MINUTES = 1_000_000_000;

/**
 * Holds another minute for a live call whose held ones run out soon. One that came in needs none.
 * @returns false if the account or the key has none left: the call must end
 * @throws LostRace when somebody saved the call first
 */
export async function mayTalkOn(seen: SeenCall<LiveCall>, now: Instant): Promise<boolean> {
  const { call } = seen;
  if (call.direction === 'inbound') return true;
  if (!mustExtend(secondsBetween(call.startedAt, now), call.heldMinutes)) return true;
  const [account, key] = await Promise.all([
    readAccount(call.accountId),
    call.keyPays && call.keyId ? readKey(call.keyId) : undefined,
  ]);
  if (!account) throw new Error('a call without an account');
  // What the key pays it pays to the end, though its cap may have been taken away meanwhile.
  const keyCap = key?.minutesPerCycle ?? UNCAPPED_MINUTES;
  const caps = { account: limitsOf(account).minutes, key: call.keyPays ? keyCap : null };
  return (await extendCall(seen, caps, now)) !== undefined;
}
