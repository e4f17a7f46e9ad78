import * as z from 'zod';

/** What an account may use in a cycle and at once. Plans are data of the deployment. */
export const Plan = z.object({
  numbers: z.int().min(0),
  /** Minutes included in a cycle. */
  minutes: z.int().min(0),
  callsPerMinute: z.int().min(1),
  /** Calls that may ring or talk at the same time. */
  concurrentCalls: z.int().min(1),
  /** Talk time is billed in steps of so many seconds. */
  roundingSec: z.int().min(1).max(60).default(60),
});
export type Plan = z.infer<typeof Plan>;

/** Plans by their lower-case name. */
export const Plans = z
  .record(z.string().regex(/^[a-z][a-z0-9-]{0,31}$/), Plan)
  .refine((plans) => Object.keys(plans).length > 0, 'at least one plan');
export type Plans = z.infer<typeof Plans>;

/** An account's own limits; null or absent: the plan's. */
export const Limits = z.object({
  minutes: z.int().min(0).nullish(),
  numbers: z.int().min(0).nullish(),
  callsPerMinute: z.int().min(1).max(100_000).nullish(),
  concurrentCalls: z.int().min(1).max(100_000).nullish(),
  /** Calls to one recipient in a UTC day; null here and in the stage: as many as wanted. */
  callsPerRecipientPerDay: z.int().min(0).nullish(),
  /** Whether the account may list and pick numbers, instead of ordering by area. */
  listing: z.boolean().nullish(),
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
