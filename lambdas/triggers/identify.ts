import { createHash, timingSafeEqual } from 'node:crypto';
import type { Account } from '../domain/account.ts';
import { Refusal } from '../domain/errors.ts';
import { KeyId } from '../domain/ids.ts';
import { type Key, isWellFormedSecret } from '../domain/key.ts';
import type { Instant } from '../domain/time.ts';
import { readAccount } from '../store/accounts.ts';
import { fresh } from '../store/fresh.ts';
import { readKey } from '../store/keys.ts';

/** The hash by which a secret is known, and the id of its key, which is the hash's first half. */
export function hashOf(secret: string): { hash: string; id: KeyId } {
  const hash = createHash('sha256').update(secret).digest('hex');
  return { hash, id: KeyId.parse(hash.slice(0, 32)) };
}

const freshKey = fresh(readKey);
const freshAccount = fresh(readAccount);

/**
 * Who calls. A secret with a wrong checksum costs no read; a revoked key is refused within five seconds.
 * @throws Refusal `unauthorized`, the same whatever is wrong
 */
export async function identify(
  authorization: string | undefined,
  now: Instant,
): Promise<{ account: Account; key: Key }> {
  const secret = /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
  if (!isWellFormedSecret(secret)) throw unauthorized();
  const { hash, id } = hashOf(secret);
  const key = await freshKey(id, now);
  if (!key || key.revokedAt || !timingSafeEqual(Buffer.from(key.hash), Buffer.from(hash)))
    throw unauthorized();
  const account = await freshAccount(key.accountId, now);
  if (!account) throw unauthorized();
  return { account, key };
}

const unauthorized = () =>
  new Refusal('unauthorized', 'Send a valid key as "Authorization: Bearer tl_ak_...".');
