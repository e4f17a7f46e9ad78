import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { EndReason } from '../domain/call.ts';
import { Field, Turn } from '../domain/conversation.ts';
import type { AccountId, CallId } from '../domain/ids.ts';
import { Instant } from '../domain/time.ts';
import { briefItem, turnItem, wordsItem } from './items.ts';
import { db, isConditionBroken, table } from './table.ts';

/** What the agent is to do, and what it may know for it. */
export interface Brief {
  readonly objective: string;
  readonly fields: readonly Field[];
  readonly context: string | null;
}

/** A turn as it is stored: with why the agent then hung up, if it did, or why another session begins with its words. */
const StoredTurn = z.extend(Turn, {
  end: z.nullable(EndReason),
  goesOn: z.optional(z.enum(['in_another_language', 'in_time'])),
  /** What whoever it is handed over to is to be told of the other side. */
  announce: z.optional(z.string()),
  at: Instant,
});
export type StoredTurn = z.infer<typeof StoredTurn>;

/** More than any call has: a turn's number is kept with five digits. */
const LAST_TURN = 99_999;

const Words = z.object({ objective: z.string(), fields: z.array(Field) });

/** Reads what the agent is to do; nothing if it was erased. */
export async function readBrief(account: AccountId, call: CallId): Promise<Brief | undefined> {
  const read = (Key: { pk: string; sk: string }) =>
    db().send(new GetCommand({ TableName: table('CALLS_TABLE'), Key, ConsistentRead: true }));
  const [words, brief] = await Promise.all([read(wordsItem(account, call)), read(briefItem(call))]);
  if (!words.Item) return undefined;
  const context: unknown = brief.Item?.['context'];
  return { ...Words.parse(words.Item), context: typeof context === 'string' ? context : null };
}

/** The turns of a call so far, from number `from` on and in order. Turn 0 holds the agent's first words. */
export async function readTurns(call: CallId, from = 0): Promise<readonly StoredTurn[]> {
  const turns: StoredTurn[] = [];
  let next: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await db().send(
      new QueryCommand({
        TableName: table('CALLS_TABLE'),
        KeyConditionExpression: 'pk = :call AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: {
          ':call': turnItem(call, from).pk,
          ':first': turnItem(call, from).sk,
          ':last': turnItem(call, LAST_TURN).sk,
        },
        ConsistentRead: true,
        ...(next && { ExclusiveStartKey: next }),
      }),
    );
    turns.push(...Items.map((item) => StoredTurn.parse(item)));
    next = LastEvaluatedKey;
  } while (next);
  return turns;
}

/**
 * Stores a turn once: what was said to the caller is what stands in the transcript.
 * @returns the turn that stands; for a repeat, as when Lex asks twice, that is the first one
 */
export async function storeTurn(call: CallId, n: number, turn: StoredTurn): Promise<StoredTurn> {
  try {
    await db().send(
      new PutCommand({
        TableName: table('CALLS_TABLE'),
        Item: { ...turnItem(call, n), ...turn },
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
    return turn;
  } catch (error) {
    if (!isConditionBroken(error)) throw error;
  }
  const { Item } = await db().send(
    new GetCommand({ TableName: table('CALLS_TABLE'), Key: turnItem(call, n), ConsistentRead: true }),
  );
  return StoredTurn.parse(Item);
}

/** Stores a turn in the place of one that was never spoken. @returns the turn */
export async function replaceTurn(call: CallId, n: number, turn: StoredTurn): Promise<StoredTurn> {
  await db().send(
    new PutCommand({ TableName: table('CALLS_TABLE'), Item: { ...turnItem(call, n), ...turn } }),
  );
  return turn;
}
