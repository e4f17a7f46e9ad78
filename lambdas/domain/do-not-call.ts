import * as z from 'zod/mini';
import { E164 } from './ids.ts';
import { Instant } from './time.ts';

const DIRECTIONS = ['outbound', 'inbound', 'both'] as const;
const Direction = z.enum(DIRECTIONS, `must be one of ${DIRECTIONS.join(', ')}`);
const LONGEST_REASON = 500;

/** A number that an account doesn't call, doesn't take calls from, or neither. */
export const DoNotCall = z.object({
  number: E164,
  direction: Direction,
  reason: z.nullable(z.string()),
  /** Who entered it first: a client, or somebody who asked for it in a call. */
  source: z.enum(['api', 'call']),
  createdAt: Instant,
});
export type DoNotCall = z.infer<typeof DoNotCall>;

/** What a client may say of a number, beside the number. */
export const DoNotCallWish = z.object({
  direction: z.nullish(Direction),
  reason: z.nullish(
    z.string('must be a text').check(
      z.maxLength(LONGEST_REASON, `must be at most ${LONGEST_REASON} characters`),
      z.refine((text) => text.isWellFormed(), 'must be a text'),
    ),
  ),
});
export type DoNotCallWish = z.infer<typeof DoNotCallWish>;

/** The entry after a client's wish: what it leaves out stays as it was, and so does how the number came on the list. */
export const entered = (
  before: DoNotCall | undefined,
  number: E164,
  { direction, reason }: DoNotCallWish,
  now: Instant,
): DoNotCall => ({
  number,
  direction: direction ?? before?.direction ?? 'outbound',
  reason: reason ?? before?.reason ?? null,
  source: before?.source ?? 'api',
  createdAt: before?.createdAt ?? now,
});

/** The entry after whoever has the number asked in a call not to be called again; the same object if it says so already. */
export function optedOut(before: DoNotCall | undefined, number: E164, now: Instant): DoNotCall {
  if (!before)
    return { number, direction: 'outbound', reason: 'asked in a call', source: 'call', createdAt: now };
  return before.direction === 'inbound' ? { ...before, direction: 'both' } : before;
}
