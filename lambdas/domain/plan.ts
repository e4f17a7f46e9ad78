import * as z from 'zod/mini';

/** A whole number within limits, and what is said of any other. */
const whole = (least: number, most = 1_000_000) => {
  const message = `must be a whole number from ${least} to ${most}`;
  return z.int(message).check(z.minimum(least, message), z.maximum(most, message));
};

/** What an account may use in a cycle and at once. Plans are data of the deployment. */
export const Plan = z.object({
  numbers: whole(0),
  /** Minutes included in a cycle. */
  minutes: whole(0),
  callsPerMinute: whole(1),
  /** Calls that may ring or talk at the same time. */
  concurrentCalls: whole(1),
  /** Talk time is billed in steps of so many seconds. */
  roundingSec: z._default(whole(1, 60), 60),
});
export type Plan = z.infer<typeof Plan>;

/** Plans by their lower-case name. */
export const Plans = z
  .record(z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a lower-case name')), Plan)
  .check(z.refine((plans) => Object.keys(plans).length > 0, 'at least one plan'));
export type Plans = z.infer<typeof Plans>;

/** An account's own limits; null or absent: the plan's. */
export const Limits = z.object({
  minutes: z.nullish(whole(0)),
  numbers: z.nullish(whole(0)),
  callsPerMinute: z.nullish(whole(1)),
  concurrentCalls: z.nullish(whole(1)),
  /** Calls to one recipient in a UTC day; null here and in the stage: as many as wanted. */
  callsPerRecipientPerDay: z.nullish(whole(0)),
  /** Whether the account may list and pick numbers, instead of ordering by area. */
  listing: z.nullish(z.boolean('must be true or false')),
});
export type Limits = z.infer<typeof Limits>;

/** The limits in force: the account's own where it has one, else the plan's, else the stage's. */
export interface LimitsInForce {
  readonly minutes: number;
  readonly numbers: number;
  readonly callsPerMinute: number;
  readonly concurrentCalls: number;
  readonly callsPerRecipientPerDay: number | null;
  readonly listing: boolean;
}

/** @param callsPerRecipientPerDay the stage's own limit, null for none */
export const limitsInForce = (
  plan: Plan,
  own: Limits,
  callsPerRecipientPerDay: number | null,
): LimitsInForce => ({
  minutes: own.minutes ?? plan.minutes,
  numbers: own.numbers ?? plan.numbers,
  callsPerMinute: own.callsPerMinute ?? plan.callsPerMinute,
  concurrentCalls: own.concurrentCalls ?? plan.concurrentCalls,
  callsPerRecipientPerDay: own.callsPerRecipientPerDay ?? callsPerRecipientPerDay,
  listing: own.listing ?? false,
});
