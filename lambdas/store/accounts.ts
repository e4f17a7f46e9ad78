import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Account } from '../domain/account.ts';
import { LostRace } from '../domain/errors.ts';
import { AccountId } from '../domain/ids.ts';
import type { Key } from '../domain/key.ts';
import { accountItem, directoryItem } from './items.ts';
import { createKeyItems } from './keys.ts';
import { db, isConditionBroken, table } from './table.ts';
import { transact } from './transact.ts';

/** Reads an account as it is now. */
export async function readAccount(id: AccountId): Promise<Account | undefined> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('ACCOUNTS_TABLE'), Key: accountItem(id), ConsistentRead: true }),
  );
  return Item && Account.parse(Item['account']);
}

/** Stores a new account with its first key, or nothing. */
export async function createAccount(account: Account, key: Key): Promise<void> {
  const TableName = table('ACCOUNTS_TABLE');
  const once = { TableName, ConditionExpression: 'attribute_not_exists(pk)' };
  const broken = await transact({
    account: { Put: { ...once, Item: { ...accountItem(account.id), account } } },
    directory: { Put: { ...once, Item: { ...directoryItem(account.id), createdAt: account.createdAt } } },
    ...createKeyItems(key),
  });
  if (broken.length > 0) throw new LostRace('the account or its key exists already');
}

/** @throws LostRace when somebody saved since `seen` was read */
export async function saveAccount(account: Account, seen: Account): Promise<void> {
  try {
    await db().send(
      new PutCommand({
        TableName: table('ACCOUNTS_TABLE'),
        Item: { ...accountItem(account.id), account },
        ConditionExpression: 'account = :seen',
        ExpressionAttributeValues: { ':seen': seen },
      }),
    );
  } catch (error) {
    throw isConditionBroken(error) ? new LostRace('somebody else changed the account') : error;
  }
}

/** One page of accounts by id. `after` continues behind an id; `next` is undefined on the last page. */
export async function listAccounts(limit: number, after?: AccountId) {
  const { Items = [], LastEvaluatedKey } = await db().send(
    new QueryCommand({
      TableName: table('ACCOUNTS_TABLE'),
      KeyConditionExpression: 'pk = :all',
      ExpressionAttributeValues: { ':all': 'ACCOUNTS' },
      ScanIndexForward: false,
      Limit: limit + 1,
      ...(after && { ExclusiveStartKey: directoryItem(after) }),
    }),
  );
  const ids = Items.slice(0, limit).map(({ sk }) => AccountId.parse(sk));
  const accounts = await Promise.all(ids.map(readAccount));
  return {
    accounts: accounts.filter((account) => account !== undefined),
    next: LastEvaluatedKey || Items.length > limit ? ids.at(-1) : undefined,
  };
}
