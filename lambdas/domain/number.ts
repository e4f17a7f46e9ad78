import * as z from 'zod/mini';
import { CallHandling } from './account.ts';
import { AccountId, AssistantId, E164, OrderId, Provider, ReleaseId } from './ids.ts';
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
  /** The order that brought it; null for one that the operator brought in. */
  orderId: z._default(z.nullable(OrderId), null),
  /** Chosen by the carrier in an area, not named by the account: secret until it is bought. */
  orderedByArea: z._default(z.boolean(), false),
  /** The release that takes it down; null as long as nobody gave it back. */
  releaseId: z._default(z.nullable(ReleaseId), null),
  /** Since when the carrier has it no more, as far as we know: it is no caller ID then. */
  missingSince: z._default(z.nullable(Instant), null),
});
export type OwnedNumber = z.infer<typeof OwnedNumber>;

/** Whether `accountId` may call from a number now: live, its own, and not released yet. */
export const isCallerIdOf = (number: OwnedNumber | undefined, accountId: AccountId, now: Instant): boolean =>
  number?.accountId === accountId && number.missingSince === null && statusAt(number, now) === 'live';

/** The status of a number at `now`: one that was given back is being released from its instant on, whoever is late. */
export const statusAt = ({ status, releaseAt }: OwnedNumber, now: Instant): NumberStatus =>
  status === 'live' && releaseAt !== null && now >= releaseAt ? 'releasing' : status;

/**
 * Whether an account is shown a number. One that an order by area is trying for is shown to nobody: the account does not
 * own it, and may never. Nor is one that was bought and given back because it could never be linked.
 */
export const isSeenBy = (
  { accountId, status, orderedByArea, carrierLinkId }: OwnedNumber,
  account: AccountId,
): boolean =>
  accountId === account &&
  (status === 'live' ||
    (status === 'releasing' && carrierLinkId !== null) ||
    (status === 'pending' && !orderedByArea));

/** Whether calls to a number come in here, or soon will: it is nobody's again once it is released, or its order failed. */
export const isOurs = (number: OwnedNumber | undefined): boolean =>
  number !== undefined && number.status !== 'released' && number.status !== 'failed';
