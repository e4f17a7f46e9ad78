import { chimeBooks } from '../carrier/chime-books.ts';
import { chimeNumbers } from '../carrier/chime-numbers.ts';
import { DRIFT_KINDS, type Difference, type Drift, differencesBetween, standing } from '../domain/drift.ts';
import type { E164 } from '../domain/ids.ts';
import type { OwnedNumber } from '../domain/number.ts';
import type { Instant } from '../domain/time.ts';
import { numbersHeld, readDrift, readNumbers, saveDrift, setLink, setMissing } from '../store/books.ts';
import { log, said } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';
import { askCarrier } from './ask-carrier.ts';

type Rows = ReadonlyMap<E164, OwnedNumber>;

/**
 * Compares our numbers with the carrier's, and keeps what differs. Nothing is ever deleted, here or there: a number that
 * we don't have is told of, one that the carrier doesn't have is no caller ID from now on, one whose link was lost is
 * linked again.
 *
 * All is read before anything is written, so that a carrier that fails half-way proves nothing. Its list comes first:
 * whatever we buy has a row of ours before it has one there. Done twice at once it comes to the same.
 * @throws Refusal `provider_failed` when the carrier fails before all is read
 */
export async function reconcileNumbers(now: Instant): Promise<readonly Drift[]> {
  const theirs = await askCarrier(() => chimeBooks.list());
  // A number that was ours before the directory was kept is found by its row.
  const numbers = [...(await numbersHeld()), ...theirs.map(({ number }) => number)];
  const rows = new Map((await readNumbers(numbers)).map((row) => [row.number, row]));
  const found: Difference[] = [];
  for (const difference of differencesBetween([...rows.values()], theirs, now))
    if (await isSo(difference, rows, now)) found.push(difference);
  const before = (await readDrift()).drift;

  await markMissing(found, rows, now);
  const drift: Drift[] = [];
  for (const difference of found) {
    const last = before.find(({ number }) => number === difference.number);
    drift.push(await repaired(standing(difference, last, now), rows, now));
  }
  await saveDrift(drift, before, now);
  for (const kind of DRIFT_KINDS)
    count('NumbersDrifted', drift.filter((one) => one.kind === kind).length, { kind });
  return drift;
}

/**
 * Whether a difference is still there when the number is looked at by itself: list and rows aren't read at one instant.
 * A number that never was ours can't have changed hands in between.
 */
async function isSo({ number, kind }: Difference, rows: Rows, now: Instant): Promise<boolean> {
  const row = rows.get(number);
  if (!row) return true;
  const entry = await askCarrier(() => chimeNumbers.find(number));
  return differencesBetween([row], entry ? [entry] : [], now)[0]?.kind === kind;
}

/** A number that is missing is blocked before anything is tried to mend, and unblocked once it is back. */
async function markMissing(found: readonly Difference[], rows: Rows, now: Instant): Promise<void> {
  const missing = new Set(found.filter(({ kind }) => kind === 'missing').map(({ number }) => number));
  for (const { number, accountId, missingSince } of rows.values()) {
    if (missing.has(number) && missingSince === null) {
      log.error('the carrier has a live number no more', { accountId });
      await setMissing(number, now);
    } else if (!missing.has(number) && missingSince !== null) await setMissing(number, null);
  }
}

/** Calls to a number that lost its link are led to us again. The carrier first: a link that is there is found the next time. */
async function repaired(drift: Drift, rows: Rows, now: Instant): Promise<Drift> {
  if (drift.kind !== 'status') return drift;
  try {
    const seen = rows.get(drift.number)?.carrierLinkId ?? null;
    const link = await chimeNumbers.link(drift.number);
    return (await setLink(drift.number, seen, link)) ? { ...drift, repairedAt: now } : drift;
  } catch (error) {
    log.error('a number could not be linked again', said(error));
    return drift;
  }
}
