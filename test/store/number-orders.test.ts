import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '../../lambdas/domain/errors.ts';
import { OrderId, ReleaseId } from '../../lambdas/domain/ids.ts';
import type { NumberOrder, PendingOrder } from '../../lambdas/domain/number-order.ts';
import {
  afterProgress,
  candidateLost,
  chosen,
  intended,
  live,
  ordered,
  placed,
  soldOut,
  unlinked,
} from '../../lambdas/domain/number-order-life.ts';
import { askedRelease } from '../../lambdas/domain/number-release.ts';
import { heldItem, orderItem, ordersPlacedItem } from '../../lambdas/store/items.ts';
import {
  type SeenOrder,
  chooseCandidate,
  failOrder,
  goLive,
  listOrders,
  readOrder,
  saveOrder,
  takeOrder,
} from '../../lambdas/store/number-orders.ts';
import { readRelease } from '../../lambdas/store/number-releases.ts';
import { numbersOf, readNumber, slotsUsed, takeNumber } from '../../lambdas/store/numbers.ts';
import {
  ACCOUNT_ID,
  ASSISTANT_ID,
  NOON,
  ORDER_ID,
  OTHER_ACCOUNT_ID,
  aNumber,
  anOrder,
  anOwnedNumber,
  at,
} from '../makers.ts';
import { allItems, itemAt, itemsOf, onEmptyTables, watchRequests } from './tables.ts';

onEmptyTables();

const NUMBER = aNumber('+15105550001');
const OTHER = aNumber('+15105550002');
const LIMITS = { included: 3, ordersPerCycle: 6 };
const DUE = at('12:01:00');
const another = () => OrderId.parse(uuidv7({ msecs: Date.parse(NOON) }));
const everything = async () => [...(await allItems()), ...(await itemsOf('NUMBERS_TABLE'))];

/** An order for a number that the account named. */
const aListedOrder = (changes: Partial<PendingOrder> = {}): PendingOrder =>
  placed({ ...anOrder(), wish: { by: 'number', number: NUMBER }, nickname: 'Front desk', ...changes });

const take = (order = anOrder(), limits: Partial<typeof LIMITS> = {}) =>
  takeOrder(order, { ...LIMITS, ...limits }, DUE, undefined);

async function outcomeOf(taking: Promise<unknown>): Promise<string> {
  try {
    await taking;
    return 'taken';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.token;
  }
}

/** An order as it is in the table. @throws Error if it has ended */
async function pending(orderId = ORDER_ID): Promise<SeenOrder<PendingOrder>> {
  const seen = await readOrder(ACCOUNT_ID, orderId);
  if (seen?.order.status !== 'pending') throw new Error('no pending order');
  return { ...seen, order: seen.order };
}
const going = (order: NumberOrder): PendingOrder => {
  if (order.status !== 'pending') throw new Error('no pending order');
  return order;
};
const placedThisCycle = async () =>
  (await itemAt('ACCOUNTS_TABLE', ordersPlacedItem(ACCOUNT_ID, anOrder().cycle)))?.['orders'];

/** An order that was taken, and whose candidate the carrier sold us. */
async function bought(order = anOrder()): Promise<SeenOrder<PendingOrder>> {
  await take(order);
  const seen = order.candidate ? await pending() : await chooseCandidate(await pending(), NUMBER, DUE);
  if (!seen) throw new Error('somebody has the number');
  const taken = ordered(intended(seen.order, at('12:00:01')), 'order-1');
  return saveOrder(going(afterProgress(taken, 'acquired', at('12:00:06'))), seen, DUE);
}

test('an order stands there with its slot, its place in the cycle and the instant it falls due', async () => {
  await take();
  expect(await readOrder(ACCOUNT_ID, ORDER_ID)).toEqual({ order: anOrder(), version: 1 });
  expect(await itemAt('NUMBERS_TABLE', orderItem(ACCOUNT_ID, ORDER_ID))).toMatchObject({ due: DUE });
  expect(await slotsUsed(ACCOUNT_ID)).toBe(1);
  expect(await placedThisCycle()).toBe(1);
});

test('twenty orders at once and five slots: five are taken', async () => {
  const orders = Array.from({ length: 20 }, () => anOrder({ orderId: another() }));
  const outcomes = await Promise.all(
    orders.map((order) => outcomeOf(take(order, { included: 5, ordersPerCycle: 10 }))),
  );
  expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(5);
  expect(outcomes.filter((outcome) => outcome === 'number_limit_reached')).toHaveLength(15);
  expect(await slotsUsed(ACCOUNT_ID)).toBe(5);
  expect(await placedThisCycle()).toBe(5);
});

