import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Attempt, CallEvent, type EventName, eventDueOf } from '../domain/call-event.ts';
import type { CallId } from '../domain/ids.ts';
import { type Instant, plusSeconds } from '../domain/time.ts';
import { dueShardOf, eventItem, webhookItem } from './items.ts';
import { db, isConditionBroken, table } from './table.ts';
import type { TransactItem } from './transact.ts';

/** How long an event is left to whoever has taken it to send it: longer than an attempt can last. */
const TAKEN_SEC = 60;

/** An event that was taken to be sent, until `until`. */
export interface TakenEvent {
  readonly event: CallEvent;
  readonly until: Instant;
}

/** A new event's row, which owes an attempt. To be written with the change that it tells of. */
export const eventPut = (event: CallEvent): TransactItem => ({
  Put: {
    TableName: table('CALLS_TABLE'),
    Item: {
      ...eventItem(event),
      ...event,
      due: eventDueOf(event),
      dueShard: dueShardOf(event.callId),
    },
  },
});

/** Where a call's events go; undefined if it has no webhook. */
export async function readWebhookUrl(call: CallId): Promise<string | undefined> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('CALLS_TABLE'), Key: webhookItem(call), ConsistentRead: true }),
  );
  const url: unknown = Item?.['url'];
  return typeof url === 'string' ? url : undefined;
}

/**
 * Takes an event to send it. Of many copies of one message, one gets it.
 * @returns undefined if it was sent, or somebody else is just sending it
 */
export async function takeEvent(name: EventName, now: Instant): Promise<TakenEvent | undefined> {
  const until = plusSeconds(now, TAKEN_SEC);
  const row = await changeOwing(name, {
    UpdateExpression: 'SET takenUntil = :until',
    ConditionExpression: '(attribute_not_exists(takenUntil) OR takenUntil <= :now)',
    ExpressionAttributeValues: { ':until': until, ':now': now },
    ReturnValues: 'ALL_NEW',
  });
  return row && { event: CallEvent.parse(row), until };
}

/** Stores what came of an attempt. The event owes nothing more then, whatever came of it. */
export async function storeAttempt({ event, until }: TakenEvent, attempt: Attempt): Promise<void> {
  await changeOwing(event, {
    UpdateExpression:
      'SET attempts = list_append(if_not_exists(attempts, :none), :attempt) REMOVE takenUntil, due, dueShard',
    // Told twice, as when an answer of the table is lost, it is one attempt.
    ConditionExpression: 'takenUntil = :until',
    ExpressionAttributeValues: { ':none': [], ':attempt': [attempt], ':until': until },
  });
}

/** Keeps an event as owing its attempt, and has the sweep look at it again at `at`. */
export async function keepEvent(name: EventName, at: Instant): Promise<void> {
  await changeOwing(name, { UpdateExpression: 'SET due = :at', ExpressionAttributeValues: { ':at': at } });
}

/**
 * Moves an event's `due` on, so that the next sweep leaves it alone.
 * @param seen its `due` as the sweep found it: of two sweeps at once, the first wins
 */
export async function moveEvent(name: EventName, seen: Instant, to: Instant): Promise<boolean> {
  const moved = await changeOwing(name, {
    UpdateExpression: 'SET due = :to',
    ConditionExpression: 'due = :seen',
    ExpressionAttributeValues: { ':to': to, ':seen': seen },
  });
  return moved !== undefined;
}

/** Changes an event that owes an attempt. @returns undefined if it owes none, or is not as `change` wants it */
async function changeOwing(
  name: EventName,
  { ConditionExpression, ...change }: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  try {
    const { Attributes = {} } = await db().send(
      new UpdateCommand({
        ...change,
        TableName: table('CALLS_TABLE'),
        Key: eventItem(name),
        ConditionExpression: [
          'attribute_exists(due)',
          ...(ConditionExpression ? [ConditionExpression] : []),
        ].join(' AND '),
      }),
    );
    return Attributes;
  } catch (error) {
    if (!isConditionBroken(error)) throw error;
    return undefined;
  }
}
