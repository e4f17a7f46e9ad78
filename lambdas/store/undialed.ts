import { type EndedCall, type QueuedCall, failed } from '../domain/call.ts';
import { conclude } from '../domain/call-life.ts';
import type { Instant } from '../domain/time.ts';
import { readAccount } from './accounts.ts';
import type { SeenCall } from './calls.ts';
import { roundingOf } from './deployment.ts';
import { pokeNextInLine } from './dial-queue.ts';
import { endCall } from './ending.ts';
import { pokeLatestEvent } from './webhook-queue.ts';

/**
 * Ends a call that was never dialed: too late for it, or canceled. If it stood in its account's line, the next one there
 * is taken up: the end that poked this one pokes no other.
 * @throws LostRace when somebody saved first
 */
export async function endUndialed(
  seen: SeenCall<QueuedCall>,
  error: 'expired' | 'canceled',
  at: Instant,
): Promise<EndedCall> {
  const { call } = seen;
  const account = await readAccount(call.accountId);
  if (!account) throw new Error('a call without an account');
  const ended = conclude(call, failed(error, at), roundingOf(account));
  await endCall(ended, null, seen);
  if (call.inLine) await pokeNextInLine(call.accountId);
  await pokeLatestEvent(ended);
  return ended;
}
