import { afterAnswer } from '../../lambdas/domain/call-end.ts';
import { conclude } from '../../lambdas/domain/call-life.ts';
import type { CallId } from '../../lambdas/domain/ids.ts';
import { plusSeconds } from '../../lambdas/domain/time.ts';
import {
  type Page,
  type Span,
  listOfAccount,
  listOfKey,
  readWholeCall,
} from '../../lambdas/store/call-list.ts';
import { endCall, storeTranscript } from '../../lambdas/store/ending.ts';
import { ACCOUNT_ID, CALL_ID, NOON, OTHER_ACCOUNT_ID, aCallId, at, instant } from '../makers.ts';
import { aNewKey, aStoredCall, aStoredLiveCall } from './placements.ts';
import { onEmptyTables, watchRequests } from './tables.ts';

onEmptyTables();

const ALL: Span = { from: null, until: null, after: null };
const idsOf = ({ calls }: Page) => calls.map(({ call }) => call.callId);

/** Calls a second apart from noon on, by one key; each third has ended and has a digest. Newest first. */
async function calls(count: number, key = aNewKey()): Promise<CallId[]> {
  const ids: CallId[] = [];
  for (let i = 0; i < count; i++) {
    const seen = await aStoredCall({ key, call: { createdAt: plusSeconds(NOON, i) } });
    ids.unshift(seen.call.callId);
    if (i % 3 !== 0) continue;
    const live = await aStoredLiveCall(seen, at('13:00:00'));
    const ended = conclude(live.call, afterAnswer('agent_hangup', at('14:00:00')), { stepSec: 60 });
    await endCall(ended, { summary: `Call ${i}`, extracted: {} }, live);
  }
  return ids;
}

/** Follows the cursor to the end; answers the ids page by page. */
async function pages(list: (span: Span) => Promise<Page>, span = ALL): Promise<CallId[][]> {
  const page = await list(span);
  const rest = page.last === null ? [] : await pages(list, { ...span, after: page.last });
  return [idsOf(page), ...rest];
}

test('a call is read with its words, and with its digest and transcript once it has ended', async () => {
  const seen = await aStoredCall({ call: { callId: CALL_ID } });
  expect(await readWholeCall(ACCOUNT_ID, CALL_ID)).toEqual({
    call: seen.call,
    words: { objective: 'Book a table', metadata: { order: '17' }, fields: [] },
    digest: null,
    transcript: null,
  });

  const live = await aStoredLiveCall(seen, at('12:00:10'));
  await storeTranscript(CALL_ID, 'agent: Hello');
  const ended = conclude(live.call, afterAnswer('agent_hangup', at('12:00:40')), { stepSec: 60 });
  await endCall(ended, { summary: 'Booked.', extracted: {} }, live);
  expect(await readWholeCall(ACCOUNT_ID, CALL_ID)).toMatchObject({
    call: ended,
    digest: { summary: 'Booked.', extracted: {} },
    transcript: 'agent: Hello',
  });
});

test('a call of another account is as unknown as one that nobody has', async () => {
  await aStoredCall({ call: { callId: CALL_ID } });
  expect(await readWholeCall(OTHER_ACCOUNT_ID, CALL_ID)).toBeUndefined();
  expect(await readWholeCall(ACCOUNT_ID, aCallId())).toBeUndefined();
  expect(idsOf(await listOfAccount(OTHER_ACCOUNT_ID, ALL, 20))).toEqual([]);
});

test.each([1, 2, 3, 4, 7, 20])('pages of %i hold each call once, newest first', async (limit) => {
  const key = aNewKey();
  const ids = await calls(7, key);
  const ofAccount = await pages((span) => listOfAccount(ACCOUNT_ID, span, limit));
  const ofKey = await pages((span) => listOfKey(ACCOUNT_ID, key.id, span, limit));
  expect(ofAccount.flat()).toEqual(ids);
  expect(ofKey.flat()).toEqual(ids);
  for (const page of [...ofAccount, ...ofKey]) expect(page.length).toBeLessThanOrEqual(limit);
});

test('a call in a list has its words and digest', async () => {
  await calls(1);
  const { calls: listed } = await listOfAccount(ACCOUNT_ID, ALL, 20);
  expect(listed).toMatchObject([
    { call: { status: 'completed' }, words: { objective: 'Book a table' }, digest: { summary: 'Call 0' } },
  ]);
});

test('a page of an account costs one request, one of a key two', async () => {
  const key = aNewKey();
  await calls(4, key);
  const { sent } = watchRequests();
  await listOfAccount(ACCOUNT_ID, ALL, 20);
  await listOfKey(ACCOUNT_ID, key.id, ALL, 20);
  expect(sent).toEqual(['Query', 'Query', 'BatchGetItem']);
});

