import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { AccountId, CallId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { callItem, dueShards } from './items.ts';
import type { SeenCall } from './calls.ts';
import { db, isConditionBroken, table } from './table.ts';

/** How many overdue calls one page of the sweep takes up. */
const PAGE = 100;

/** The calls whose next step is overdue, oldest first, page by page: what it costs follows what is due. */
export async function* overdueCalls(now: Instant): AsyncGenerator<{ accountId: AccountId; callId: CallId }> {
  for (const shard of dueShards) {
    let from: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await db().send(
        new QueryCommand({
          TableName: table('CALLS_TABLE'),
          IndexName: 'due',
          KeyConditionExpression: 'dueShard = :shard AND due <= :now',
          ExpressionAttributeValues: { ':shard': shard, ':now': now },
          Limit: PAGE,
          ...(from && { ExclusiveStartKey: from }),
        }),
      );
      for (const { pk, sk } of Items) {
        yield { accountId: AccountId.parse(String(pk).slice(2)), callId: CallId.parse(String(sk).slice(2)) };
      }
      from = LastEvaluatedKey;
    } while (from);
  }
}

/**
 * Moves a call's `due` on, so that the next sweep leaves it alone: the first of two sweeps at once wins.
 * @returns the call as it is now, or undefined if somebody moved or saved it
 */
export async function moveDue(seen: SeenCall, to: Instant): Promise<SeenCall | undefined> {
  try {
    await db().send(
      new UpdateCommand({
        TableName: table('CALLS_TABLE'),
        Key: callItem(seen.call.accountId, seen.call.callId),
        UpdateExpression: 'SET due = :to',
        ConditionExpression: 'due = :seen AND version = :version',
        ExpressionAttributeValues: { ':to': to, ':seen': seen.due, ':version': seen.version },
      }),
    );
    return { ...seen, due: to };
  } catch (error) {
    if (!isConditionBroken(error)) throw error;
    return undefined;
  }
}
