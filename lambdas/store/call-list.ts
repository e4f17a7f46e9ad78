import { BatchGetCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { WholeCall } from '../domain/call-view.ts';
import { type Digest, Field } from '../domain/conversation.ts';
import { type AccountId, CallId, type KeyId, callIdsBetween } from '../domain/ids.ts';
import { type Instant, millisOf } from '../domain/time.ts';
import { seenCall } from './calls.ts';
import { callItem, digestItem, transcriptItem, wordsItem } from './items.ts';
import { NamedMap } from './named-map.ts';
import { db, table } from './table.ts';

const Words = z.object({
  objective: z.string(),
  metadata: z.nullable(NamedMap<string>()),
  fields: z.array(Field),
});

const StoredDigest = z.object({
  summary: z.nullable(z.string()),
  extracted: NamedMap<Digest['extracted'][string]>(),
});

/** What the list goes over: calls placed from `from` up to, and not including, `until`, newest first. */
export interface Span {
  readonly from: Instant | null;
  readonly until: Instant | null;
  /** The last call of the page before. */
  readonly after: CallId | null;
}

/** A page of calls, and the last call that was looked at if there are more behind it. */
export interface Page {
  readonly calls: readonly WholeCall[];
  readonly last: CallId | null;
}

/** The page of a span that is none: a table would refuse to look into it. */
const NOTHING: Page = { calls: [], last: null };

/** Of one call three items stand side by side: row, words, digest. */
const ITEMS_PER_CALL = 3;
/** The most keys that one BatchGetItem takes. */
const MOST_KEYS = 100;

/** One call with its words and, once it has ended, its transcript. */
export async function readWholeCall(
  account: AccountId,
  id: CallId,
): Promise<(WholeCall & { transcript: string | null }) | undefined> {
  const [{ Items = [] }, { Item }] = await Promise.all([
    db().send(
      new QueryCommand({
        TableName: table('CALLS_TABLE'),
        KeyConditionExpression: 'pk = :account AND begins_with(sk, :call)',
        ExpressionAttributeValues: {
          ':account': callItem(account, id).pk,
          ':call': callItem(account, id).sk,
        },
        ConsistentRead: true,
      }),
    ),
    db().send(
      new GetCommand({ TableName: table('CALLS_TABLE'), Key: transcriptItem(id), ConsistentRead: true }),
    ),
  ]);
  const [whole] = gather(Items);
  const transcript: unknown = Item?.['transcript'];
  return whole && { ...whole, transcript: typeof transcript === 'string' ? transcript : null };
}

/** An account's calls: one query. */
export async function listOfAccount(account: AccountId, span: Span, limit: number): Promise<Page> {
  const { first, beyond } = bounds(span);
  if (first > beyond) return NOTHING;
  const { Items = [], LastEvaluatedKey } = await db().send(
    new QueryCommand({
      TableName: table('CALLS_TABLE'),
      KeyConditionExpression: 'pk = :account AND sk BETWEEN :first AND :beyond',
      ExpressionAttributeValues: {
        ':account': callItem(account, NO_CALL).pk,
        ':first': first,
        ':beyond': beyond,
      },
      ScanIndexForward: false,
      // One item more tells whether a call is behind them.
      Limit: limit * ITEMS_PER_CALL + 1,
    }),
  );
  // Going backwards, a call's row comes after its words: a call that the page cuts through has no row in it.
  const all = gather(Items);
  const calls = all.slice(0, limit);
  const more = LastEvaluatedKey !== undefined || all.length > limit;
  return { calls, last: more ? (calls.at(-1)?.call.callId ?? span.after) : null };
}

/** The calls that a key has placed: one query for their ids, and one read of up to 33 calls. */
export async function listOfKey(account: AccountId, key: KeyId, span: Span, limit: number): Promise<Page> {
  const { first, beyond } = bounds(span);
  if (first > beyond) return NOTHING;
  const { Items = [], LastEvaluatedKey } = await db().send(
    new QueryCommand({
      TableName: table('CALLS_TABLE'),
      IndexName: 'byKey',
      KeyConditionExpression: 'keyId = :key AND sk BETWEEN :first AND :beyond',
      ExpressionAttributeValues: { ':key': key, ':first': first, ':beyond': beyond },
      ScanIndexForward: false,
      Limit: limit + 1,
    }),
  );
  const all = Items.map(({ sk }) => CallId.parse(String(sk).slice(2)));
  const ids = all.slice(0, limit);
  const keys = ids.flatMap((id) => [callItem(account, id), wordsItem(account, id), digestItem(account, id)]);
  const chunks = Array.from({ length: Math.ceil(keys.length / MOST_KEYS) }, (_, i) =>
    keys.slice(i * MOST_KEYS, (i + 1) * MOST_KEYS),
  );
  const items = (await Promise.all(chunks.map(readAll))).flat();
  const more = LastEvaluatedKey !== undefined || all.length > limit;
  return { calls: gather(items), last: more ? (ids.at(-1) ?? null) : null };
}

async function readAll(keys: readonly { pk: string; sk: string }[]): Promise<Record<string, unknown>[]> {
  const TableName = table('CALLS_TABLE');
  const items: Record<string, unknown>[] = [];
  for (let left = [...keys]; left.length > 0;) {
    const { Responses, UnprocessedKeys } = await db().send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: left } } }),
    );
    items.push(...(Responses?.[TableName] ?? []));
    left = (UnprocessedKeys?.[TableName]?.Keys ?? []) as typeof left;
  }
  return items;
}

const NO_CALL = CallId.parse('00000000-0000-0000-0000-000000000000');
/** The last instant whose milliseconds fit into a UUIDv7. */
const END_OF_TIME = 2 ** 48 - 1;

/** Both ends of the sort keys in a span. BETWEEN holds its ends, but no call is named by a time alone. */
function bounds({ from, until, after }: Span) {
  const { first, beyond } = callIdsBetween(from ? millisOf(from) : 0, until ? millisOf(until) : END_OF_TIME);
  const end = `C#${beyond}`;
  const beforeLast = after && `C#${after}`;
  // What precedes the row of the last call; its words come after the row and were seen with it.
  return { first: `C#${first}`, beyond: beforeLast && beforeLast < end ? justBefore(beforeLast) : end };
}

/** The greatest text of hex digits that is less than `id`, so that BETWEEN leaves `id` itself out. */
const justBefore = (id: string) => {
  const last = id.slice(-1);
  return `${id.slice(0, -1)}${String.fromCharCode(last.charCodeAt(0) - 1)}~`;
};

/** Rows with their words and digests, newest first. */
function gather(items: readonly Record<string, unknown>[]): WholeCall[] {
  const byKey = new Map(items.map((item) => [String(item['sk']), item]));
  return [...byKey.keys()]
    .filter((sk) => sk.length === `C#${NO_CALL}`.length)
    .sort()
    .reverse()
    .map((sk) => {
      const [row, words, digest] = [byKey.get(sk), byKey.get(`${sk}#words`), byKey.get(`${sk}#digest`)];
      return {
        call: seenCall(row ?? {}).call,
        words: words ? Words.parse(words) : null,
        digest: digest ? StoredDigest.parse(digest) : null,
      };
    });
}
