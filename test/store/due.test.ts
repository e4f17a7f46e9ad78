import { OrderId, ReleaseId } from '../../lambdas/domain/ids.ts';
import { instantAt, plusSeconds } from '../../lambdas/domain/time.ts';
import { placeItem, readCall, saveCall } from '../../lambdas/store/calls.ts';
import { moveDue, overdue as dueUntil } from '../../lambdas/store/due.ts';
import { dueShardOf, orderItem, releaseItem } from '../../lambdas/store/items.ts';
import { type NumberWork, raiseGeneration } from '../../lambdas/store/number-workflows.ts';
import { transact } from '../../lambdas/store/transact.ts';
import { ACCOUNT_ID, NOON, OTHER_ACCOUNT_ID, aCallId, aQueuedCall, at } from '../makers.ts';
import { aStoredCall } from './placements.ts';
import { itemAt, onEmptyTables, putItem, watchRequests } from './tables.ts';

onEmptyTables();

const ORDER_ID = OrderId.parse('01956a2c-0000-7000-8000-0000000000a1');
const RELEASE_ID = ReleaseId.parse('01956a2c-0000-7000-8000-0000000000b2');
const anOrder = { kind: 'order', accountId: ACCOUNT_ID, id: ORDER_ID } as const;
const aRelease = { kind: 'release', accountId: OTHER_ACCOUNT_ID, id: RELEASE_ID } as const;

/** A row of the numbers table that is led to its end, as far as the sweep reads it. */
async function aRowOf(work: NumberWork, due: string) {
  const { accountId, id } = work;
  const key = work.kind === 'order' ? orderItem(accountId, work.id) : releaseItem(accountId, work.id);
  const row = { [work.kind]: { generation: 1 }, version: 1, due: at(due), dueShard: dueShardOf(id) };
  await putItem('NUMBERS_TABLE', key, row);
}

const overdue = (now: string) =>
  Array.fromAsync(dueUntil(at(now)), (due) => ('callId' in due ? due.callId : due.id));

test('the overdue calls of all accounts come oldest first, and no others', async () => {
  const later = await aStoredCall({ call: { createdAt: at('12:00:20') } });
  const early = await aStoredCall({ call: { createdAt: at('12:00:10'), accountId: OTHER_ACCOUNT_ID } });
  await aStoredCall({ call: { createdAt: NOON, notBefore: at('15:00:00') } });
  expect(await overdue('12:01:09.999')).toEqual([]);
  expect(await overdue('12:01:10')).toEqual([early.call.callId]);
  expect(await overdue('12:30:00')).toEqual([early.call.callId, later.call.callId]);
});

test('more than a page of overdue calls are all found, for a request a hundred', async () => {
  const calls = Array.from({ length: 230 }, (_, i) =>
    aQueuedCall({ callId: aCallId(), createdAt: instantAt(Date.parse(NOON) + i) }),
  );
  for (let i = 0; i < calls.length; i += 50) {
    await transact(Object.fromEntries(calls.slice(i, i + 50).map((call) => [call.callId, placeItem(call)])));
  }
  const { sent } = watchRequests();
  expect(await overdue('13:00:00')).toEqual(calls.map(({ callId }) => callId));
  // And one that finds no numbers.
  expect(sent).toEqual(['Query', 'Query', 'Query', 'Query']);
});

test('what is not due costs the sweep one request a table, however much there is', async () => {
  await aStoredCall();
  await aStoredCall();
  const { sent } = watchRequests();
  expect(await overdue('12:00:30')).toEqual([]);
  expect(sent).toEqual(['Query', 'Query']);
});

test('of two sweeps that move a call on, the first goes on with it', async () => {
  const seen = await aStoredCall();
  const moved = await moveDue(seen, at('12:06:00'));
  expect(moved).toMatchObject({ due: '2026-03-02T12:06:00.000Z', version: 1 });
  expect(await moveDue(seen, at('12:06:30'))).toBeUndefined();
  expect(await overdue('12:05:59')).toEqual([]);
  expect(await overdue('12:06:00')).toEqual([seen.call.callId]);
});

test('of twenty sweeps at once, one moves a call on', async () => {
  const seen = await aStoredCall();
  const moves = await Promise.all(
    Array.from({ length: 20 }, (_, i) => moveDue(seen, plusSeconds(NOON, 300 + i))),
  );
  expect(moves.filter((moved) => moved !== undefined)).toHaveLength(1);
});

test('a call that somebody saved meanwhile is not moved', async () => {
  const seen = await aStoredCall();
  await saveCall(seen.call, seen);
  expect(await moveDue(seen, at('12:06:00'))).toBeUndefined();
  expect(await readCall(ACCOUNT_ID, seen.call.callId)).toMatchObject({ due: seen.due });
});

test('a call that owes nothing is not moved', async () => {
  const seen = await aStoredCall();
  expect(await moveDue({ ...seen, due: null }, at('12:06:00'))).toBeUndefined();
});

test('whoever saves a call that was moved on sees it moved', async () => {
  const seen = await aStoredCall();
  const moved = await moveDue(seen, at('12:00:30'));
  if (!moved) throw new Error('it was not moved');
  expect(await saveCall(seen.call, moved)).toMatchObject({ due: '2026-03-02T12:00:30.000Z' });
});

test('orders and releases fall due beside calls, and are told by their kind', async () => {
  await aRowOf(anOrder, '12:05:00');
  await aRowOf(aRelease, '12:04:00');
  expect(await Array.fromAsync(dueUntil(at('12:03:59')))).toEqual([]);
  expect(await Array.fromAsync(dueUntil(at('12:05:00')))).toEqual([
    { ...aRelease, due: at('12:04:00') },
    { ...anOrder, due: at('12:05:00') },
  ]);
});

test('of twenty sweeps that take an order from its execution, one starts the next generation', async () => {
  await aRowOf(anOrder, '12:05:00');
  const raised = await Promise.all(
    Array.from({ length: 20 }, () => raiseGeneration(anOrder, at('12:05:00'), at('12:10:00'))),
  );
  expect(raised.filter((generation) => generation !== undefined)).toEqual([2]);
  expect(await itemAt('NUMBERS_TABLE', orderItem(ACCOUNT_ID, ORDER_ID))).toMatchObject({
    order: { generation: 2 },
    version: 2,
    due: '2026-03-02T12:10:00.000Z',
  });
});

test('an order that is due no more is left to its execution', async () => {
  await aRowOf(anOrder, '12:05:00');
  expect(await raiseGeneration(anOrder, at('12:04:00'), at('12:10:00'))).toBeUndefined();
  expect(await raiseGeneration(aRelease, at('12:04:00'), at('12:10:00'))).toBeUndefined();
});
