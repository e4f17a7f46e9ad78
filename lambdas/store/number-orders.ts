import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { LostRace, Refusal } from '../domain/errors.ts';
import { type AccountId, type AssistantId, type E164, OrderId } from '../domain/ids.ts';
import { type FailedOrder, type LiveOrder, NumberOrder, type PendingOrder } from '../domain/number-order.ts';
import { chosen } from '../domain/number-order-life.ts';
import type { WaitingRelease } from '../domain/number-release.ts';
import type { Instant } from '../domain/time.ts';
import { orderItem, ordersPlacedItem, slotsItem } from './items.ts';
import { counted, isItsOwn, letGo, numberOf, putOrder, takeNumber } from './number-order-items.ts';
import { openRelease } from './number-releases.ts';
import { numberRow } from './numbers.ts';
import { type NewReceipt, Receipt, receiptItem } from './receipts.ts';
import { db, table } from './table.ts';
import { type Broken, type TransactItem, transact } from './transact.ts';

/** An order as it was read: the version tells whether somebody saved since. */
export interface SeenOrder<O extends NumberOrder = NumberOrder> {
  readonly order: O;
  readonly version: number;
}

/** What is allowed to an account that orders. */
export interface OrderLimits {
  /** Numbers that it may have. */
  readonly included: number;
  /** Orders that it may place in a cycle. */
  readonly ordersPerCycle: number;
}

/** An order as it is now; undefined if the account has no such order. */
export async function readOrder(account: AccountId, id: OrderId): Promise<SeenOrder | undefined> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('NUMBERS_TABLE'), Key: orderItem(account, id), ConsistentRead: true }),
  );
  return Item && { order: NumberOrder.parse(Item['order']), version: Number(Item['version']) };
}

/** A page of an account's orders, newest first. `after` continues behind an order; `last` is undefined on the last page. */
export async function listOrders(account: AccountId, limit: number, after?: OrderId) {
  const { Items = [], LastEvaluatedKey } = await db().send(
    new QueryCommand({
      TableName: table('NUMBERS_TABLE'),
      KeyConditionExpression: 'pk = :account AND begins_with(sk, :orders)',
      ExpressionAttributeValues: { ':account': `A#${account}`, ':orders': 'ORDER#' },
      ScanIndexForward: false,
      Limit: limit + 1,
      ...(after && { ExclusiveStartKey: orderItem(account, after) }),
    }),
  );
  const orders = Items.slice(0, limit).map((item) => NumberOrder.parse(item['order']));
  return { orders, last: LastEvaluatedKey || Items.length > limit ? orders.at(-1)?.orderId : undefined };
}

/**
 * Stores a new order with its slot, its place among the cycle's orders, its receipt and the instant it falls due, and
 * takes the number that it names: all or nothing.
 * @returns the receipt of an earlier request under the same Idempotency-Key, and then nothing is stored
 * @throws Refusal `number_limit_reached`, `order_limit_reached`, `number_unavailable`, `idempotency_in_progress` when
 * others with the same Idempotency-Key are in the way, `store_error`
 */
export async function takeOrder(
  order: PendingOrder,
  { included, ordersPerCycle }: OrderLimits,
  due: Instant,
  receipt: NewReceipt | undefined,
): Promise<Receipt | undefined> {
  const broken = await write(order, receipt, {
    receipt: receipt && receiptItem(order.accountId, receipt),
    order: putOrder(order, 0, due),
    slot: counted(slotsItem(order.accountId), 'used', included),
    count: counted(ordersPlacedItem(order.accountId, order.cycle), 'orders', ordersPerCycle),
    ...(order.candidate && takeNumber(order, order.candidate.number)),
  });
  const [first] = broken;
  switch (first?.label) {
    case undefined:
    // It is there already: the request was carried out and its answer lost.
    case 'order':
      return undefined;
    case 'receipt':
      return Receipt.parse(first.seen);
    case 'slot':
      throw new Refusal(
        'number_limit_reached',
        `The account has, or is getting, as many numbers as it may have (${included}); give one back, or ask the operator for more.`,
      );
    case 'count':
      throw new Refusal(
        'order_limit_reached',
        `The account has placed its ${ordersPerCycle} orders of this cycle; order again in the next one.`,
      );
    case 'number':
    case 'held':
      throw new Refusal('number_unavailable', 'number: is not available any more; search again.');
  }
}

