import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { Call } from '../domain/call.ts';
import { eventOf } from '../domain/call-event.ts';
import { dueOf } from '../domain/call-life.ts';
import { LostRace } from '../domain/errors.ts';
import type { AccountId, CallId } from '../domain/ids.ts';
import { Instant, earliest } from '../domain/time.ts';
import { eventPut } from './events.ts';
import { callItem, dueShardOf } from './items.ts';
import { db, isConditionBroken, table } from './table.ts';
import { type TransactItem, transact } from './transact.ts';

/** A call as it was read: the version tells whether somebody saved since. */
export interface SeenCall<C extends Call = Call> {
  readonly call: C;
  readonly version: number;
  /** When the sweep looks after it; null once it owes nothing. */
  readonly due: Instant | null;
}

/** A call as it is now; undefined if the account has no such call. */
export async function readCall(account: AccountId, id: CallId): Promise<SeenCall | undefined> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('CALLS_TABLE'), Key: callItem(account, id), ConsistentRead: true }),
  );
  return Item && seenCall(Item);
}

/** A call's row as it stands in the table. */
export const seenCall = (item: Readonly<Record<string, unknown>>): SeenCall => ({
  call: Call.parse(item['call']),
  version: Number(item['version']),
  due: item['due'] === undefined ? null : Instant.parse(item['due']),
});

/**
 * Stores what a call has become, together with the event that this is to its webhook.
 * @throws LostRace when somebody saved first
 */
export async function saveCall(call: Call, seen: SeenCall): Promise<SeenCall> {
  const row = saveItem(call, seen);
  const event = eventOf(seen.call, call);
  const saved = { call, version: seen.version + 1, due: nextDue(call, seen) };
  if (event) {
    const broken = await transact({ call: row, event: eventPut(event) });
    if (broken.length > 0) throw new LostRace('somebody else saved the call');
    return saved;
  }
  // Alone it costs half of what it costs in a transaction.
  try {
    await db().send(new PutCommand(row.Put));
    return saved;
  } catch (error) {
    throw isConditionBroken(error) ? new LostRace('somebody else saved the call') : error;
  }
}

/** Stores a call that came in. @returns undefined if it is there already, as it was stored first */
export async function addCall(call: Call): Promise<SeenCall | undefined> {
  try {
    await db().send(new PutCommand(placeItem(call).Put));
    return { call, version: 1, due: dueOf(call) };
  } catch (error) {
    if (!isConditionBroken(error)) throw error;
    return undefined;
  }
}

/** Changes a call by a rule, again from the start if somebody saved in between. Saves nothing if nothing changed. */
export async function changeCall(
  account: AccountId,
  id: CallId,
  change: (call: Call) => Call,
): Promise<SeenCall | undefined> {
  for (let tries = 1; ; tries++) {
    const seen = await readCall(account, id);
    if (!seen) return undefined;
    const changed = change(seen.call);
    if (changed === seen.call) return seen;
    try {
      return await saveCall(changed, seen);
    } catch (error) {
      if (!(error instanceof LostRace) || tries === MOST_TRIES) throw error;
    }
  }
}

/** A call is changed by few at a time: its workflow, its carrier events, the sweep. */
const MOST_TRIES = 5;

/** A new call's row. */
export const placeItem = (call: Call): { Put: NonNullable<TransactItem['Put']> } => ({
  Put: {
    TableName: table('CALLS_TABLE'),
    Item: row(call, 1, dueOf(call)),
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

/** The write that saves a call if nobody has saved since it was seen. */
export const saveItem = (call: Call, seen: SeenCall): { Put: NonNullable<TransactItem['Put']> } => ({
  Put: {
    TableName: table('CALLS_TABLE'),
    Item: row(call, seen.version + 1, nextDue(call, seen)),
    ConditionExpression: 'version = :seen',
    ExpressionAttributeValues: { ':seen': seen.version },
  },
});

/**
 * While a call lives its `due` only ever becomes earlier: moving it costs two writes of the index, and the sweep,
 * which comes too early then, moves it on.
 */
const nextDue = (call: Call, { due }: SeenCall): Instant | null => {
  const wanted = dueOf(call);
  return wanted && due ? earliest(due, wanted) : wanted;
};

const row = (call: Call, version: number, due: Instant | null) => ({
  ...callItem(call.accountId, call.callId),
  version,
  call,
  ...(call.keyId && { keyId: call.keyId }),
  ...(due && { due, dueShard: dueShardOf(call.callId) }),
});
