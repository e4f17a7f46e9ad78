import * as z from 'zod/mini';
import { AccountId, E164, OrderId } from './ids.ts';
import { type OwnedNumber, isOurs, statusAt } from './number.ts';
import { Instant, plusSeconds } from './time.ts';

/**
 * How our numbers and the carrier's can differ. `extra`: the carrier has a number that no account has. `missing`: an
 * account has one that the carrier hasn't. `status`: both have it, but calls to it don't come in by the link that we know.
 */
export const DRIFT_KINDS = ['extra', 'missing', 'status'] as const;
export const DriftKind = z.enum(DRIFT_KINDS);
export type DriftKind = z.infer<typeof DriftKind>;

/** A number in the carrier's books. */
export interface CarrierEntry {
  readonly number: E164;
  /** False while it is being ordered, deleted or ported, or meant for something other than our application. */
  readonly usable: boolean;
  /** What it was called when it was bought: the id of our order, where we bought it. */
  readonly name: string | null;
  /** What leads calls to it; null if nothing does. */
  readonly linkId: string | null;
}

const Difference = z.object({
  number: E164,
  kind: DriftKind,
  /** Whose it is, or was last; null if no account ever had it. */
  accountId: z.nullable(AccountId),
  /** The order of ours that bought it, as far as is known. */
  orderId: z.nullable(OrderId),
});
export type Difference = z.infer<typeof Difference>;

/** A difference that stands in the books. */
export const Drift = z.object({
  ...Difference.shape,
  /** When a comparison first saw it. */
  foundAt: Instant,
  /** When ours was mended by it; null for whatever waits for somebody. */
  repairedAt: z.nullable(Instant),
});
export type Drift = z.infer<typeof Drift>;

/** A number that leaves within the next comparison's time isn't mended: whoever takes it down shall not meet us there. */
const LEAVES_SOON_SEC = 3_600;

/**
 * Where our numbers and those of their carrier differ, by number. Ours that are being ordered, brought in or taken down
 * are the business of whoever does so.
 */
export function differencesBetween(
  ours: readonly OwnedNumber[],
  theirs: readonly CarrierEntry[],
  now: Instant,
): readonly Difference[] {
  const rows = new Map(ours.map((row) => [row.number, row]));
  const entries = new Map(theirs.filter(({ usable }) => usable).map((entry) => [entry.number, entry]));
  const numbers = new Set([...rows.keys(), ...entries.keys()]);
  return [...numbers].sort().flatMap((number) => {
    const row = rows.get(number);
    const entry = entries.get(number);
    const kind = kindOf(row, entry, now);
    if (!kind) return [];
    const order = OrderId.safeParse(entry?.name);
    return [
      {
        number,
        kind,
        accountId: row?.accountId ?? null,
        orderId: (order.success ? order.data : row?.orderId) ?? null,
      },
    ];
  });
}

function kindOf(
  row: OwnedNumber | undefined,
  entry: CarrierEntry | undefined,
  now: Instant,
): DriftKind | undefined {
  if (!row || !isOurs(row)) return entry && 'extra';
  if (statusAt(row, now) !== 'live') return undefined;
  if (!entry) return 'missing';
  if (entry.linkId === row.carrierLinkId) return undefined;
  const leavesSoon = row.releaseAt !== null && row.releaseAt <= plusSeconds(now, LEAVES_SOON_SEC);
  return leavesSoon ? undefined : 'status';
}

/** The finding as it stands from `now` on; the same object if it stood already. */
export const standing = (found: Difference, before: Drift | undefined, now: Instant): Drift =>
  before?.kind === found.kind ? before : { ...found, foundAt: now, repairedAt: null };
