import { randomInt } from 'node:crypto';
import type { NewKeyAnswer } from '../contract/account-answers.ts';
import type { Account } from '../domain/account.ts';
import { type Key, newSecret } from '../domain/key.ts';
import type { Instant } from '../domain/time.ts';
import { hashOf } from '../triggers/identify.ts';

type Wishes = Pick<Key, 'name' | 'scopes'> &
  Partial<Pick<Key, 'callerId' | 'voice' | 'callsPerMinute' | 'minutesPerCycle'>>;

/** A key for an account, and its secret, which is told once and not stored. */
export function newKey(
  { id: accountId }: Account,
  wishes: Wishes,
  now: Instant,
): { key: Key; secret: string } {
  const secret = newSecret(() => randomInt(62));
  const { id, hash } = hashOf(secret);
  const key: Key = {
    id,
    accountId,
    hash,
    last4: secret.slice(-4),
    name: wishes.name,
    scopes: wishes.scopes,
    callerId: wishes.callerId ?? null,
    voice: wishes.voice ?? null,
    callsPerMinute: wishes.callsPerMinute ?? null,
    minutesPerCycle: wishes.minutesPerCycle ?? null,
    createdAt: now,
    revokedAt: null,
    lastUsedOn: null,
  };
  return { key, secret };
}

/** A key as its owner and its operator see it: nothing of the secret but its end. */
export const keyView = (key: Key): Omit<NewKeyAnswer, 'key'> => ({
  id: key.id,
  name: key.name,
  scopes: [...key.scopes],
  last4: key.last4,
  callerId: key.callerId,
  voice: key.voice,
  callsPerMinute: key.callsPerMinute,
  minutesPerCycle: key.minutesPerCycle,
  createdAt: key.createdAt,
  lastUsedOn: key.lastUsedOn,
});
