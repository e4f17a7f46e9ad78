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

/** A turn as it is stored: with why the agent then hung up, if it did. */
const StoredTurn = z.extend(Turn, { end: z.nullable(EndReason), at: Instant });
export type StoredTurn = z.infer<typeof StoredTurn>;

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

/** The turns of a call so far, in order. The one at index 0 holds the agent's first words. */
export async function readTurns(call: CallId): Promise<readonly StoredTurn[]> {
  const turns: StoredTurn[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await db().send(
      new QueryCommand({
        TableName: table('CALLS_TABLE'),
        KeyConditionExpression: 'pk = :call AND begins_with(sk, :turn)',
        ExpressionAttributeValues: { ':call': turnItem(call, 0).pk, ':turn': 'TURN#' },
        ConsistentRead: true,
        ...(from && { ExclusiveStartKey: from }),
      }),
    );
    turns.push(...Items.map((item) => StoredTurn.parse(item)));
    from = LastEvaluatedKey;
  } while (from);
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
