import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { KeyId } from '../domain/ids.ts';
import { Key } from '../domain/key.ts';
import type { Instant } from '../domain/time.ts';
import { keyItem, keyOfAccountItem } from './items.ts';
import { db, isConditionBroken, table } from './table.ts';
import { type TransactItem, transact } from './transact.ts';

/** The items of a new key: the key itself, and its place in the account's list. */
export function createKeyItems(key: Key): { key: TransactItem; keyOfAccount: TransactItem } {
  const once = { TableName: table('ACCOUNTS_TABLE'), ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    key: { Put: { ...once, Item: { ...keyItem(key.id), key } } },
    keyOfAccount: { Put: { ...once, Item: { ...keyOfAccountItem(key.accountId, key.id), name: key.name } } },
  };
}

export async function readKey(id: KeyId): Promise<Key | undefined> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('ACCOUNTS_TABLE'), Key: keyItem(id), ConsistentRead: true }),
  );
  return Item && Key.parse(Item['key']);
}

export const createKey = async (key: Key): Promise<void> => {
  await transact(createKeyItems(key));
};

/** Revokes a key for good; twice is once. Warm functions follow within five seconds. False if there is no such key. */
export async function revokeKey(id: KeyId, at: Instant): Promise<boolean> {
  try {
    await db().send(
      new UpdateCommand({
        TableName: table('ACCOUNTS_TABLE'),
        Key: keyItem(id),
        UpdateExpression: 'SET #key.revokedAt = :at',
        ConditionExpression: '#key.revokedAt = :null',
        ExpressionAttributeNames: { '#key': 'key' },
        ExpressionAttributeValues: { ':at': at, ':null': null },
      }),
    );
    return true;
  } catch (error) {
    if (!isConditionBroken(error)) throw error;
    return (await readKey(id)) !== undefined;
  }
}