/**
 * Tries for a number of the order's area, unless an account has it or is getting it.
 * @returns the order as it is then; undefined if somebody has the number
 * @throws LostRace when somebody saved first
 */
export async function chooseCandidate(
  seen: SeenOrder<PendingOrder>,
  number: E164,
  due: Instant,
): Promise<SeenOrder<PendingOrder> | undefined> {
  const order = chosen(seen.order, number);
  const broken = await transact({
    order: putOrder(order, seen.version, due),
    ...takeNumber(order, number),
  });
  if (broken[0]?.label === 'number') return undefined;
  mustHold(broken);
  return { order, version: seen.version + 1 };
}

/**
 * Stores what an order has come to; a candidate that it had and has no more is nobody's again, in the same transaction.
 * @throws LostRace when somebody saved first
 */
export async function saveOrder(
  order: PendingOrder,
  seen: SeenOrder<PendingOrder>,
  due: Instant,
): Promise<SeenOrder<PendingOrder>> {
  const before = seen.order.candidate;
  const isLost = before && before.number !== order.candidate?.number;
  const broken = await transact({
    order: putOrder(order, seen.version, due),
    ...(isLost && letGo(order, before.number)),
  });
  mustHold(broken);
  return { order, version: seen.version + 1 };
}

/**
 * Ends an order that got no number, once: its slot is free, it counts no more among the cycle's orders, and nobody has
 * its candidate. If a number was bought for it, `release` takes that down, and the order counts.
 * @throws LostRace when somebody saved first
 */
export async function failOrder(
  order: FailedOrder,
  seen: SeenOrder<PendingOrder>,
  release?: WaitingRelease,
): Promise<void> {
  const candidate = seen.order.candidate?.number;
  const broken = await transact({
    order: putOrder(order, seen.version),
    slot: counted(slotsItem(order.accountId), 'used'),
    ...(release
      ? openRelease(order.orderId, release)
      : {
          count: counted(ordersPlacedItem(order.accountId, order.cycle), 'orders'),
          ...(candidate && letGo(order, candidate)),
        }),
  });
  mustHold(broken);
}

/** Who answers a number that goes live, who calls from it, and by what the carrier leads calls to us. */
export interface GoingLive {
  readonly inboundAssistantId: AssistantId | null;
  readonly outboundAssistantId: AssistantId | null;
  readonly carrierLinkId: string;
}

/**
 * Ends an order with its number: from now on the number is the account's, and may be called from.
 * @throws LostRace when somebody saved first
 */
export async function goLive(
  order: LiveOrder,
  seen: SeenOrder<PendingOrder>,
  linked: GoingLive,
): Promise<void> {
  const broken = await transact({
    order: putOrder(order, seen.version),
    number: {
      Put: {
        TableName: table('NUMBERS_TABLE'),
        Item: numberRow({
          ...numberOf(order, order.number, 'live'),
          ...linked,
          // A listed number is shown from the order on; one that was ordered by area only now.
          createdAt: order.wish.by === 'area' ? order.endedAt : order.createdAt,
        }),
        ...isItsOwn(order),
      },
    },
  });
  mustHold(broken);
}

type Label = 'order' | 'slot' | 'count' | 'number' | 'held' | 'release';

function mustHold(broken: readonly Broken<Label>[]): void {
  const [first] = broken;
  if (first?.label === 'order') throw new LostRace('somebody else saved the order');
  if (first) throw new Error(`the ${first.label} of an order is not as the order has it`);
}

async function write<L extends string>(
  { accountId, orderId }: PendingOrder,
  receipt: NewReceipt | undefined,
  items: Partial<Record<L, TransactItem | undefined>>,
): Promise<readonly Broken<L>[]> {
  try {
    return await transact(items);
  } catch (error) {
    if (error instanceof LostRace && receipt)
      throw new Refusal(
        'idempotency_in_progress',
        'Other requests are in the way; try again with the same Idempotency-Key.',
      );
    // The table did not answer, the SDK's repeats under one token included: only the row can tell.
    if (await readOrder(accountId, orderId).catch(() => undefined)) return [];
    throw new Refusal(
      'store_error',
      'The order could not be stored; try again with the same Idempotency-Key.',
      1,
    );
  }
}
