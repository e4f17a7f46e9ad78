import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { readCall } from '../../lambdas/store/calls.ts';
import { placeCall, wouldPlaceCall } from '../../lambdas/store/placement.ts';
import { readReceipt } from '../../lambdas/store/receipts.ts';
import { ACCOUNT_ID, OTHER_ACCOUNT_ID, aNumber, at, instant } from '../makers.ts';
import { aNewKey, aPlacement, outcomeOf } from './placements.ts';
import { allItems, itemsOf, onEmptyTables, watchRequests } from './tables.ts';

onEmptyTables();

const ROUTE = 'POST /v1/agent/calls';
const conflict = () =>
  new TransactionCanceledException({
    message: 'cancelled',
    $metadata: {},
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
  });
const rows = async () => (await itemsOf('CALLS_TABLE')).filter(({ call }) => call !== undefined);

test('the same key gets the first answer, and nothing is stored', async () => {
  const first = aPlacement({ idempotencyKey: 'k1' });
  await placeCall(first);
  const before = await allItems();

  expect(await placeCall(aPlacement({ idempotencyKey: 'k1' }))).toEqual({
    fingerprint: 'first body',
    answer: `{"callId":"${first.call.callId}","status":"queued"}`,
    at: '2026-03-02T12:00:00.000Z',
  });

  expect(await allItems()).toEqual(before);
});

test('another body under the same key gets the first one’s fingerprint to be told by, and nothing is stored', async () => {
  await placeCall(aPlacement({ idempotencyKey: 'k1' }));
  const before = await allItems();
  const other = aPlacement({
    idempotencyKey: 'k1',
    fingerprint: 'other body',
    call: { to: aNumber('+14155550102') },
  });
  expect(await placeCall(other)).toMatchObject({ fingerprint: 'first body' });
  expect(await allItems()).toEqual(before);
});

test('of twenty requests at once under one key, one places a call and all get its answer', async () => {
  const key = aNewKey();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => placeCall(aPlacement({ key, idempotencyKey: 'k1' }))),
  );
  const [row, ...others] = await rows();
  expect(others).toEqual([]);
  const told = answers.filter((answer) => answer !== undefined);
  expect(told).toHaveLength(19);
  expect(new Set(told.map(({ answer }) => answer))).toEqual(
    new Set([`{"callId":"${String(row?.['sk']).slice(2)}","status":"queued"}`]),
  );
});

test('a dry run tells of a call that was placed under its key, and takes no key for itself', async () => {
  expect(await outcomeOf(wouldPlaceCall(aPlacement({ idempotencyKey: 'k1' })))).toBe('placed');
  expect(await outcomeOf(placeCall(aPlacement({ idempotencyKey: 'k1' })))).toBe('placed');
  expect(await outcomeOf(wouldPlaceCall(aPlacement({ idempotencyKey: 'k1' })))).toBe('replayed');
});

test('two accounts may use one key, and one account it for two routes', async () => {
  await placeCall(aPlacement({ idempotencyKey: 'k1' }));
  const other = aPlacement({ idempotencyKey: 'k1', call: { accountId: OTHER_ACCOUNT_ID } });
  expect(await outcomeOf(placeCall(other))).toBe('placed');
  expect(await readReceipt(ACCOUNT_ID, 'POST /v1/number-orders', 'k1', at('12:00:01'))).toBeUndefined();
});

test('a refused request leaves its key free', async () => {
  const refused = aPlacement({ idempotencyKey: 'k1', limits: { minutes: 0 } });
  expect(await outcomeOf(placeCall(refused))).toBe('over_minute_cap');
  expect(await outcomeOf(placeCall(aPlacement({ idempotencyKey: 'k1' })))).toBe('placed');
});

test('a call that was placed is told so, whatever would refuse it by now', async () => {
  const first = aPlacement({ idempotencyKey: 'k1', limits: { minutes: 2, callsPerRecipientPerDay: 1 } });
  await placeCall(first);
  const again = aPlacement({ idempotencyKey: 'k1', limits: { minutes: 0, callsPerRecipientPerDay: 0 } });
  expect(await outcomeOf(placeCall(again))).toBe('replayed');
});

test('a key tells of its first answer for 24 hours, and is free then though its row remains', async () => {
  await placeCall(aPlacement({ idempotencyKey: 'k1' }));
  const placedAt = (time: string) => aPlacement({ idempotencyKey: 'k1', call: { createdAt: instant(time) } });

  const lastMoment = '2026-03-03T11:59:59.999Z';
  expect(await readReceipt(ACCOUNT_ID, ROUTE, 'k1', instant(lastMoment))).toBeDefined();
  expect(await outcomeOf(placeCall(placedAt(lastMoment)))).toBe('replayed');

  const after = '2026-03-03T12:00:00.000Z';
  expect(await readReceipt(ACCOUNT_ID, ROUTE, 'k1', instant(after))).toBeUndefined();
  expect(await outcomeOf(placeCall(placedAt(after)))).toBe('placed');
  expect(await rows()).toHaveLength(2);
  expect(await readReceipt(ACCOUNT_ID, ROUTE, 'k1', instant(after))).toMatchObject({ at: after });
});

test('a conflict with another transaction is tried again and never told as a duplicate', async () => {
  const { failNext, sent } = watchRequests();
  failNext('TransactWriteItems', { answered: conflict() });
  expect(await outcomeOf(placeCall(aPlacement({ idempotencyKey: 'k1' })))).toBe('placed');
  expect(sent).toEqual(['TransactWriteItems', 'TransactWriteItems']);
});

test.each([
  { idempotencyKey: 'k1', token: 'idempotency_in_progress' },
  { idempotencyKey: undefined, token: 'store_error' },
])(
  'conflicts that outlast all tries are told as $token (Idempotency-Key: $idempotencyKey)',
  async ({ idempotencyKey, token }) => {
    const { failNext } = watchRequests();
    for (let tries = 1; tries <= 6; tries++) failNext('TransactWriteItems', { answered: conflict() });
    const placement = aPlacement(idempotencyKey === undefined ? {} : { idempotencyKey });
    expect(await outcomeOf(placeCall(placement))).toBe(token);
    expect(await allItems()).toEqual([]);
  },
);

test('an answer that was lost is found in the row', async () => {
  const { failNext } = watchRequests();
  failNext('TransactWriteItems', 'lost_after');
  const placement = aPlacement();
  expect(await outcomeOf(placeCall(placement))).toBe('placed');
  expect(await readCall(ACCOUNT_ID, placement.call.callId)).toBeDefined();
});

test('a request that was lost is told as such, and the same key places the call', async () => {
  const { failNext } = watchRequests();
  failNext('TransactWriteItems', 'lost_before');
  expect(await outcomeOf(placeCall(aPlacement({ idempotencyKey: 'k1' })))).toBe('store_error');
  expect(await outcomeOf(placeCall(aPlacement({ idempotencyKey: 'k1' })))).toBe('placed');
});

test('where nobody knows, the same key tells what happened', async () => {
  const { failNext } = watchRequests();
  failNext('TransactWriteItems', 'lost_after');
  failNext('GetItem', 'lost_before');
  expect(await outcomeOf(placeCall(aPlacement({ idempotencyKey: 'k1' })))).toBe('store_error');
  expect(await outcomeOf(placeCall(aPlacement({ idempotencyKey: 'k1' })))).toBe('replayed');
  expect(await rows()).toHaveLength(1);
});
