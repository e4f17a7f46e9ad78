import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DialingCall, EndedCall, QueuedCall } from '../domain/call.ts';
import { type AccountId, CallId } from '../domain/ids.ts';
import { type Instant, instantAt, latest, millisOf } from '../domain/time.ts';
import { type SeenCall, saveItem } from './calls.ts';
import { carrierItem, lineItem, lineOf, openCallsItem } from './items.ts';
import { db, isConditionBroken, table } from './table.ts';
import { type TransactItem, atMost, transact } from './transact.ts';

/** What stands in a call's way to the phone. */
export type Claimed =
  | 'claimed'
  /** Somebody else claimed or ended it. */
  | 'changed'
  | 'account_full'
  | { readonly carrierFreeAt: Instant | null };

/**
 * Takes a line of the account and of the carrier, and the carrier's next slot, for a queued call: all or nothing.
 * @param limits calls that the account may have open; lines of the carrier for outgoing calls; requests a second
 */
export async function claimCall(
  dialing: DialingCall,
  seen: SeenCall<QueuedCall>,
  limits: { account: number; carrierLines: number; carrierCallsPerSecond: number },
): Promise<Claimed> {
  const now = millisOf(dialing.claimedAt);
  const broken = await transact({
    call: saveItem(dialing, seen),
    account: {
      Update: {
        TableName: table('ACCOUNTS_TABLE'),
        Key: openCallsItem(dialing.accountId),
        UpdateExpression: 'ADD calls :one',
        ConditionExpression: atMost('calls', limits.account - 1),
        ExpressionAttributeValues: { ':one': 1, ':most': limits.account - 1 },
      },
    },
    carrier: {
      Update: {
        TableName: table('ACCOUNTS_TABLE'),
        Key: carrierItem(dialing.carrier),
        UpdateExpression: 'ADD #lines :one SET nextSlotAt = :next',
        ConditionExpression: `${atMost('#lines', limits.carrierLines - 1)} AND (attribute_not_exists(nextSlotAt) OR nextSlotAt <= :now)`,
        ExpressionAttributeNames: { '#lines': 'lines' },
        ExpressionAttributeValues: {
          ':one': 1,
          ':most': limits.carrierLines - 1,
          ':now': now,
          ':next': now + gapMs(limits.carrierCallsPerSecond),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    leaveLine: seen.call.inLine
      ? { Delete: { TableName: table('CALLS_TABLE'), Key: lineItem(dialing.accountId, dialing.callId) } }
      : undefined,
  });
  switch (broken[0]?.label) {
    case undefined:
      return 'claimed';
    case 'call':
    case 'leaveLine':
      return 'changed';
    case 'account':
      return 'account_full';
    case 'carrier': {
      const nextSlotAt = Number(broken[0].seen?.['nextSlotAt'] ?? 0);
      return { carrierFreeAt: nextSlotAt > now ? instantAt(nextSlotAt) : null };
    }
  }
}

/**
 * Puts a call into its account's line, if the account is still full: an end that came in between would poke nobody.
 * @returns false if there is room by now, or the call has changed
 */
export async function joinLine(seen: SeenCall<QueuedCall>, accountLimit: number): Promise<boolean> {
  const { call } = seen;
  const broken = await transact({
    call: saveItem({ ...call, inLine: true }, seen),
    line: { Put: { TableName: table('CALLS_TABLE'), Item: lineItem(call.accountId, call.callId) } },
    full: {
      ConditionCheck: {
        TableName: table('ACCOUNTS_TABLE'),
        Key: openCallsItem(call.accountId),
        ConditionExpression: 'calls >= :limit',
        ExpressionAttributeValues: { ':limit': accountLimit },
      },
    },
  });
  return broken.length === 0;
}

/** The call that has waited longest in the account's line. */
export async function nextInLine(account: AccountId): Promise<CallId | undefined> {
  const { Items = [] } = await db().send(
    new QueryCommand({
      TableName: table('CALLS_TABLE'),
      KeyConditionExpression: 'pk = :line',
      ExpressionAttributeValues: { ':line': lineOf(account) },
      ConsistentRead: true,
      Limit: 1,
    }),
  );
  return Items[0] && CallId.parse(Items[0]['sk']);
}

/**
 * Gives back what an ended call had taken: nothing if it came in, for which no line is taken. While its phone may still
 * ring, nothing: another call would be one too many.
 */
export const giveBackItems = (ended: EndedCall) =>
  ended.direction === 'inbound' || ended.generation === 0 || ended.holdsLineUntil ? {} : freeLines(ended);

/** Frees the lines of the account and of the carrier that an ended call had taken. */
export const freeLines = ({ accountId, carrier }: EndedCall) =>
  ({
    account: {
      Update: {
        TableName: table('ACCOUNTS_TABLE'),
        Key: openCallsItem(accountId),
        UpdateExpression: 'ADD calls :less',
        ExpressionAttributeValues: { ':less': -1 },
      },
    },
    carrier: {
      Update: {
        TableName: table('ACCOUNTS_TABLE'),
        Key: carrierItem(carrier),
        UpdateExpression: 'ADD #lines :less',
        ExpressionAttributeNames: { '#lines': 'lines' },
        ExpressionAttributeValues: { ':less': -1 },
      },
    },
  }) satisfies Record<string, TransactItem>;

/** When the carrier may be asked next: now, later, or (null) nobody knows since its lines are all taken. */
export async function carrierFreeAt(carrier: string, lines: number, now: Instant): Promise<Instant | null> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('ACCOUNTS_TABLE'), Key: carrierItem(carrier), ConsistentRead: true }),
  );
  if (Number(Item?.['lines'] ?? 0) >= lines) return null;
  return latest(now, instantAt(Number(Item?.['nextSlotAt'] ?? 0)));
}

/**
 * Takes the carrier's next slot, whenever it is.
 * @returns the instant of the slot, at which the carrier may be asked
 */
export async function takeSlot(carrier: string, callsPerSecond: number, now: Instant): Promise<Instant> {
  const [at, gap] = [millisOf(now), gapMs(callsPerSecond)];
  const key = { TableName: table('ACCOUNTS_TABLE'), Key: carrierItem(carrier) };
  try {
    // The slots that are given out reach into the future: ours is the one after them.
    const { Attributes } = await db().send(
      new UpdateCommand({
        ...key,
        UpdateExpression: 'ADD nextSlotAt :gap',
        ConditionExpression: 'nextSlotAt > :now',
        ExpressionAttributeValues: { ':gap': gap, ':now': at },
        ReturnValues: 'UPDATED_OLD',
      }),
    );
    return instantAt(Number(Attributes?.['nextSlotAt'] ?? at));
  } catch (error) {
    if (!isConditionBroken(error)) throw error;
  }
  try {
    await db().send(
      new UpdateCommand({
        ...key,
        UpdateExpression: 'SET nextSlotAt = :next',
        ConditionExpression: 'attribute_not_exists(nextSlotAt) OR nextSlotAt <= :now',
        ExpressionAttributeValues: { ':next': at + gap, ':now': at },
      }),
    );
    return now;
  } catch (error) {
    // Somebody took it in between: the next one is given out by the first form.
    if (isConditionBroken(error)) return takeSlot(carrier, callsPerSecond, now);
    throw error;
  }
}

/** So much more than the carrier asks for lies between two slots: a request is on its way for a moment. */
const SLACK = 1.05;
/** Milliseconds between two requests to the carrier. */
const gapMs = (callsPerSecond: number) => Math.ceil((1000 / callsPerSecond) * SLACK);
