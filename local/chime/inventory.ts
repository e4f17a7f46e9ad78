import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import {
  checked,
  isoTime,
  NonEmpty,
  paged,
  pageQuery,
  PhoneNumberName,
  PhoneNumberType,
  ProductType,
} from './fields.ts';
import type { Operate, OperationName } from './operation.ts';
import { badRequest, notFound, Refusal } from './refusal.ts';

const DAY_MS = 24 * 3_600_000;
/** A deleted number waits so long before it goes back to the pool. Source: administrator guide, "Deleting phone numbers". */
const DELETION_QUEUE_MS = 7 * DAY_MS;
/** A calling name takes up to so long, and can't be changed again sooner than after a week. Source: administrator guide, "Setting outbound calling names". */
const CALLING_NAME_MS = 3 * DAY_MS;
const CALLING_NAME_PAUSE_MS = 7 * DAY_MS;

/** A number of the account. Instants are milliseconds since 1970. */
export const NumberRow = z.object({
  number: z.string(),
  country: z.string(),
  type: PhoneNumberType,
  productType: ProductType,
  name: z.string().optional(),
  orderId: z.string().optional(),
  callingName: z.object({ text: z.string(), at: z.number() }).optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** When it leaves the deletion queue; undefined when it is not in it. */
  deletionAt: z.number().optional(),
});
export type NumberRow = z.infer<typeof NumberRow>;

/** A number as the books show it. Instants are ISO 8601. */
export interface NumberRecord {
  readonly number: string;
  readonly status: 'Unassigned' | 'Assigned' | 'ReleaseInProgress';
  readonly country: string;
  readonly type: string;
  readonly productType: string;
  readonly name: string | null;
  readonly ruleId: string | null;
  readonly orderId: string | null;
  readonly createdAt: string;
  /** When it goes back to the pool. */
  readonly deletionAt: string | null;
}

/** A SIP rule that names a number. */
export interface Association {
  readonly ruleId: string;
  readonly at: number;
}

type Operations = Record<
  Extract<
    OperationName,
    'GetPhoneNumber' | 'ListPhoneNumbers' | 'UpdatePhoneNumber' | 'DeletePhoneNumber' | 'RestorePhoneNumber'
  >,
  Operate
>;

/** The numbers of the account, from their acquisition to the end of the deletion queue. */
export interface Inventory {
  readonly operations: Operations;
  add(row: NumberRow): void;
  has(number: string): boolean;
  /** The number if it may be used: ours, and not in the deletion queue. */
  usable(number: string): NumberRow | undefined;
  /** How many numbers count against the quota. */
  size(): number;
  rows(): readonly NumberRow[];
  records(): readonly NumberRecord[];
  replace(rows: readonly NumberRow[]): void;
  /** Lets go of what has left the deletion queue. */
  settle(): void;
}

export interface InventoryOptions {
  readonly clock: Clock;
  readonly account: string;
  readonly region: string;
  readonly mostNumbers: number;
  readonly associationOf: (number: string) => Association | undefined;
}

const ListQuery = z.object({
  ...pageQuery(100),
  status: z.string().optional(),
  'product-type': ProductType.optional(),
  'filter-name': z.enum(['VoiceConnectorId', 'VoiceConnectorGroupId', 'SipRuleId']).optional(),
  'filter-value': z.string().optional(),
});

const Update = z
  .object({
    ProductType: ProductType.optional(),
    CallingName: z
      .string()
      .regex(/^$|^[a-zA-Z0-9 ]{2,15}$/)
      .optional(),
    Name: PhoneNumberName.optional(),
  })
  .refine((body) => Object.keys(body).length === 1, 'one of ProductType, CallingName and Name, not more');

