import { type Instant, instantAt, millisOf } from './time.ts';

/** A billing cycle: from `start` up to, and not including, `end`. */
export interface Cycle {
  readonly start: Instant;
  readonly end: Instant;
}

/**
 * The monthly cycle that holds `at`. Cycle k starts at anchor + k months, on the month's last day where the anchor's
 * day is missing; always computed from the anchor, so January 31 is followed by February 28 and March 31.
 */
export function cycleHolding(at: Instant, anchor: Instant): Cycle {
  const [now, first] = [new Date(millisOf(at)), new Date(millisOf(anchor))];
  const months =
    (now.getUTCFullYear() - first.getUTCFullYear()) * 12 + now.getUTCMonth() - first.getUTCMonth();
  const k = monthsAfter(anchor, months) <= at ? months : months - 1;
  return { start: monthsAfter(anchor, k), end: monthsAfter(anchor, k + 1) };
}

function monthsAfter(anchor: Instant, months: number): Instant {
  const date = new Date(millisOf(anchor));
  const day = date.getUTCDate();
  // The first of a month has a successor of the same day in every month; the day is put back as far as it goes.
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return instantAt(date.getTime());
}
