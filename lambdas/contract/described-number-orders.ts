import { OrderId } from '../domain/ids.ts';
import { OrderBody } from '../domain/order-request.ts';
import { type RouteDescription, named, told } from './description.ts';
import { PAGE } from './lists.ts';
import { NumberOrderAnswer, NumberOrdersAnswer, PlacedOrderAnswer } from './number-order-answers.ts';
import * as z from 'zod/mini';

const { shape } = OrderBody;

const NewOrder = named(
  'NewNumberOrder',
  z.object({
    areaId: told(shape.areaId, 'An area of `GET /v1/number-areas`: the carrier picks a number there.'),
    number: told(shape.number, 'Instead of an area, where the account may list and pick numbers.'),
    provider: told(shape.provider, 'The carrier that the number was listed of.'),
    nickname: told(shape.nickname, 'What people call the number. A number that was picked needs one.'),
    inboundAssistantId: told(
      shape.inboundAssistantId,
      'Who answers calls to it; without one the default assistant of the account, if it has one.',
    ),
    outboundAssistantId: told(
      shape.outboundAssistantId,
      'Who speaks in calls from it that name no assistant.',
    ),
  } satisfies typeof shape),
  'An order: of any number of an area, or of one number.',
);

const ORDER_ID = '019cae6b-6600-7000-8000-0000000000b1';
const AN_ORDER = {
  orderId: ORDER_ID,
  status: 'live',
  areaId: 'US-510',
  nickname: 'Front desk',
  inboundAssistantId: null,
  outboundAssistantId: null,
  number: '+15105550190',
  error: null,
  createdAt: '2026-03-02T12:00:00.000Z',
};

export const NUMBER_ORDER_ROUTES = {
  'POST /v1/number-orders': {
    id: 'orderNumber',
    tag: 'Numbers',
    summary: 'Order a number',
    description:
      'Answers at once; the order goes on by itself. It takes one of the account’s slots until it has failed, or the number is given back.',
    idempotent: true,
    body: NewOrder,
    examples: {
      byArea: { areaId: 'US-510', nickname: 'Front desk' },
      byNumber: { number: '+15105550190', provider: 'chime', nickname: 'Front desk' },
    },
    answers: {
      202: {
        what: 'The order is placed.',
        body: PlacedOrderAnswer,
        headers: { Location: told(z.string(), 'The path of the order.') },
        example: { orderId: ORDER_ID, status: 'pending' },
      },
    },
    refusals: [
      'idempotency_key_reused',
      'idempotency_in_progress',
      'account_suspended',
      'account_setup_required',
      'invalid_area',
      'invalid_request',
      'provider_not_configured',
      'number_required',
      'invalid_number',
      'nickname_required',
      'registration_required',
      'invalid_assistant',
      'assistant_inactive',
      'provider_mismatch',
      'number_limit_reached',
      'order_limit_reached',
      'number_unavailable',
    ],
  },
  'GET /v1/number-orders': {
    id: 'listNumberOrders',
    tag: 'Numbers',
    summary: 'List the orders of the account, newest first',
    query: PAGE,
    answers: {
      200: { what: 'A page.', body: NumberOrdersAnswer, example: { orders: [AN_ORDER], nextCursor: null } },
    },
    refusals: ['invalid_limit', 'invalid_cursor'],
  },
  'GET /v1/number-orders/{orderId}': {
    id: 'getNumberOrder',
    tag: 'Numbers',
    summary: 'Read an order',
    path: { orderId: told(OrderId, 'The order.') },
    answers: { 200: { what: 'The order.', body: NumberOrderAnswer, example: AN_ORDER } },
    refusals: ['not_found'],
  },
} as const satisfies Readonly<Record<string, RouteDescription>>;