test('a full plan comes before a full cycle, and that before a number that somebody has', async () => {
  await takeNumber(anOwnedNumber({ number: NUMBER, accountId: OTHER_ACCOUNT_ID, status: 'pending' }), 3);
  const order = aListedOrder();
  const before = await everything();
  expect(await outcomeOf(take(order, { included: 0, ordersPerCycle: 0 }))).toBe('number_limit_reached');
  expect(await outcomeOf(take(order, { ordersPerCycle: 0 }))).toBe('order_limit_reached');
  expect(await outcomeOf(take(order))).toBe('number_unavailable');
  expect(await everything()).toEqual(before);
});

test('the answer to an earlier order under the same key comes before all of that', async () => {
  const receipt = { fingerprint: 'f', answer: '{}', at: NOON, route: 'POST /v1/number-orders' };
  const keyed = (order: PendingOrder, limits = LIMITS) =>
    takeOrder(order, limits, DUE, { ...receipt, idempotencyKey: 'k' });
  expect(await keyed(anOrder())).toBeUndefined();
  const before = await everything();
  expect(await keyed(anOrder({ orderId: another() }), { included: 0, ordersPerCycle: 0 })).toMatchObject({
    fingerprint: 'f',
    answer: '{}',
  });
  expect(await everything()).toEqual(before);
});

test('an order whose answer was lost is taken once', async () => {
  await take();
  expect(await outcomeOf(take())).toBe('taken');
  expect(await slotsUsed(ACCOUNT_ID)).toBe(1);
});

test('what the table does not tell is told as such', async () => {
  const { failNext } = watchRequests();
  failNext('TransactWriteItems', 'lost_before');
  failNext('TransactWrite', 'lost_before');
  expect(await outcomeOf(take())).toBe('store_error');
});

test('a number that the account named is its own from the start, and nobody else’s', async () => {
  await take(aListedOrder());
  expect(await readNumber(NUMBER)).toMatchObject({
    status: 'pending',
    orderedByArea: false,
    nickname: 'Front desk',
  });
  expect((await numbersOf(ACCOUNT_ID)).map(({ number }) => number)).toEqual([NUMBER]);
  expect(await outcomeOf(take(aListedOrder({ orderId: another() })))).toBe('number_unavailable');
});

test('a candidate is held for its order and shown to nobody', async () => {
  await take();
  const seen = await chooseCandidate(await pending(), NUMBER, DUE);
  expect(seen?.order).toEqual(chosen(anOrder(), NUMBER));
  expect(await readNumber(NUMBER)).toMatchObject({
    status: 'pending',
    orderedByArea: true,
    orderId: ORDER_ID,
  });
  expect(await numbersOf(ACCOUNT_ID)).toEqual([]);
  expect(await itemAt('NUMBERS_TABLE', heldItem(NUMBER))).toBeDefined();
});

test('of two orders that want one number, one gets it', async () => {
  const orders = [anOrder(), anOrder({ orderId: another() })];
  await Promise.all(orders.map((order) => take(order)));
  const outcomes = await Promise.all(
    orders.map(async ({ orderId }) => chooseCandidate(await pending(orderId), NUMBER, DUE)),
  );
  expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(1);
});

test('a candidate that was lost is nobody’s again, and the next one is held', async () => {
  await take();
  const first = await chooseCandidate(await pending(), NUMBER, DUE);
  if (!first) throw new Error('somebody has the number');
  const seen = await saveOrder(going(candidateLost(first.order, 'taken', NOON)), first, DUE);
  await chooseCandidate(seen, OTHER, DUE);
  expect(await readNumber(NUMBER)).toMatchObject({ status: 'failed' });
  expect(await readNumber(OTHER)).toMatchObject({ status: 'pending' });
  expect(await itemAt('NUMBERS_TABLE', heldItem(NUMBER))).toBeUndefined();
  await take(anOrder({ orderId: another(), accountId: OTHER_ACCOUNT_ID }));
});

