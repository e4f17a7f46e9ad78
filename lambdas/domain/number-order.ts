import * as z from 'zod/mini';
import { Country } from './country.ts';
import { AccountId, AssistantId, E164, OrderId, Provider } from './ids.ts';
import { Instant } from './time.ts';

export const ORDER_STATUSES = ['pending', 'live', 'failed'] as const;

/** Why an order ended without a number. */
export const ORDER_ERRORS = ['area_unavailable', 'number_unavailable', 'provider_failed'] as const;
export const OrderError = z.enum(ORDER_ERRORS);
export type OrderError = z.infer<typeof OrderError>;

/** What was asked for: any number of an area, or one that the account was shown. */
const Wish = z.discriminatedUnion('by', [
  z.object({
    by: z.literal('area'),
    areaId: z.string(),
    /** What its numbers begin with, behind the country's calling code. */
    areaCode: z.string(),
  }),
  z.object({ by: z.literal('number'), number: E164 }),
]);

/** The number that an order tries for. Nobody else of ours does. */
const Candidate = z.object({
  number: E164,
  /** The intent: when the carrier was asked for it; null as long as it surely was not. */
  askedAt: z.nullable(Instant),
  /** The carrier's order; null as long as it isn't known whether there is one. */
  carrierOrderId: z.nullable(z.string()),
  /** When the carrier had neither the number nor an order for it, though it had been asked. */
  absentSince: z.nullable(Instant),
  /** Since when the number is the carrier account's. */
  boughtAt: z.nullable(Instant),
});
export type Candidate = z.infer<typeof Candidate>;

const Placed = z.object({
  orderId: OrderId,
  accountId: AccountId,
  provider: Provider,
  country: Country,
  wish: Wish,
  nickname: z.nullable(z.string()),
  inboundAssistantId: z.nullable(AssistantId),
  outboundAssistantId: z.nullable(AssistantId),
  /** The start of the cycle whose orders it counts among. */
  cycle: Instant,
  /** The workflow that has it: an execution of another one leaves it alone. */
  generation: z.int(),
  /** The numbers that others took, or that it isn't known why the carrier didn't sell. */
  lost: z.array(E164),
  createdAt: Instant,
});

const PendingOrder = z.extend(Placed, {
  status: z.literal('pending'),
  candidate: z.nullable(Candidate),
  /** Since when the carrier fails at whatever comes next; null while it doesn't. */
  failingSince: z.nullable(Instant),
});
const LiveOrder = z.extend(Placed, { status: z.literal('live'), number: E164, endedAt: Instant });
const FailedOrder = z.extend(Placed, {
  status: z.literal('failed'),
  error: OrderError,
  /** The number that was bought and couldn't be linked: it is given back. Null when nothing was bought. */
  bought: z.nullable(E164),
  endedAt: Instant,
});

/** An order for a number. */
export const NumberOrder = z.discriminatedUnion('status', [PendingOrder, LiveOrder, FailedOrder]);
export type NumberOrder = z.infer<typeof NumberOrder>;
export type PendingOrder = z.infer<typeof PendingOrder>;
export type LiveOrder = z.infer<typeof LiveOrder>;
export type FailedOrder = z.infer<typeof FailedOrder>;
export type Wish = z.infer<typeof Wish>;

/** What a carrier tells of its own order for one number. `gone`: it knows no such order. */
export type OrderProgress = 'processing' | 'acquired' | 'failed' | 'gone';

/** What a carrier knows of a number that it was asked for, when its answer is unknown. */
export type Found =
  | { readonly what: 'ordered'; readonly carrierOrderId: string }
  | { readonly what: 'acquired' | 'others' | 'absent' };
