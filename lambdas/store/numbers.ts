import { BatchGetCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Refusal } from '../domain/errors.ts';
import type { AccountId, E164 } from '../domain/ids.ts';
import { OwnedNumber, isOurs, isSeenBy } from '../domain/number.ts';
import { heldPut } from './books.ts';
import { numberItem, slotsItem } from './items.ts';
import { db, table } from './table.ts';
import { atMost, transact } from './transact.ts';

export async function readNumber(number: E164): Promise<OwnedNumber | undefined> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('NUMBERS_TABLE'), Key: numberItem(number), ConsistentRead: true }),
  );
  return Item && OwnedNumber.parse(Item['number']);
}

/** Those of at most 100 numbers that no account has or is getting, in their order, by one request. */
export async function nobodysAmong(numbers: readonly E164[]): Promise<readonly E164[]> {
  if (numbers.length === 0) return [];
  const TableName = table('NUMBERS_TABLE');
  const { Responses, UnprocessedKeys } = await db().send(
    new BatchGetCommand({ RequestItems: { [TableName]: { Keys: numbers.map(numberItem) } } }),
  );
  const items = Responses?.[TableName] ?? [];
  const known = items.map((item) => OwnedNumber.parse(item['number'])).filter(isOurs);
  // Of one that wasn't read nothing is known: somebody may have it.
  const unread = (UnprocessedKeys?.[TableName]?.Keys ?? []).map(({ pk }) => String(pk));
  return numbers.filter(
    (number) => !known.some((ours) => ours.number === number) && !unread.includes(numberItem(number).pk),
  );
}

/** The account's numbers, oldest first, at most a page of them: enough to know whether there is just one. */
export async function numbersOf(account: AccountId): Promise<readonly OwnedNumber[]> {
  const { Items = [] } = await db().send(
    new QueryCommand({
      TableName: table('NUMBERS_TABLE'),
      IndexName: 'byAccount',
      KeyConditionExpression: 'accountId = :account',
      ExpressionAttributeValues: { ':account': account },
    }),
  );
  return Items.map((item) => OwnedNumber.parse(item['number']));
}

/** A number as it is stored. What its account isn't shown stands in no index of the account. */
export const numberRow = (number: OwnedNumber) => ({
  ...numberItem(number.number),
  ...(isSeenBy(number, number.accountId) && { accountId: number.accountId, createdAt: number.createdAt }),
  number,
});

/**
 * Stores a number that nobody owns as `pending`, and takes one of the account's slots for it.
 * A number that the same account is bringing in is left as it is: its import goes on where it stopped.
 * @param included numbers that the account may have
 * @throws Refusal `number_unavailable` when somebody owns it, `number_limit_reached` when no slot is free
 */
export async function takeNumber(number: OwnedNumber, included: number): Promise<void> {
  const broken = await transact({
    number: {
      Put: {
        TableName: table('NUMBERS_TABLE'),
        Item: numberRow(number),
        // A number that was released or whose order failed is nobody's again.
        ConditionExpression: 'attribute_not_exists(pk) OR #number.#status IN (:released, :failed)',
        ExpressionAttributeNames: { '#number': 'number', '#status': 'status' },
        ExpressionAttributeValues: { ':released': 'released', ':failed': 'failed' },
      },
    },
    held: heldPut(number.number),
    slot: {
      Update: {
        TableName: table('ACCOUNTS_TABLE'),
        Key: slotsItem(number.accountId),
        UpdateExpression: 'ADD used :one',
        ConditionExpression: atMost('used', included - 1),
        ExpressionAttributeValues: { ':one': 1, ':most': included - 1 },
      },
    },
  });
  switch (broken[0]?.label) {
    case 'number': {
      const owner = await readNumber(number.number);
      if (owner?.accountId === number.accountId && owner.status === 'pending' && !owner.orderId) return;
      throw new Refusal('number_unavailable', 'number: an account has it already.');
    }
    case 'slot':
      throw new Refusal(
        'number_limit_reached',
        `The account has as many numbers as it may have (${included}); raise its limits.numbers, or change its plan.`,
      );
    case 'held':
    case undefined:
      return;
  }
}

/** Makes a pending number live: from now on it may be called from. Twice is once. */
export async function linkNumber(number: E164, carrierLinkId: string): Promise<OwnedNumber> {
  const { Attributes } = await db().send(
    new UpdateCommand({
      TableName: table('NUMBERS_TABLE'),
      Key: numberItem(number),
      UpdateExpression: 'SET #number.#status = :live, #number.carrierLinkId = :link',
      ConditionExpression: '#number.#status IN (:pending, :live)',
      ExpressionAttributeNames: { '#number': 'number', '#status': 'status' },
      ExpressionAttributeValues: { ':live': 'live', ':pending': 'pending', ':link': carrierLinkId },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return OwnedNumber.parse(Attributes?.['number']);
}

/** How many numbers the account has or is getting. */
export async function slotsUsed(account: AccountId): Promise<number> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('ACCOUNTS_TABLE'), Key: slotsItem(account), ConsistentRead: true }),
  );
  return typeof Item?.['used'] === 'number' ? Item['used'] : 0;
}