export function createInventory(options: InventoryOptions): Inventory {
  const { clock, account, region, mostNumbers, associationOf } = options;
  let rows = new Map<string, NumberRow>();

  const statusOf = (row: NumberRow) => {
    if (row.deletionAt !== undefined) return 'ReleaseInProgress';
    return associationOf(row.number) ? 'Assigned' : 'Unassigned';
  };
  const size = () => [...rows.values()].filter((row) => row.deletionAt === undefined).length;

  const rowOf = (id: string | undefined) => {
    const number = numberOf(checked(NonEmpty, id));
    const row = rows.get(number);
    if (!row) throw notFound(`No phone number ${number} in the inventory.`);
    return row;
  };
  const save = (row: NumberRow) => {
    const saved = { ...row, updatedAt: clock.now() };
    rows.set(row.number, saved);
    return saved;
  };

  const shown = (row: NumberRow) => {
    const association = associationOf(row.number);
    const { callingName, deletionAt } = row;
    const named = callingName && clock.now() >= callingName.at + CALLING_NAME_MS;
    return {
      PhoneNumberId: encodeURIComponent(row.number),
      PhoneNumberArn: `arn:aws:chime:${region}:${account}:phone-number/${row.number}`,
      E164PhoneNumber: row.number,
      Country: row.country,
      Type: row.type,
      ProductType: row.productType,
      Status: statusOf(row),
      Capabilities: {
        InboundCall: true,
        OutboundCall: true,
        InboundSMS: false,
        OutboundSMS: false,
        InboundMMS: false,
        OutboundMMS: false,
      },
      Associations: association
        ? [{ Name: 'SipRuleId', Value: association.ruleId, AssociatedTimestamp: isoTime(association.at) }]
        : [],
      ...(callingName && { CallingName: callingName.text }),
      CallingNameStatus: callingName ? (named ? 'UpdateSucceeded' : 'UpdateInProgress') : 'Unassigned',
      CreatedTimestamp: isoTime(row.createdAt),
      UpdatedTimestamp: isoTime(row.updatedAt),
      ...(deletionAt !== undefined && { DeletionTimestamp: isoTime(deletionAt) }),
      ...(row.orderId !== undefined && { OrderId: row.orderId }),
      ...(row.name !== undefined && { Name: row.name }),
    };
  };

  const rename = (row: NumberRow, text: string): NumberRow => {
    if (row.country !== 'US' || row.type !== 'Local') {
      throw badRequest('A calling name is for US numbers that are not toll-free.');
    }
    if (row.callingName && clock.now() < row.callingName.at + CALLING_NAME_PAUSE_MS) {
      throw badRequest('A calling name can be changed once in seven days.');
    }
    return { ...row, callingName: { text, at: clock.now() } };
  };
  const retype = (row: NumberRow, productType: ProductType): NumberRow => {
    if (row.country !== 'US' && productType === 'VoiceConnector') {
      throw badRequest('A number outside the US must be of product type SipMediaApplicationDialIn.');
    }
    if (associationOf(row.number)) {
      throw new Refusal('ConflictException', 'The number is in a SIP rule.', 'PhoneNumberAssociationsExist');
    }
    return { ...row, productType };
  };

  const operations: Operations = {
    GetPhoneNumber: ({ ids: [id] }) => ({ status: 200, body: { PhoneNumber: shown(rowOf(id)) } }),

    ListPhoneNumbers({ query }) {
      const wanted = checked(ListQuery, query);
      if ((wanted['filter-name'] === undefined) !== (wanted['filter-value'] === undefined)) {
        throw badRequest('filter-name and filter-value go together.');
      }
      const found = [...rows.values()]
        .filter((row) => wanted.status === undefined || statusOf(row) === wanted.status)
        .filter((row) => wanted['product-type'] === undefined || row.productType === wanted['product-type'])
        .filter(
          ({ number }) =>
            wanted['filter-name'] === undefined ||
            (wanted['filter-name'] === 'SipRuleId' &&
              associationOf(number)?.ruleId === wanted['filter-value']),
        );
      const { page, next } = paged(found, wanted);
      return { status: 200, body: { PhoneNumbers: page.map(shown), ...next } };
    },

    UpdatePhoneNumber({ ids: [id], body }) {
      const row = rowOf(id);
      const { ProductType: productType, CallingName: callingName, Name: name } = checked(Update, body);
      if (row.deletionAt !== undefined) throw badRequest('The number is in the deletion queue.');
      if (productType !== undefined) return updated(save(retype(row, productType)));
      if (callingName !== undefined) return updated(save(rename(row, callingName)));
      return updated(save({ ...row, ...(name !== undefined && { name }) }));
    },

    DeletePhoneNumber({ ids: [id] }) {
      const row = rowOf(id);
      if (associationOf(row.number)) {
        throw badRequest('The number is in a SIP rule: delete that first.', 'PhoneNumberAssociationsExist');
      }
      if (row.deletionAt !== undefined) throw badRequest('The number is in the deletion queue already.');
      save({ ...row, deletionAt: clock.now() + DELETION_QUEUE_MS });
      return { status: 204 };
    },

    RestorePhoneNumber({ ids: [id] }) {
      const { deletionAt, ...row } = rowOf(id);
      if (deletionAt === undefined) throw badRequest('The number is not in the deletion queue.');
      if (size() >= mostNumbers) {
        throw new Refusal('ResourceLimitExceededException', `The account may have ${mostNumbers} numbers.`);
      }
      return updated(save(row));
    },
  };
  const updated = (row: NumberRow) => ({ status: 200, body: { PhoneNumber: shown(row) } });

  return {
    operations,
    add: (row) => void rows.set(row.number, row),
    has: (number) => rows.has(number),
    usable(number) {
      const row = rows.get(number);
      return row?.deletionAt === undefined ? row : undefined;
    },
    size,
    rows: () => [...rows.values()],
    records: () =>
      [...rows.values()].map((row) => ({
        number: row.number,
        status: statusOf(row),
        country: row.country,
        type: row.type,
        productType: row.productType,
        name: row.name ?? null,
        ruleId: associationOf(row.number)?.ruleId ?? null,
        orderId: row.orderId ?? null,
        createdAt: isoTime(row.createdAt),
        deletionAt: row.deletionAt === undefined ? null : isoTime(row.deletionAt),
      })),
    replace: (given) => void (rows = new Map(given.map((row) => [row.number, row]))),
    settle() {
      for (const { number, deletionAt } of rows.values()) {
        if (deletionAt !== undefined && clock.now() >= deletionAt) rows.delete(number);
      }
    },
  };
}

/** The number that a phone number id means: E.164, or encoded once more than the path itself. */
function numberOf(id: string): string {
  const decoded = id.replace(/^%2B/i, '+').trim();
  return decoded.startsWith('+') ? decoded : `+${decoded}`;
}
