import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { AccountId } from '../domain/ids.ts';
import { Instant, millisOf, plusSeconds, secondsBetween } from '../domain/time.ts';
import { idempotencyItem } from './items.ts';
import { db, table } from './table.ts';
import type { TransactItem } from './transact.ts';

/** How long an Idempotency-Key tells of its first answer, by the stored instant: a TTL may delete days late. */
const IDEMPOTENCY_HOURS = 24;
/** How long receipts are kept that only guard a day. */
const KEEP_DAYS = 7;

/** The first answer to a request with an Idempotency-Key. */
export const Receipt = z.object({
  /** SHA-256 of the canonical request, in hex. */
  fingerprint: z.string(),
  /** The body that was answered, as the JSON that it was. */
  answer: z.string(),
  at: Instant,
});
export type Receipt = z.infer<typeof Receipt>;

/** A receipt that is written with what it is for, and the route and key under which it will be asked for. */
export type NewReceipt = Receipt & { readonly route: string; readonly idempotencyKey: string };

/** The write of a receipt: the key must be unused, or its last use 24 hours ago. Broken, it shows the earlier receipt. */
export const receiptItem = (
  account: AccountId,
  { route, idempotencyKey, ...receipt }: NewReceipt,
): TransactItem => ({
  Put: {
    TableName: table('CALLS_TABLE'),
    Item: {
      ...idempotencyItem(account, route, idempotencyKey),
      ...receipt,
      expiresAt: Math.floor(millisOf(receipt.at) / 1000) + KEEP_DAYS * 86_400,
    },
    ConditionExpression: 'attribute_not_exists(pk) OR #at <= :forgotten',
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: { ':forgotten': plusSeconds(receipt.at, -IDEMPOTENCY_HOURS * 3600) },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

/** The first answer under an Idempotency-Key, if it was given less than 24 hours ago. */
export async function readReceipt(
  account: AccountId,
  route: string,
  idempotencyKey: string,
  now: Instant,
): Promise<Receipt | undefined> {
  const { Item } = await db().send(
    new GetCommand({
      TableName: table('CALLS_TABLE'),
      Key: idempotencyItem(account, route, idempotencyKey),
      ConsistentRead: true,
    }),
  );
  const receipt = Item && Receipt.parse(Item);
  return receipt && secondsBetween(receipt.at, now) < IDEMPOTENCY_HOURS * 3600 ? receipt : undefined;
}
