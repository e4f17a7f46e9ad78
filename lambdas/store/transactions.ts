import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { AccountId, CallId, type TransactionId } from '../domain/ids.ts';
import { transactionItem } from './items.ts';
import { db, table } from './table.ts';

const Of = z.object({ accountId: AccountId, callId: CallId });
export type TransactionOf = z.infer<typeof Of>;

/** Keeps whose call a carrier's transaction is, for events that don't say so themselves. */
export async function storeTransaction(id: TransactionId, of: TransactionOf): Promise<void> {
  await db().send(
    new PutCommand({ TableName: table('CALLS_TABLE'), Item: { ...transactionItem(id), ...of } }),
  );
}

/** Whose call a carrier's transaction is. */
export async function callOfTransaction(id: TransactionId): Promise<TransactionOf | undefined> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('CALLS_TABLE'), Key: transactionItem(id), ConsistentRead: true }),
  );
  return Item && Of.parse(Item);
}
