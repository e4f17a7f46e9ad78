import * as z from 'zod/mini';
import { CallHandling } from './account.ts';
import { AccountId, AssistantId, E164, Provider } from './ids.ts';
import { Instant } from './time.ts';

export const NUMBER_STATUSES = ['pending', 'live', 'releasing', 'released', 'failed'] as const;
export const NumberStatus = z.enum(NUMBER_STATUSES);
export type NumberStatus = z.infer<typeof NumberStatus>;

/** A phone number of an account. It belongs to one account at a time. */
export const OwnedNumber = z.object({
  number: E164,
  accountId: AccountId,
  provider: Provider,
  /** ISO 3166 alpha-2. */
  country: z.string().check(z.length(2)),
  nickname: z.nullable(z.string()),
  status: NumberStatus,
  inboundAssistantId: z.nullable(AssistantId),
  outboundAssistantId: z.nullable(AssistantId),
  callHandling: CallHandling,
  /** From this instant on the number is ours no more. */
  releaseAt: z.nullable(Instant),
  createdAt: Instant,
  /** What the carrier calls the link between the number and our application; null until it is linked. */
  carrierLinkId: z.nullable(z.string()),
});
export type OwnedNumber = z.infer<typeof OwnedNumber>;

/** Whether `accountId` may call from a number now: live, its own, and not released yet. */
export const isCallerIdOf = (number: OwnedNumber | undefined, accountId: AccountId, now: Instant): boolean =>
  number?.accountId === accountId &&
  number.status === 'live' &&
  (number.releaseAt === null || now < number.releaseAt);

/** Whether calls to a number come in here, or soon will: it is nobody's again once it is released, or its order failed. */
export const isOurs = (number: OwnedNumber | undefined): boolean =>
  number !== undefined && number.status !== 'released' && number.status !== 'failed';
