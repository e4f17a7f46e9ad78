import { costUs, latestFullAt, waitSec } from '../domain/bucket.ts';
import type { KeyId } from '../domain/ids.ts';
import { bucketItem } from './items.ts';
import { table } from './table.ts';
import type { TransactItem } from './transact.ts';

/**
 * What this function knows of the keys' buckets: the instant at which each would be full again, at the least. Others
 * only move it on, so a bucket that is empty by this memory is empty, and a flood of refusals costs nothing.
 */
const fullAtLeast = new Map<KeyId, number>();
const MOST_REMEMBERED = 10_000;

interface Rate {
  readonly key: KeyId;
  readonly callsPerMinute: number;
  /** Microseconds since 1970. */
  readonly now: number;
}

/** Seconds until the key may place a call, as far as is known without asking; 0: perhaps now. */
export const knownWaitSec = ({ key, callsPerMinute, now }: Rate): number =>
  waitSec(fullAtLeast.get(key) ?? 0, now, callsPerMinute);

/**
 * Takes one call out of the key's bucket. The table can add but can't take the later of two instants, so there are two
 * forms, for a full bucket and for one in use; the likelier is tried, and `learn` tells whether the other one fits.
 */
export function spendItem({ key, callsPerMinute, now }: Rate): TransactItem {
  const inUse = (fullAtLeast.get(key) ?? 0) > now;
  return {
    Update: {
      TableName: table('ACCOUNTS_TABLE'),
      Key: bucketItem(key),
      UpdateExpression: inUse ? 'ADD fullAt :cost' : 'SET fullAt = :next',
      ConditionExpression: inUse
        ? 'fullAt > :now AND fullAt <= :latest'
        : 'attribute_not_exists(fullAt) OR fullAt <= :now',
      ExpressionAttributeValues: inUse
        ? { ':cost': costUs(callsPerMinute), ':now': now, ':latest': latestFullAt(now, callsPerMinute) }
        : { ':next': now + costUs(callsPerMinute), ':now': now },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** Remembers a call that was taken out. */
export const remember = ({ key, callsPerMinute, now }: Rate): void =>
  keep(key, Math.max(fullAtLeast.get(key) ?? 0, now) + costUs(callsPerMinute));

/** Learns from a refusal how the bucket stands. @returns seconds to wait, 0 if the call fits in the other form */
export function learn(
  { key, callsPerMinute, now }: Rate,
  seen: Readonly<Record<string, unknown>> | undefined,
): number {
  const fullAt = typeof seen?.['fullAt'] === 'number' ? seen['fullAt'] : 0;
  keep(key, fullAt);
  return waitSec(fullAt, now, callsPerMinute);
}

function keep(key: KeyId, fullAt: number): void {
  if (fullAtLeast.size >= MOST_REMEMBERED) fullAtLeast.clear();
  fullAtLeast.set(key, fullAt);
}
