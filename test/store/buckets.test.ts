import { optedOut } from '../../lambdas/domain/do-not-call.ts';
import { changeDoNotCall } from '../../lambdas/store/do-not-call.ts';
import { bucketItem } from '../../lambdas/store/items.ts';
import { placeCall } from '../../lambdas/store/placement.ts';
import { ACCOUNT_ID, NOON, aNumber, at } from '../makers.ts';
import { aNewKey, aPlacement, outcomeOf } from './placements.ts';
import { deleteItem, itemAt, onEmptyTables, putItem, watchRequests } from './tables.ts';

onEmptyTables();

const noon = Date.parse('2026-03-02T12:00:00.000Z') * 1000;
const ms = 1_000;
const place = (key = aNewKey(), createdAt = NOON) =>
  outcomeOf(placeCall(aPlacement({ key, call: { createdAt } })));

test('a key places a minute’s worth of calls at once, and is told how long to wait for the next', async () => {
  const key = aNewKey({ callsPerMinute: 10 });
  for (let i = 0; i < 10; i++) expect(await place(key)).toBe('placed');

  await expect(placeCall(aPlacement({ key }))).rejects.toMatchObject({
    token: 'rate_limited',
    retryAfterSec: 6,
  });
  expect(await place(key, at('12:00:05.999'))).toBe('rate_limited');
  expect(await place(key, at('12:00:06'))).toBe('placed');
  expect(await place(key, at('12:00:06'))).toBe('rate_limited');
  expect(await place(key, at('12:00:12'))).toBe('placed');
});

test('each call is one request, whether its bucket is full or in use', async () => {
  const key = aNewKey({ callsPerMinute: 10 });
  const { sent } = watchRequests();
  await place(key);
  await place(key);
  await place(key, at('12:30:00'));
  expect(sent).toEqual(['TransactWriteItems', 'TransactWriteItems', 'TransactWriteItems']);
  expect(await itemAt('ACCOUNTS_TABLE', bucketItem(key.id))).toMatchObject({ fullAt: noon + 1_806_000 * ms });
});

test('a key whose bucket is known to be empty is refused from memory, but for one look at the do-not-call list', async () => {
  const key = aNewKey({ callsPerMinute: 2 });
  const call = { to: aNumber('+14155550111') };
  await place(key);
  await place(key);
  const { sent } = watchRequests();
  for (let i = 0; i < 100; i++)
    expect(await outcomeOf(placeCall(aPlacement({ key, call })))).toBe('rate_limited');
  expect(sent).toEqual(['GetItem']);
});

test('who is not to be called is told so first, even by a key whose bucket is known to be empty', async () => {
  const key = aNewKey({ callsPerMinute: 1 });
  const to = aNumber('+14155550112');
  await changeDoNotCall(ACCOUNT_ID, to, (before) => optedOut(before, to, NOON));
  await place(key);
  expect(await outcomeOf(placeCall(aPlacement({ key, call: { to } })))).toBe('do_not_call');
});

test('a bucket that another function has emptied is asked once, and from memory after that', async () => {
  const key = aNewKey({ callsPerMinute: 2 });
  await putItem('ACCOUNTS_TABLE', bucketItem(key.id), { fullAt: noon + 60_000 * ms });
  const { sent } = watchRequests();
  for (let i = 0; i < 10; i++) expect(await place(key)).toBe('rate_limited');
  expect(sent.filter((operation) => operation === 'TransactWriteItems')).toHaveLength(1);
});

test('a bucket that another function has used is used on', async () => {
  const key = aNewKey({ callsPerMinute: 3 });
  await putItem('ACCOUNTS_TABLE', bucketItem(key.id), { fullAt: noon + 20_000 * ms });
  expect([await place(key), await place(key), await place(key)]).toEqual([
    'placed',
    'placed',
    'rate_limited',
  ]);
  expect(await itemAt('ACCOUNTS_TABLE', bucketItem(key.id))).toMatchObject({ fullAt: noon + 60_000 * ms });
});

test('a bucket that is remembered as in use and is none by now is full', async () => {
  const key = aNewKey({ callsPerMinute: 3 });
  await place(key);
  await deleteItem('ACCOUNTS_TABLE', bucketItem(key.id));
  expect(await place(key)).toBe('placed');
  expect(await itemAt('ACCOUNTS_TABLE', bucketItem(key.id))).toMatchObject({ fullAt: noon + 20_000 * ms });
});

test.each([
  { ofKey: null, ofAccount: 3, placed: 3, why: "the account's" },
  { ofKey: 2, ofAccount: 3, placed: 2, why: 'its own' },
  { ofKey: 9, ofAccount: 3, placed: 3, why: "at most the account's" },
])("a key's rate is $placed a minute: $why", async ({ ofKey, ofAccount, placed }) => {
  const key = aNewKey({ callsPerMinute: ofKey });
  const outcomes = [];
  for (let i = 0; i < 5; i++) {
    outcomes.push(await outcomeOf(placeCall(aPlacement({ key, limits: { callsPerMinute: ofAccount } }))));
  }
  expect(outcomes.filter((outcome) => outcome === 'placed')).toHaveLength(placed);
});

test('keys of one account have a bucket each', async () => {
  const [one, other] = [aNewKey({ callsPerMinute: 1 }), aNewKey({ callsPerMinute: 1 })];
  expect([await place(one), await place(one), await place(other)]).toEqual([
    'placed',
    'rate_limited',
    'placed',
  ]);
});

test('of twenty calls at once by a key that may place ten, ten are placed', async () => {
  const key = aNewKey({ callsPerMinute: 10 });
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => place(key)));
  expect(outcomes.filter((outcome) => outcome === 'placed')).toHaveLength(10);
  expect(outcomes.filter((outcome) => outcome === 'rate_limited')).toHaveLength(10);
});

/** Places calls at one instant, one more than the rate; answers how many were placed. */
async function burstOf(callsPerMinute: number): Promise<number> {
  const key = aNewKey({ callsPerMinute });
  const outcomes = [];
  for (let i = 0; i <= callsPerMinute; i++) outcomes.push(await place(key));
  return outcomes.filter((outcome) => outcome === 'placed').length;
}

test.each([7, 11, 13, 23])('a rate that does not divide a minute (%i) is kept to the call', async (rate) => {
  expect(await burstOf(rate)).toBe(rate);
});

test.each([9, 17, 19, 29, 31])('a rate of %i calls a minute loses none to rounding', async (rate) => {
  expect(await burstOf(rate)).toBe(rate);
});