test('an order that fails gives back its slot and its place, once, and owes nothing more', async () => {
  await take();
  const seen = await chooseCandidate(await pending(), NUMBER, DUE);
  if (!seen) throw new Error('somebody has the number');
  const failed = soldOut(seen.order, at('12:00:05'));
  await failOrder(failed, seen);
  await expect(failOrder(failed, seen)).rejects.toThrow('somebody else saved the order');
  expect(await slotsUsed(ACCOUNT_ID)).toBe(0);
  expect(await placedThisCycle()).toBe(0);
  expect(await readNumber(NUMBER)).toMatchObject({ status: 'failed' });
  const row = await itemAt('NUMBERS_TABLE', orderItem(ACCOUNT_ID, ORDER_ID));
  expect(row).toMatchObject({ order: { status: 'failed', error: 'area_unavailable' } });
  expect(row).not.toHaveProperty('due');
});

test('a number that was bought for an order that fails is handed to its release, and the order counts', async () => {
  const seen = await bought();
  const failed = unlinked(seen.order, at('13:00:06'));
  if (failed.status !== 'failed') throw new Error('it should have failed');
  const releaseId = ReleaseId.parse(ORDER_ID);
  const release = { releaseId, accountId: ACCOUNT_ID, number: NUMBER, provider: 'chime' } as const;
  await failOrder(failed, seen, askedRelease(release, failed.endedAt, failed.endedAt));
  expect(await readRelease(ACCOUNT_ID, releaseId)).toMatchObject({
    release: { status: 'waiting', number: NUMBER, releaseAt: '2026-03-02T13:00:06.000Z' },
  });
  expect(await readNumber(NUMBER)).toMatchObject({ status: 'releasing', releaseId });
  expect(await numbersOf(ACCOUNT_ID)).toEqual([]);
  expect(await slotsUsed(ACCOUNT_ID)).toBe(0);
  expect(await placedThisCycle()).toBe(1);
});

test.each([
  ['by area', anOrder({ nickname: 'Front desk' }), at('12:00:07')],
  ['for a number', aListedOrder(), aListedOrder().createdAt],
])('an order %s goes live: the number is the account’s, as it was ordered', async (_, order, createdAt) => {
  const seen = await bought(order);
  const ended = live(seen.order, at('12:00:07'));
  if (ended.status !== 'live') throw new Error('it should be live');
  const linked = { inboundAssistantId: ASSISTANT_ID, outboundAssistantId: null, carrierLinkId: 'rule-1' };
  await goLive(ended, seen, linked);
  await expect(goLive(ended, seen, linked)).rejects.toThrow('somebody else saved the order');
  expect(await numbersOf(ACCOUNT_ID)).toEqual([
    anOwnedNumber({
      number: NUMBER,
      nickname: 'Front desk',
      createdAt,
      inboundAssistantId: ASSISTANT_ID,
      orderId: ORDER_ID,
      orderedByArea: order.wish.by === 'area',
    }),
  ]);
  expect(await slotsUsed(ACCOUNT_ID)).toBe(1);
  const row = await itemAt('NUMBERS_TABLE', orderItem(ACCOUNT_ID, ORDER_ID));
  expect(row).toMatchObject({ order: { status: 'live', number: NUMBER } });
  expect(row).not.toHaveProperty('due');
});

test('whoever saves an order that somebody else saved has lost the race', async () => {
  await take();
  const seen = await pending();
  await saveOrder(seen.order, seen, DUE);
  await expect(saveOrder(seen.order, seen, DUE)).rejects.toThrow('somebody else saved the order');
  await expect(chooseCandidate(seen, NUMBER, DUE)).rejects.toThrow('somebody else saved the order');
});

test('the orders of an account come newest first, a query a page', async () => {
  const orders = [0, 1, 2].map((minute) =>
    anOrder({ orderId: OrderId.parse(uuidv7({ msecs: Date.parse(NOON) + minute * 60_000 })) }),
  );
  for (const order of orders) await take(order);
  await take(anOrder({ accountId: OTHER_ACCOUNT_ID }));
  const [first, second, third] = orders.map(({ orderId }) => orderId);
  const { sent } = watchRequests();
  const page = await listOrders(ACCOUNT_ID, 2);
  expect(page.orders.map(({ orderId }) => orderId)).toEqual([third, second]);
  expect(page.last).toBe(second);
  expect(await listOrders(ACCOUNT_ID, 2, page.last)).toMatchObject({ orders: [{ orderId: first }] });
  expect((await listOrders(ACCOUNT_ID, 2, page.last)).last).toBeUndefined();
  expect((await listOrders(ACCOUNT_ID, 3)).last).toBeUndefined();
  expect(sent).toEqual(['Query', 'Query', 'Query', 'Query']);
});
