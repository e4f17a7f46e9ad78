import { setTimeout as sleep } from 'node:timers/promises';
import { type CancellationReason, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { LostRace } from '../domain/errors.ts';
import { db } from './table.ts';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** A condition of a transaction did not hold. `seen` is the item as it was, where the write asked for it. */
export interface Broken<Label extends string> {
  readonly label: Label;
  readonly seen: Readonly<Record<string, unknown>> | undefined;
}

/** Tries of a transaction that only conflicts with others; the pauses between them add up to about a second. */
const MOST_TRIES = 6;
const FIRST_PAUSE_MS = 25;

/**
 * Writes all items or none. A conflict with another transaction is no answer about any condition: it is tried again
 * with jitter.
 * @param items by label, in the order in which a broken condition is told; undefined ones are left out
 * @returns the broken conditions in that order; empty when all is written
 * @throws LostRace when conflicts outlast the tries
 */
export async function transact<Label extends string>(
  items: Partial<Record<Label, TransactItem | undefined>>,
): Promise<readonly Broken<Label>[]> {
  const labelled = (Object.entries(items) as [Label, TransactItem | undefined][]).filter(
    (entry): entry is [Label, TransactItem] => entry[1] !== undefined,
  );
  for (let tries = 1; ; tries++) {
    try {
      await db().send(new TransactWriteCommand({ TransactItems: labelled.map(([, item]) => item) }));
      return [];
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = error.CancellationReasons ?? [];
      const broken = labelled.flatMap(([label], i) => {
        const { Code, Item } = reasons[i] ?? {};
        return Code === 'ConditionalCheckFailed' ? [{ label, seen: Item && unmarshall(Item) }] : [];
      });
      if (broken.length > 0) return broken;
      if (!reasons.some(isPassing)) throw error;
      if (tries === MOST_TRIES) throw new LostRace('the transaction met others on every try');
      await sleep(FIRST_PAUSE_MS * 2 ** (tries - 1) * Math.random());
    }
  }
}

/** Reasons that say nothing of the items: the same transaction may succeed a moment later. */
const isPassing = ({ Code }: CancellationReason) =>
  Code === 'TransactionConflict' || Code === 'ThrottlingError' || Code === 'ProvisionedThroughputExceeded';

/** The conditions of writes, to be checked without the writes. A write without a condition is left out. */
export const asChecks = <Label extends string>(
  items: Partial<Record<Label, TransactItem | undefined>>,
): Partial<Record<Label, TransactItem | undefined>> =>
  Object.fromEntries(
    Object.entries<TransactItem | undefined>(items).map(([label, item]) => [label, item && asCheck(item)]),
  ) as Partial<Record<Label, TransactItem | undefined>>;

function asCheck({ Put, Update, ConditionCheck }: TransactItem): TransactItem | undefined {
  const write = Put ?? Update ?? ConditionCheck;
  if (!write?.ConditionExpression) return undefined;
  const { TableName, ConditionExpression, ReturnValuesOnConditionCheckFailure } = write;
  const place: Readonly<Record<string, unknown>> =
    ('Item' in write ? write.Item : 'Key' in write ? write.Key : {}) ?? {};
  // A name or value that stands in the update alone would be refused as unused.
  const used = <T>(values: Readonly<Record<string, T>> | undefined) => {
    const named = Object.entries(values ?? {}).filter(([name]) =>
      new RegExp(`${name}\\b`).test(ConditionExpression),
    );
    return named.length > 0 ? Object.fromEntries(named) : undefined;
  };
  return {
    ConditionCheck: {
      TableName,
      Key: { pk: place['pk'], sk: place['sk'] },
      ConditionExpression,
      ReturnValuesOnConditionCheckFailure,
      ExpressionAttributeNames: used(write.ExpressionAttributeNames),
      ExpressionAttributeValues: used(write.ExpressionAttributeValues),
    },
  };
}

/**
 * The condition that a counter is at most `:most`. One that counts nothing yet isn't there, which is no number to compare
 * with. Decided here where it can be: a condition compares attributes, not one value that was sent with another.
 */
export const atMost = (counter: string, most: number): string =>
  most >= 0 ? `(attribute_not_exists(${counter}) OR ${counter} <= :most)` : `${counter} <= :most`;
