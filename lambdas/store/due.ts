import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { EventName } from '../domain/call-event.ts';
import { AccountId, CallId } from '../domain/ids.ts';
import { Instant } from '../domain/time.ts';
import { callItem, dueShards } from './items.ts';
import type { SeenCall } from './calls.ts';
import { db, isConditionBroken, table } from './table.ts';

/** How many overdue things one page of the sweep takes up. */
const PAGE = 100;

/** Something that owes the world its next step since, or from, `due`. */
export type Due = { readonly due: Instant } & (
  | { readonly kind: 'call'; readonly accountId: AccountId; readonly callId: CallId }
  | ({ readonly kind: 'event' } & EventName)
);

/** Whatever is due until `now`, oldest first, page by page: what it costs follows what is due. */
export async function* overdue(now: Instant): AsyncGenerator<Due> {
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
      for (const item of Items) {
        const found = dueIn(item);
        if (found) yield found;
      }
      from = LastEvaluatedKey;
    } while (from);
  }
}

const CALL = /^A#([^#]+) C#([^#]+)$/;
const EVENT = /^E#([^#]+)#([^#]+) EVENT#(\d+)$/;

/** The index holds keys alone, and they tell. What is none of these was made by a later version, and is left to it. */
function dueIn(item: Readonly<Record<string, unknown>>): Due | undefined {
  const key = `${String(item['pk'])} ${String(item['sk'])}`;
  const due = Instant.parse(item['due']);
  const [, account, id, sequence] = CALL.exec(key) ?? EVENT.exec(key) ?? [];
  if (account === undefined) return undefined;
  const of = { accountId: AccountId.parse(account), callId: CallId.parse(id) };
  return sequence === undefined
    ? { kind: 'call', due, ...of }
    : { kind: 'event', due, ...EventName.parse({ ...of, sequence: Number(sequence) }) };
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
