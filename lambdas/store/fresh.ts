import { type Instant, secondsBetween } from '../domain/time.ts';

/** How old a reading may be that a warm function goes by (rules: account, key, number and switches at most 5 s). */
const FRESH_SEC = 5;
/** More readings than this are forgotten at once: a function serves few accounts at a time. */
const MOST_READINGS = 1_000;

/**
 * A reading that is kept for five seconds. What isn't there isn't kept: a new key works at once.
 * @param load reads one value by its id
 */
export function fresh<Id extends string, T>(load: (id: Id) => Promise<T | undefined>) {
  const readings = new Map<Id, { value: T; at: Instant }>();
  return async (id: Id, now: Instant): Promise<T | undefined> => {
    const kept = readings.get(id);
    if (kept && Math.abs(secondsBetween(kept.at, now)) < FRESH_SEC) return kept.value;
    readings.delete(id);
    const value = await load(id);
    if (value === undefined) return undefined;
    if (readings.size >= MOST_READINGS) readings.clear();
    readings.set(id, { value, at: now });
    return value;
  };
}
