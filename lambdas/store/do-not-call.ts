import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { DoNotCall } from '../domain/do-not-call.ts';
import { LostRace } from '../domain/errors.ts';
import type { AccountId, E164 } from '../domain/ids.ts';
import { doNotCallItem, doNotCallListItem } from './items.ts';
import { type NewReceipt, Receipt, receiptItem } from './receipts.ts';
import { db, table } from './table.ts';
import { type TransactItem, transact } from './transact.ts';

/** Somebody changes the same number in the same moment only now and then. */
const MOST_TRIES = 5;

/** Reads what the account's do-not-call list says of a number. */
export async function readDoNotCall(account: AccountId, number: E164): Promise<DoNotCall | undefined> {
  const { Item } = await db().send(
    new GetCommand({
      TableName: table('ACCOUNTS_TABLE'),
      Key: doNotCallItem(account, number),
      ConsistentRead: true,
    }),
  );
  return Item && DoNotCall.parse(Item);
}

/** Whether the account's do-not-call list holds a number for calls that go out. */
export async function isDoNotCall(account: AccountId, number: E164): Promise<boolean> {
  const entry = await readDoNotCall(account, number);
  return entry !== undefined && entry.direction !== 'inbound';
}

/**
 * Enters a number into the list, or changes what the list says of it. It stands there twice, by its number and by when it
 * was entered, and both are written together, with the receipt.
 * @param change the entry as it is to be, given the one there is; the same object if it is to stay
 * @returns the entry as it stands, or an earlier receipt, and then nothing is written
 * @throws LostRace when others change it on every try
 */
export async function changeDoNotCall(
  account: AccountId,
  number: E164,
  change: (before: DoNotCall | undefined) => DoNotCall,
  receiptOf?: (entry: DoNotCall) => NewReceipt | undefined,
): Promise<DoNotCall | Receipt> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const before = await readDoNotCall(account, number);
    const entry = change(before);
    const receipt = receiptOf?.(entry);
    if (entry === before && !receipt) return entry;
    const [broken] = await transact({
      receipt: receipt && receiptItem(account, receipt),
      entry: { Put: { ...unchangedSince(before), Item: { ...doNotCallItem(account, number), ...entry } } },
      listed: {
        Put: { TableName: table('ACCOUNTS_TABLE'), Item: { ...doNotCallListItem(account, entry), ...entry } },
      },
    });
    if (!broken) return entry;
    if (broken.label === 'receipt') return Receipt.parse(broken.seen);
  }
  throw new LostRace('others change the entry of the do-not-call list');
}

/**
 * Takes a number off the list.
 * @returns false if it isn't there
 * @throws LostRace when others change it on every try
 */
export async function removeDoNotCall(account: AccountId, number: E164): Promise<boolean> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const before = await readDoNotCall(account, number);
    if (!before) return false;
    const broken = await transact({
      entry: { Delete: { ...unchangedSince(before), Key: doNotCallItem(account, number) } },
      listed: {
        Delete: { TableName: table('ACCOUNTS_TABLE'), Key: doNotCallListItem(account, before) },
      },
    });
    if (broken.length === 0) return true;
  }
  throw new LostRace('others change the entry of the do-not-call list');
}

/** The entry must be as it was read: not there, or entered then and of the same direction. */
const unchangedSince = (before: DoNotCall | undefined) =>
  ({
    TableName: table('ACCOUNTS_TABLE'),
    ...(before
      ? {
          ConditionExpression: 'createdAt = :createdAt AND direction = :direction',
          ExpressionAttributeValues: { ':createdAt': before.createdAt, ':direction': before.direction },
        }
      : { ConditionExpression: 'attribute_not_exists(pk)' }),
  }) satisfies Partial<NonNullable<TransactItem['Put']>>;

/** One page of the list, the last that was entered first. `after` continues behind an entry; `last` is undefined at the end. */
export async function listDoNotCall(account: AccountId, limit: number, after?: string) {
  const list = doNotCallListItem(account).pk;
  const { Items = [], LastEvaluatedKey } = await db().send(
    new QueryCommand({
      TableName: table('ACCOUNTS_TABLE'),
      KeyConditionExpression: 'pk = :list',
      ExpressionAttributeValues: { ':list': list },
      ScanIndexForward: false,
      Limit: limit + 1,
      ...(after !== undefined && { ExclusiveStartKey: { pk: list, sk: after } }),
    }),
  );
  const page = Items.slice(0, limit);
  return {
    entries: page.map((item) => DoNotCall.parse(item)),
    last: LastEvaluatedKey || Items.length > limit ? String(page.at(-1)?.['sk']) : undefined,
  };
}
