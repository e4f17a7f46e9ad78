import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import { SLOW_ORDER_SEC, partOf } from './area-parts.ts';
import {
  checked,
  E164,
  isoTime,
  paged,
  pageQuery,
  PhoneNumberName,
  PhoneNumberType,
  ProductType,
} from './fields.ts';
import type { Inventory } from './inventory.ts';
import type { Operate, OperationName } from './operation.ts';
import type { Pool } from './pool.ts';
import { badRequest, notFound, Refusal } from './refusal.ts';

/** An order for numbers. Instants are milliseconds since 1970. */
export const OrderRow = z.object({
  id: z.string(),
  name: z.string().optional(),
  productType: ProductType,
  numbers: z.array(
    z.object({
      number: z.string(),
      country: z.string(),
      type: PhoneNumberType,
      status: z.enum(['Processing', 'Acquired', 'Failed']),
    }),
  ),
  status: z.enum(['Processing', 'Successful', 'Partial', 'Failed']),
  createdAt: z.number(),
  updatedAt: z.number(),
  readyAt: z.number(),
});
export type OrderRow = z.infer<typeof OrderRow>;

/** An order as the books show it. */
export interface OrderRecord {
  readonly orderId: string;
  readonly name: string | null;
  readonly productType: string;
  readonly status: OrderRow['status'];
  readonly numbers: readonly { readonly number: string; readonly status: string }[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

type Operations = Record<
  Extract<
    OperationName,
    | 'SearchAvailablePhoneNumbers'
    | 'CreatePhoneNumberOrder'
    | 'GetPhoneNumberOrder'
    | 'ListPhoneNumberOrders'
    | 'ListSupportedPhoneNumberCountries'
  >,
  Operate
>;

/** What can be bought, and what is being bought. */
export interface Orders {
  readonly operations: Operations;
  /** Somebody else takes `number`: it is not offered any more, and an order for it that is under way fails. */
  takeAway(number: string): void;
  rows(): readonly OrderRow[];
  records(): readonly OrderRecord[];
  takenAway(): readonly string[];
  replace(rows: readonly OrderRow[], takenAway: readonly string[]): void;
  /** Ends the orders whose time has come: their numbers enter the inventory. */
  settle(): void;
}

export interface OrdersOptions {
  readonly clock: Clock;
  readonly inventory: Inventory;
  readonly pool: Pool;
  readonly mostNumbers: number;
  /** How long an order is `Processing`. */
  readonly orderSec: number;
}

const SearchQuery = z.object({
  ...pageQuery(500),
  'area-code': z.string().optional(),
  city: z.string().optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  state: z.string().optional(),
  'toll-free-prefix': z
    .string()
    .regex(/^8(00|33|44|55|66|77|88)$/)
    .optional(),
  'phone-number-type': PhoneNumberType.optional(),
});

const OrderBody = z.object({
  ProductType,
  E164PhoneNumbers: z.array(E164).min(1),
  Name: PhoneNumberName.optional(),
});

const OrderId = z.string().regex(/^[a-fA-F0-9]{8}(-[a-fA-F0-9]{4}){3}-[a-fA-F0-9]{12}$/);

/**
 * The countries in which the carrier sells numbers for SIP media applications. Those that want papers can't be ordered
 * by API: a search there finds nothing. Source: administrator guide, "Phone number requirements by country".
 */
const COUNTRIES = {
  US: ['Local', 'TollFree'],
  CA: ['Local'],
  GB: ['Local', 'TollFree'],
  NZ: ['Local', 'TollFree'],
  AU: ['Local', 'TollFree'],
  AT: ['Local', 'TollFree'],
  CH: ['Local', 'TollFree'],
  DE: ['Local', 'TollFree'],
  DK: ['Local', 'TollFree'],
  FI: ['Local', 'TollFree'],
  IE: ['Local', 'TollFree'],
  IT: ['Local', 'TollFree'],
  KR: ['TollFree'],
  NG: ['Local'],
  SE: ['Local', 'TollFree'],
};

export function createOrders({ clock, inventory, pool, mostNumbers, orderSec }: OrdersOptions): Orders {
  let orders = new Map<string, OrderRow>();
  let gone = new Set<string>();

  const underWay = () =>
    [...orders.values()].filter(({ status }) => status === 'Processing').flatMap(({ numbers }) => numbers);
  const isFree = (number: string) =>
    !gone.has(number) && !inventory.has(number) && !underWay().some((each) => each.number === number);

  const operations: Operations = {
    SearchAvailablePhoneNumbers({ query }) {
      const wanted = checked(SearchQuery, query);
      const prefix = wanted['toll-free-prefix'];
      const type = wanted['phone-number-type'] ?? (prefix === undefined ? undefined : 'TollFree');
      const { country = 'US', state, city } = wanted;
      const areaCode = prefix ?? wanted['area-code'];
      if (country === 'US' && areaCode === undefined && state === undefined && type !== 'TollFree') {
        throw badRequest('In the US search by area code, by state, by state and city, or toll-free.');
      }
      if (country !== 'US' && type === undefined) {
        throw badRequest('Outside the US a search names the phone-number-type.');
      }
      const taken = new Set([...gone, ...underWay().map(({ number }) => number)]);
      const found = pool
        .search({ type: type ?? 'Local', country, state, city, areaCode })
        .filter((number) => !taken.has(number) && !inventory.has(number) && partOf(number) !== 'sold_out');
      const { page, next } = paged(found, wanted);
      return { status: 200, body: { E164PhoneNumbers: page, ...next } };
    },

    CreatePhoneNumberOrder({ body }) {
      const wanted = checked(OrderBody, body);
      const numbers = [...new Set(wanted.E164PhoneNumbers)].map((number) => {
        const offered = isFree(number) ? pool.find(number) : undefined;
        if (!offered || partOf(number) === 'taken') throw badRequest(`${number} is not available.`);
        if (offered.country !== 'US' && wanted.ProductType === 'VoiceConnector') {
          throw badRequest('A number outside the US must be of product type SipMediaApplicationDialIn.');
        }
        return { ...offered, status: 'Processing' as const };
      });
      if (inventory.size() + underWay().length + numbers.length > mostNumbers) {
        throw new Refusal('ResourceLimitExceededException', `The account may have ${mostNumbers} numbers.`);
      }
      const now = clock.now();
      const order: OrderRow = {
        id: randomUUID(),
        ...(wanted.Name && { name: wanted.Name }),
        productType: wanted.ProductType,
        numbers,
        status: 'Processing',
        createdAt: now,
        updatedAt: now,
        readyAt: now + 1_000 * (numbers.some(isSlow) ? SLOW_ORDER_SEC : orderSec),
      };
      orders.set(order.id, order);
      return { status: 201, body: { PhoneNumberOrder: shown(order) } };
    },

    GetPhoneNumberOrder({ ids: [id] }) {
      const order = orders.get(checked(OrderId, id));
      if (!order) throw notFound(`No phone number order ${id ?? ''}.`);
      return { status: 200, body: { PhoneNumberOrder: shown(order) } };
    },

    ListPhoneNumberOrders({ query }) {
      const { page, next } = paged([...orders.values()].reverse(), checked(z.object(pageQuery(100)), query));
      return { status: 200, body: { PhoneNumberOrders: page.map(shown), ...next } };
    },

    ListSupportedPhoneNumberCountries({ query }) {
      const wanted = checked(z.object({ 'product-type': ProductType }), query)['product-type'];
      const countries = Object.entries(COUNTRIES)
        .filter(([country]) => wanted === 'SipMediaApplicationDialIn' || country === 'US')
        .map(([CountryCode, SupportedPhoneNumberTypes]) => ({ CountryCode, SupportedPhoneNumberTypes }));
      return { status: 200, body: { PhoneNumberCountries: countries } };
    },
  };

  const isSlow = ({ number }: { readonly number: string }) => partOf(number) === 'slow';
  const isLost = (number: string) => gone.has(number) || partOf(number) === 'failing';
  const fill = (order: OrderRow) => {
    const numbers = order.numbers.map((each) => ({
      ...each,
      status: isLost(each.number) ? ('Failed' as const) : ('Acquired' as const),
    }));
    const acquired = numbers.filter(({ status }) => status === 'Acquired');
    const status =
      acquired.length === numbers.length ? 'Successful' : acquired.length === 0 ? 'Failed' : 'Partial';
    orders.set(order.id, { ...order, numbers, status, updatedAt: order.readyAt });
    for (const { number, country, type } of acquired) {
      inventory.add({
        number,
        country,
        type,
        productType: order.productType,
        ...(order.name !== undefined && { name: order.name }),
        orderId: order.id,
        createdAt: order.readyAt,
        updatedAt: order.readyAt,
      });
    }
  };

  return {
    operations,
    takeAway: (number) => void gone.add(number),
    rows: () => [...orders.values()],
    records: () =>
      [...orders.values()].map(({ id, name, productType, status, numbers, createdAt, updatedAt }) => ({
        orderId: id,
        name: name ?? null,
        productType,
        status,
        numbers: numbers.map((each) => ({ number: each.number, status: each.status })),
        createdAt: isoTime(createdAt),
        updatedAt: isoTime(updatedAt),
      })),
    takenAway: () => [...gone],
    replace(rows, takenAway) {
      orders = new Map(rows.map((row) => [row.id, row]));
      gone = new Set(takenAway);
    },
    settle() {
      for (const order of orders.values()) {
        if (order.status === 'Processing' && clock.now() >= order.readyAt) fill(order);
      }
    },
  };
}

const shown = (order: OrderRow) => ({
  PhoneNumberOrderId: order.id,
  ProductType: order.productType,
  Status: order.status,
  OrderType: 'New',
  OrderedPhoneNumbers: order.numbers.map(({ number, status }) => ({
    E164PhoneNumber: number,
    Status: status,
  })),
  CreatedTimestamp: isoTime(order.createdAt),
  UpdatedTimestamp: isoTime(order.updatedAt),
});
