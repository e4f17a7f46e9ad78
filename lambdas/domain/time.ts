import * as z from 'zod/mini';

/** A moment in UTC with milliseconds, `2026-03-01T12:00:00.000Z`: as text it sorts as in time. */
export const Instant = z
  .string()
  .check(
    z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, 'must be an instant in UTC with milliseconds'),
  )
  .brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** The years that are written with four digits. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const WITH_OFFSET = 'must be an ISO 8601 instant with its offset';

/** A moment as clients write it: ISO 8601 with an offset. What comes out is UTC. */
export const OffsetInstant = z.pipe(
  z.iso.datetime({ offset: true, message: WITH_OFFSET }),
  z.transform((text, context): Instant => {
    const millis = Date.parse(text);
    // February 30 has the form of a day; the last hours of 9999 are in the year 10000 somewhere else.
    if (millis >= FIRST_MS && millis <= LAST_MS) return instantAt(millis);
    context.issues.push({ code: 'custom', message: WITH_OFFSET, input: text });
    return z.NEVER;
  }),
);

/** @param millis milliseconds since 1970 */
export const instantAt = (millis: number): Instant => Instant.parse(new Date(millis).toISOString());

/** Milliseconds since 1970. */
export const millisOf = (instant: Instant): number => Date.parse(instant);

/** `seconds` may be negative and have a fraction. */
export const plusSeconds = (instant: Instant, seconds: number): Instant =>
  instantAt(millisOf(instant) + seconds * 1000);

/** Seconds from `start` to `end`, with fractions, negative if `end` is earlier. */
export const secondsBetween = (start: Instant, end: Instant): number =>
  (millisOf(end) - millisOf(start)) / 1000;

/** The earliest of those that are given. */
export const earliest = (first: Instant, ...others: (Instant | undefined)[]): Instant =>
  others.reduce<Instant>((least, other) => (other !== undefined && other < least ? other : least), first);

/** The latest of those that are given. */
export const latest = (first: Instant, ...others: (Instant | undefined)[]): Instant =>
  others.reduce<Instant>((most, other) => (other !== undefined && other > most ? other : most), first);

/** The UTC day of an instant, `2026-03-01`. */
export const dayOf = (instant: Instant): string => instant.slice(0, 10);