test('a page that ends with the last call is the last page, however full it is', async () => {
  const key = aNewKey();
  await calls(4, key);
  for (const list of [
    (limit: number) => listOfAccount(ACCOUNT_ID, ALL, limit),
    (limit: number) => listOfKey(ACCOUNT_ID, key.id, ALL, limit),
  ]) {
    expect((await list(4)).last).toBeNull();
    expect((await list(3)).last).not.toBeNull();
  }
});

test('a hundred calls of a key are read in one page', async () => {
  const key = aNewKey();
  const ids: CallId[] = [];
  for (let i = 0; i < 100; i++) {
    ids.unshift((await aStoredCall({ key, call: { createdAt: plusSeconds(NOON, i) } })).call.callId);
  }
  expect(idsOf(await listOfKey(ACCOUNT_ID, key.id, ALL, 100))).toEqual(ids);
  expect(idsOf(await listOfAccount(ACCOUNT_ID, ALL, 100))).toEqual(ids);
});

test('a key sees what it has placed, and nothing else of its account', async () => {
  const [mine, other] = [aNewKey(), aNewKey()];
  const ids = await calls(2, mine);
  await calls(2, other);
  expect(idsOf(await listOfKey(ACCOUNT_ID, mine.id, ALL, 20))).toEqual(ids);
  expect(idsOf(await listOfKey(ACCOUNT_ID, aNewKey().id, ALL, 20))).toEqual([]);
});

test.each([
  { from: '12:00:01', until: '12:00:03', placed: ['12:00:02', '12:00:01'], why: 'its start and not its end' },
  {
    from: '12:00:01.001',
    until: '12:00:03.001',
    placed: ['12:00:03', '12:00:02'],
    why: 'to the millisecond',
  },
  { from: '12:00:03', until: null, placed: ['12:00:04', '12:00:03'], why: 'no end' },
  { from: null, until: '12:00:01', placed: ['12:00:00'], why: 'no start' },
  { from: '12:00:05', until: null, placed: [], why: 'after all of them' },
  { from: '12:00:03', until: '12:00:03', placed: [], why: 'no time at all' },
])('the span from $from until $until holds $placed: $why', async ({ from, until, placed }) => {
  const key = aNewKey();
  await calls(5, key);
  const span = { ...ALL, from: from === null ? null : at(from), until: until === null ? null : at(until) };
  const listed = [
    await listOfAccount(ACCOUNT_ID, span, 20),
    await listOfKey(ACCOUNT_ID, key.id, span, 20),
  ].map((page) => page.calls.map(({ call }) => call.createdAt));
  expect(listed).toEqual([placed.map(at), placed.map(at)]);
});

test('a cursor goes on within its span', async () => {
  const key = aNewKey();
  const ids = await calls(6, key);
  const span = { ...ALL, from: at('12:00:01'), until: at('12:00:05') };
  expect(await pages((page) => listOfAccount(ACCOUNT_ID, page, 2), span)).toEqual([
    ids.slice(1, 3),
    ids.slice(3, 5),
  ]);
  expect((await pages((page) => listOfKey(ACCOUNT_ID, key.id, page, 2), span)).flat()).toEqual(
    ids.slice(1, 5),
  );
});

test('a cursor that lies beyond the span does not widen it', async () => {
  const ids = await calls(3);
  const span = { ...ALL, until: at('12:00:01'), after: ids[0] ?? null };
  expect(idsOf(await listOfAccount(ACCOUNT_ID, span, 20))).toEqual(ids.slice(2));
});

test.each('0123456789abcdef'.split(''))(
  'a cursor whose last digit is %s leaves out its own call and no other',
  async (digit) => {
    const prefix = '019cae6b-6600-7000-8000-00000000';
    const ids = ['0000', `00${digit}0`, `000${digit}`, `0${digit}00`, 'ffff', 'fff0', '00ff']
      .map((tail) => prefix + tail)
      .filter((id, i, all) => all.indexOf(id) === i)
      .sort()
      .reverse() as CallId[];
    for (const callId of ids) await aStoredCall({ call: { callId } });
    for (const [i, after] of ids.entries()) {
      const page = await listOfAccount(ACCOUNT_ID, { ...ALL, after }, 20);
      expect(idsOf(page)).toEqual(ids.slice(i + 1));
      expect(page.calls.filter(({ words }) => words === null)).toEqual([]);
    }
  },
);

test('calls placed while somebody turns the pages do not move them', async () => {
  const ids = await calls(4);
  const first = await listOfAccount(ACCOUNT_ID, ALL, 2);
  await aStoredCall({ call: { createdAt: instant('2026-03-02T15:00:00.000Z') } });
  expect(idsOf(await listOfAccount(ACCOUNT_ID, { ...ALL, after: first.last }, 2))).toEqual(ids.slice(2));
});
