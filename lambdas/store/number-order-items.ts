import { NO_CALL_HANDLING } from '../domain/account.ts';
import type { E164 } from '../domain/ids.ts';
import type { OwnedNumber } from '../domain/number.ts';
import type { FailedOrder, NumberOrder, PendingOrder } from '../domain/number-order.ts';
import type { Instant } from '../domain/time.ts';
import { type ItemKey, dueShardOf, heldItem, orderItem } from './items.ts';
import { heldPut } from './books.ts';
import { numberRow } from './numbers.ts';
import { table } from './table.ts';
import { type TransactItem, atMost } from './transact.ts';

/**
 * The write of an order, as long as nobody saved since it was read.
 * @param seenVersion 0 for a new one
 * @param due none for an order that has ended
 */
export const putOrder = (order: NumberOrder, seenVersion: number, due?: Instant): TransactItem => ({
  Put: {
    TableName: table('NUMBERS_TABLE'),
    Item: {
      ...orderItem(order.accountId, order.orderId),
      version: seenVersion + 1,
      order,
      ...(due && { due, dueShard: dueShardOf(order.orderId) }),
    },
    ...(seenVersion === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'version = :seen', ExpressionAttributeValues: { ':seen': seenVersion } }),
  },
});

/** One more of a counter, up to `most`; without it, one less. */
export const counted = (Key: ItemKey, counter: string, most?: number): TransactItem => ({
  Update: {
    TableName: table('ACCOUNTS_TABLE'),
    Key: { ...Key },
    UpdateExpression: `ADD ${counter} :change`,
    ...(most === undefined
      ? { ExpressionAttributeValues: { ':change': -1 } }
      : {
          ConditionExpression: atMost(counter, most - 1),
          ExpressionAttributeValues: { ':change': 1, ':most': most - 1 },
        }),
  },
});

/** Takes a number for an order: nobody may have it. One that was released, or whose order failed, is nobody's again. */
export const takeNumber = (order: PendingOrder, number: E164) => ({
  number: {
    Put: {
      TableName: table('NUMBERS_TABLE'),
      Item: numberRow(numberOf(order, number, 'pending')),
      ConditionExpression: 'attribute_not_exists(pk) OR #number.#status IN (:released, :failed)',
      ExpressionAttributeNames: { '#number': 'number', '#status': 'status' },
      ExpressionAttributeValues: { ':released': 'released', ':failed': 'failed' },
    },
  },
  held: heldPut(number),
});

/** The other way round: the number is nobody's. */
export const letGo = (order: PendingOrder | FailedOrder, number: E164) => ({
  number: {
    Put: {
      TableName: table('NUMBERS_TABLE'),
      Item: numberRow(numberOf(order, number, 'failed')),
      ...isItsOwn(order),
    },
  },
  held: { Delete: { TableName: table('NUMBERS_TABLE'), Key: heldItem(number) } },
});

/** The number is still what this order tries for. */
export const isItsOwn = ({ orderId }: NumberOrder) => ({
  ConditionExpression: '#number.orderId = :order AND #number.#status = :pending',
  ExpressionAttributeNames: { '#number': 'number', '#status': 'status' },
  ExpressionAttributeValues: { ':order': orderId, ':pending': 'pending' },
});

/** The row of a number as its order has it. */
export const numberOf = (
  order: NumberOrder,
  number: E164,
  status: 'pending' | 'live' | 'failed',
): OwnedNumber => ({
  number,
  accountId: order.accountId,
  provider: order.provider,
  country: order.country,
  nickname: order.nickname,
  status,
  inboundAssistantId: order.inboundAssistantId,
  outboundAssistantId: order.outboundAssistantId,
  callHandling: NO_CALL_HANDLING,
  releaseAt: null,
  createdAt: order.createdAt,
  carrierLinkId: null,
  orderId: order.orderId,
  orderedByArea: order.wish.by === 'area',
  releaseId: null,
  missingSince: null,
});
