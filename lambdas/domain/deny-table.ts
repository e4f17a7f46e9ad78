import * as z from 'zod/mini';

/** A table of 2,000 entries is under 40 KB: it fits the API's body limit (64 KiB) and one DynamoDB item. */
const MOST_ENTRIES = 2_000;

/** The beginning of an E.164 number: `+`, then up to 15 digits, `?` standing for any one (`+1???976`). */
const Prefix = z
  .string('must be a text')
  .check(z.regex(/^\+[1-9][0-9?]{0,14}$/, 'must be + and up to 15 digits, ? for any one'));

/** The ranges of numbers that are never rung. An operator replaces it whole, by the next version. */
export const DenyTable = z.readonly(
  z.object({
    version: z.int('must be a whole number').check(z.minimum(1, 'must be at least 1')),
    deny: z.readonly(
      z
        .array(Prefix, 'must be a list')
        .check(z.maxLength(MOST_ENTRIES, `must have at most ${MOST_ENTRIES} entries`)),
    ),
  }),
);
export type DenyTable = z.infer<typeof DenyTable>;

/** Whether the table denies `number`, which is in E.164 form. A table is sorted once, at its first use. */
export function denies(table: DenyTable, number: string): boolean {
  let shapes = sorted.get(table);
  if (!shapes) {
    shapes = byShape(table);
    sorted.set(table, shapes);
  }
  for (const [shape, prefixes] of shapes) {
    if (number.length >= shape.length && prefixes.has(inShape(shape, number))) return true;
  }
  return false;
}

/** Prefixes by their shape, in which `0` stands for any digit: a table has few shapes and each is one look-up. */
type Shapes = ReadonlyMap<string, ReadonlySet<string>>;

const sorted = new WeakMap<DenyTable, Shapes>();

function byShape({ deny }: DenyTable): Shapes {
  const shapes = new Map<string, Set<string>>();
  for (const prefix of deny) {
    const shape = prefix.replaceAll(/\d/g, '0');
    const alike = shapes.get(shape) ?? new Set<string>();
    shapes.set(shape, alike.add(prefix));
  }
  return shapes;
}

/** The beginning of a number as a prefix of that shape would be written: `+1???976` for `+1???000`. */
function inShape(shape: string, number: string): string {
  let beginning = number.slice(0, shape.length);
  for (let at = shape.indexOf('?'); at >= 0; at = shape.indexOf('?', at + 1)) {
    beginning = `${beginning.slice(0, at)}?${beginning.slice(at + 1)}`;
  }
  return beginning;
}

/**
 * What a careful carrier refuses in the calling codes that we ring. Most of it is refused by its type as well; the
 * table doesn't rely on metadata, which calls unassigned and satellite numbers valid. Sources: the numbering plans of
 * NANPA, Ofcom, ACMA, NZ NAD and Israel's Ministry of Communications.
 */
const REFUSED = [
  // North America: paid information, and the exchanges of paid announcements and directory assistance.
  '+1900 +1???976 +1???5551212',
  // Exchanges that reach another carrier (950) or a switch's test lines (958, 959).
  '+1???950 +1???958 +1???959',
  // Personal and machine numbers, wherever they ring: 500, 52X but 520 (Arizona), and the other non-geographic 5XX.
  '+1500 +1521 +1522 +1523 +1524 +1525 +1526 +1527 +1528 +1529 +1532 +1533 +1535 +1538 +1542 +1543 +1544 +1545',
  '+1546 +1547 +1549 +1550 +1552 +1553 +1554 +1555 +1556 +1558 +1566 +1569 +1577 +1578 +1588 +1589',
  // Canada's non-geographic numbers; 600 is satellite.
  '+1600 +1622 +1633 +1644 +1655 +1677 +1688',
  // Carriers' own services, the US government's, international inbound, toll-free paid by the caller.
  '+1456 +1700 +1710 +1880 +1881 +1882',
  // United Kingdom: corporate, location-independent, personal, pagers, shared cost and premium rate.
  '+4455 +4456 +4470 +4476 +4482 +4484 +4487 +449',
  // Australia: all special services (operators, directory, 13 and 1300 shared cost, 147 satellite, 16 pagers, 19
  // premium) but freephone 180; 550 is location-independent.
  '+6110 +6111 +6112 +6113 +6114 +6115 +6116 +6117 +6119 +61181 +61182 +61183 +61184 +61185 +61186 +61187 +61188',
  '+61189 +615',
  // New Zealand: operators and carrier access, Antarctica (by satellite), 050x but freephone 508, personal, 08x
  // services but freephone 80, premium rate.
  '+641 +6424 +64500 +64501 +64502 +64503 +64504 +64505 +64506 +64507 +64509 +6470',
  '+6481 +6482 +6483 +6484 +6485 +6486 +6487 +6488 +6489 +6490',
  // Israel: Palestinian mobiles (56, 59) and lines (2xxxxxx after the area code), billed as another country.
  '+97256 +97259 +97222 +97242 +97282 +97292',
  // Israel's special services but freephone: 1255, 1800, 1801, 1809.
  '+97210 +97211 +972120 +972121 +972122 +972123 +972124 +972126 +972127 +972128 +972129 +9721250 +9721251 +9721252',
  '+9721253 +9721254 +9721256 +9721257 +9721258 +9721259 +97213 +97214 +97215 +97216 +97217 +9721802 +9721803',
  '+9721804 +9721805 +9721806 +9721807 +9721808 +972181 +972182 +972183 +972184 +972185 +972186 +972187 +972188',
  '+972189 +97219',
];

/** The table in force until an operator puts another. */
export const DEFAULT_DENY: DenyTable = { version: 1, deny: REFUSED.flatMap((line) => line.split(' ')) };
