import * as z from 'zod/mini';
import { AssistantId, E164, OrderId } from '../domain/ids.ts';
import { ORDER_STATUSES, OrderError } from '../domain/number-order.ts';
import { Instant } from '../domain/time.ts';
import { named, told } from './description.ts';

const OrderStatus = told(
  z.enum(ORDER_STATUSES),
  'A pending order ends by itself, usually within a minute: `live` with its number, or `failed`.',
);

/** An order that was just placed. */
export const PlacedOrderAnswer = named(
  'PlacedNumberOrder',
  z.object({ orderId: OrderId, status: OrderStatus }),
  'An order that was placed.',
);

/** An order for a number, as its account sees it. */
export const NumberOrderAnswer = named(
  'NumberOrder',
  z.object({
    orderId: OrderId,
    status: OrderStatus,
    areaId: told(z.nullable(z.string()), 'The area that was asked for; null if a number was.'),
    nickname: z.nullable(z.string()),
    inboundAssistantId: told(
      z.nullable(AssistantId),
      'As ordered. Null: the default assistant of the account answers, if it has one.',
    ),
    outboundAssistantId: z.nullable(AssistantId),
    number: told(
      z.nullable(E164),
      'The number once it is live; before that only one that the order named itself.',
    ),
    error: told(
      z.nullable(OrderError),
      'Why it failed. `area_unavailable`: no number of the area was to be had; `number_unavailable`: somebody else has it; `provider_failed`: the carrier did not sell one.',
    ),
    createdAt: Instant,
  }),
  'An order for a number.',
);
export type NumberOrderAnswer = z.infer<typeof NumberOrderAnswer>;

/** A page of orders. */
export const NumberOrdersAnswer = named(
  'NumberOrders',
  z.object({
    orders: z.array(NumberOrderAnswer),
    nextCursor: told(z.nullable(z.string()), 'Continues the list. Null, and only null, is the end.'),
  }),
  'A page of orders, newest first.',
);
