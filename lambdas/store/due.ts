import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { EventName } from '../domain/call-event.ts';
import { AccountId, CallId, OrderId, ReleaseId } from '../domain/ids.ts';
import { Instant } from '../domain/time.ts';
import { callItem, dueShards } from './items.ts';
import type { SeenCall } from './calls.ts';
import type { NumberWork } from './number-workflows.ts';
import { db, isConditionBroken, table } from './table.ts';

/** How many overdue things one page of the sweep takes up. */
const PAGE = 100;

/** Something that owes the world its next step since, or from, `due`. */
export type Due = { readonly due: Instant } & (
  | { readonly kind: 'call'; readonly accountId: AccountId; readonly callId: CallId }
  | ({ readonly kind: 'event' } & EventName)
  | NumberWork
);
export type DueNumberWork = Due & NumberWork;

/** The tables whose rows owe something, each with an index `due`. */
const TABLES = ['CALLS_TABLE', 'NUMBERS_TABLE'] as const;

/** Whatever is due until `now`, table by table, oldest first, page by page: what it costs follows what is due. */
export async function* overdue(now: Instant): AsyncGenerator<Due> {
  for (const variable of TABLES) for (const shard of dueShards) yield* overdueIn(variable, shard, now);
}

async function* overdueIn(
  variable: (typeof TABLES)[number],
  shard: string,
  now: Instant,
): AsyncGenerator<Due> {
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await db().send(
      new QueryCommand({
        TableName: table(variable),
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

const CALL = /^A#([^#]+) C#([^#]+)$/;
const EVENT = /^E#([^#]+)#([^#]+) EVENT#(\d+)$/;
const NUMBER_WORK = /^A#([^#]+) (ORDER|RELEASE)#([^#]+)$/;

/** The index holds keys alone, and they tell. What is none of these was made by a later version, and is left to it. */
function dueIn(item: Readonly<Record<string, unknown>>): Due | undefined {
  const key = `${String(item['pk'])} ${String(item['sk'])}`;
  const due = Instant.parse(item['due']);
  const work = numberWorkIn(key);
  if (work) return { due, ...work };
  const [, account, id, sequence] = CALL.exec(key) ?? EVENT.exec(key) ?? [];
  if (account === undefined) return undefined;
  const of = { accountId: AccountId.parse(account), callId: CallId.parse(id) };
  return sequence === undefined
    ? { kind: 'call', due, ...of }
    : { kind: 'event', due, ...EventName.parse({ ...of, sequence: Number(sequence) }) };
}

function numberWorkIn(key: string): NumberWork | undefined {
  const [, account, kind, id] = NUMBER_WORK.exec(key) ?? [];
  if (account === undefined) return undefined;
  const accountId = AccountId.parse(account);
  return kind === 'ORDER'
    ? { kind: 'order', accountId, id: OrderId.parse(id) }
    : { kind: 'release', accountId, id: ReleaseId.parse(id) };
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
