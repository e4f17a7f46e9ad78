import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Assistant } from '../domain/assistant.ts';
import { LostRace } from '../domain/errors.ts';
import type { AccountId, AssistantId } from '../domain/ids.ts';
import { assistantItem } from './items.ts';
import { type NewReceipt, Receipt, receiptItem } from './receipts.ts';
import { db, isConditionBroken, table } from './table.ts';
import { transact } from './transact.ts';

/** Reads an assistant as it is now; undefined where the account has none of that id, whoever has. */
export async function readAssistant(account: AccountId, id: string): Promise<Assistant | undefined> {
  const { Item } = await db().send(
    new GetCommand({
      TableName: table('ACCOUNTS_TABLE'),
      Key: assistantItem(account, id),
      ConsistentRead: true,
    }),
  );
  return Item && Assistant.parse(Item['assistant']);
}

/**
 * Stores a new assistant with its receipt, or nothing.
 * @returns an earlier receipt if there is one, and then nothing is written
 * @throws LostRace when others are in the way on every try
 */
export async function createAssistant(
  assistant: Assistant,
  receipt: NewReceipt | undefined,
): Promise<Receipt | undefined> {
  const [broken] = await transact({
    receipt: receipt && receiptItem(assistant.accountId, receipt),
    assistant: {
      Put: {
        TableName: table('ACCOUNTS_TABLE'),
        Item: itemOf(assistant),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
  });
  if (!broken) return undefined;
  if (broken.label === 'receipt') return Receipt.parse(broken.seen);
  throw new LostRace('an assistant of this id exists already');
}

/** @throws LostRace when somebody saved or deleted it since `seen` was read */
export async function saveAssistant(assistant: Assistant, seen: Assistant): Promise<void> {
  try {
    await db().send(
      new PutCommand({
        TableName: table('ACCOUNTS_TABLE'),
        Item: itemOf(assistant),
        ConditionExpression: 'assistant = :seen',
        ExpressionAttributeValues: { ':seen': seen },
      }),
    );
  } catch (error) {
    throw isConditionBroken(error) ? new LostRace('somebody else changed the assistant') : error;
  }
}

/** Twice is once. */
export async function deleteAssistant(account: AccountId, id: AssistantId): Promise<void> {
  await db().send(new DeleteCommand({ TableName: table('ACCOUNTS_TABLE'), Key: assistantItem(account, id) }));
}

/**
 * One page of an account's assistants, newest first: their ids sort by time. `after` continues behind an id; `last` is
 * undefined at the end. A page of long texts holds fewer than `limit`: a query reads a megabyte at most.
 */
export async function listAssistants(account: AccountId, limit: number, after?: string) {
  const { pk, sk: prefix } = assistantItem(account, '');
  const { Items = [], LastEvaluatedKey } = await db().send(
    new QueryCommand({
      TableName: table('ACCOUNTS_TABLE'),
      KeyConditionExpression: 'pk = :account AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':account': pk, ':prefix': prefix },
      ScanIndexForward: false,
      // One more tells whether there is one.
      Limit: limit + 1,
      ...(after !== undefined && { ExclusiveStartKey: assistantItem(account, after) }),
    }),
  );
  const assistants = Items.slice(0, limit).map((item) => Assistant.parse(item['assistant']));
  return { assistants, last: LastEvaluatedKey || Items.length > limit ? assistants.at(-1)?.id : undefined };
}

const itemOf = (assistant: Assistant) => ({
  ...assistantItem(assistant.accountId, assistant.id),
  assistant,
});
