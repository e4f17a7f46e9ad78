import {
  BatchGetCommand,
  DeleteCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { Drift } from '../domain/drift.ts';
import { E164 } from '../domain/ids.ts';
import { OwnedNumber } from '../domain/number.ts';
import { Instant } from '../domain/time.ts';
import { driftItem, heldItem, numberItem, reconciledItem } from './items.ts';
import { db, isConditionBroken, table } from './table.ts';
import type { TransactItem } from './transact.ts';

/** The most keys that one BatchGetItem takes. */
const MOST_KEYS = 100;

/** Enters a number into the directory of all that we hold. To be written with the number's row. */
export const heldPut = (number: E164): TransactItem => ({
  Put: { TableName: table('NUMBERS_TABLE'), Item: heldItem(number) },
});

/** All numbers that accounts have or are getting. */
export async function numbersHeld(): Promise<readonly E164[]> {
  const items = await partition(heldItem('').pk);
  return items.map(({ sk }) => E164.parse(sk));
}

/** The rows of `numbers`; one that was never ours has none. */
export async function readNumbers(numbers: readonly E164[]): Promise<readonly OwnedNumber[]> {
  const TableName = table('NUMBERS_TABLE');
  const rows: OwnedNumber[] = [];
  for (let left = [...new Set(numbers)].map(numberItem); left.length > 0;) {
    const { Responses, UnprocessedKeys } = await db().send(
      new BatchGetCommand({
        RequestItems: { [TableName]: { Keys: left.slice(0, MOST_KEYS), ConsistentRead: true } },
      }),
    );
    for (const item of Responses?.[TableName] ?? []) rows.push(OwnedNumber.parse(item['number']));
    const unread = (UnprocessedKeys?.[TableName]?.Keys ?? []) as typeof left;
    left = [...unread, ...left.slice(MOST_KEYS)];
  }
  return rows;
}

/** What the last comparison found, and when it was; null if there was none yet. */
export async function readDrift() {
  const items = await partition(reconciledItem.pk);
  const last = items.find(({ sk }) => sk === reconciledItem.sk);
  return {
    drift: items.filter((item) => item !== last).map((item) => Drift.parse(item['drift'])),
    reconciledAt: last ? Instant.parse(last['reconciledAt']) : null,
  };
}

/**
 * Stores what a comparison found in the place of what the one before did.
 * @param before as it was read
 */
export async function saveDrift(
  found: readonly Drift[],
  before: readonly Drift[],
  reconciledAt: Instant,
): Promise<void> {
  const TableName = table('NUMBERS_TABLE');
  const isStill = new Set(found.map(({ number }) => number));
  await Promise.all([
    ...found
      .filter((drift) => !before.includes(drift))
      .map((drift) => db().send(new PutCommand({ TableName, Item: { ...driftItem(drift.number), drift } }))),
    ...before
      .filter(({ number }) => !isStill.has(number))
      .map(({ number }) => db().send(new DeleteCommand({ TableName, Key: driftItem(number) }))),
  ]);
  // Last: it says that all of the above is so.
  await db().send(new PutCommand({ TableName, Item: { ...reconciledItem, reconciledAt } }));
}

/** Notes since when the carrier has a live number no more, or that it has it again. One that isn't live is left as it is. */
export const setMissing = (number: E164, since: Instant | null): Promise<boolean> =>
  changeLive(number, {
    UpdateExpression: 'SET #number.missingSince = :since',
    ExpressionAttributeValues: { ':since': since },
  });

/**
 * Notes another link of a live number.
 * @param seen the link that it had when it was read
 * @returns false if the number isn't live any more, or somebody else has linked it anew
 */
export const setLink = (number: E164, seen: string | null, link: string): Promise<boolean> =>
  changeLive(number, {
    UpdateExpression: 'SET #number.carrierLinkId = :link',
    ConditionExpression: '#number.carrierLinkId = :seen',
    ExpressionAttributeValues: { ':link': link, ':seen': seen },
  });

async function changeLive(
  number: E164,
  change: {
    readonly UpdateExpression: string;
    readonly ConditionExpression?: string;
    readonly ExpressionAttributeValues: Readonly<Record<string, unknown>>;
  },
): Promise<boolean> {
  const { UpdateExpression, ConditionExpression, ExpressionAttributeValues } = change;
  const isLive = '#number.#status = :live';
  try {
    await db().send(
      new UpdateCommand({
        TableName: table('NUMBERS_TABLE'),
        Key: numberItem(number),
        UpdateExpression,
        ConditionExpression: ConditionExpression ? `${isLive} AND ${ConditionExpression}` : isLive,
        ExpressionAttributeNames: { '#number': 'number', '#status': 'status' },
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ':live': 'live' },
      }),
    );
    return true;
  } catch (error) {
    if (!isConditionBroken(error)) throw error;
    return false;
  }
}

/** All items of a partition, page by page. */
async function partition(pk: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const items: Record<string, unknown>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await db().send(
      new QueryCommand({
        TableName: table('NUMBERS_TABLE'),
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    items.push(...Items);
    from = LastEvaluatedKey;
  } while (from);
  return items;
}
