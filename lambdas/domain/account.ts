import * as z from 'zod/mini';
import { Refusal } from './errors.ts';
import { AccountId, AssistantId, E164 } from './ids.ts';
import { Limits } from './plan.ts';
import { Instant } from './time.ts';

export const ACCOUNT_STATUSES = ['setup', 'trialing', 'active', 'suspended'] as const;
export const AccountStatus = z.enum(ACCOUNT_STATUSES, `must be one of ${ACCOUNT_STATUSES.join(', ')}`);
export type AccountStatus = z.infer<typeof AccountStatus>;

/**
 * Whether a caller may be handed over to somebody, and how: announced first (`warm`), or without a word (`cold`). A
 * member that is null says nothing of its own; where nobody says more, no call is transferred.
 */
export const Transfer = z.object({
  allowed: z.nullable(z.boolean()),
  style: z.nullable(z.enum(['warm', 'cold'])),
  to: z.nullable(E164),
});
export type Transfer = z.infer<typeof Transfer>;

export const NO_TRANSFER: Transfer = { allowed: null, style: null, to: null };

/** How a call to a number is handled; each member that is null falls back to the account's default. */
export const CallHandling = z.object({
  mode: z.nullable(z.enum(['assistant', 'ring_first', 'forward'])),
  ringTo: z.nullable(E164),
  ringSeconds: z.nullable(z.int().check(z.minimum(5), z.maximum(60))),
  forwardTo: z.nullable(E164),
  transfer: z.nullable(Transfer),
  recording: z.nullable(z.boolean()),
  copilot: z.nullable(z.boolean()),
});
export type CallHandling = z.infer<typeof CallHandling>;

export const NO_CALL_HANDLING: CallHandling = {
  mode: null,
  ringTo: null,
  ringSeconds: null,
  forwardTo: null,
  transfer: null,
  recording: null,
  copilot: null,
};

/** How calls to a number are handled where neither it nor its account says anything. */
export const USUAL_HANDLING = {
  mode: 'assistant',
  /** How long a phone rings before the assistant answers. */
  ringSeconds: 20,
  recording: false,
  copilot: false,
} as const satisfies Partial<CallHandling>;

/** How calls to a number are handled: by its own say, member by member, else by the account's. */
export const effectiveCallHandling = (own: CallHandling, account: CallHandling): CallHandling => ({
  mode: own.mode ?? account.mode,
  ringTo: own.ringTo ?? account.ringTo,
  ringSeconds: own.ringSeconds ?? account.ringSeconds,
  forwardTo: own.forwardTo ?? account.forwardTo,
  transfer: effectiveTransfer(own.transfer, account.transfer),
  recording: own.recording ?? account.recording,
  copilot: own.copilot ?? account.copilot,
});

/** What holds of transfers: what is said first, member by member, else what is said next. */
export const effectiveTransfer = (first: Transfer | null, next: Transfer | null): Transfer | null =>
  first && next
    ? { allowed: first.allowed ?? next.allowed, style: first.style ?? next.style, to: first.to ?? next.to }
    : (first ?? next);

export const Account = z.object({
  id: AccountId,
  name: z.string(),
  /** A name in the deployment's plans. */
  plan: z.string(),
  status: AccountStatus,
  trialEndsAt: z.nullable(Instant),
  /** The instant from which all cycles are counted. */
  anchor: Instant,
  /** Once the account has left `setup`: minutes of its cycles may be used, and would come back with another anchor. */
  anchorFixed: z.boolean(),
  limits: Limits,
  defaults: z.object({
    callerId: z.nullable(E164),
    language: z.nullable(z.string()),
    assistantId: z.nullable(AssistantId),
    callHandling: CallHandling,
  }),
  webhookUrl: z.nullable(z.string()),
  /** Signs the account's webhooks: `whsec_` and base64. Never in an answer but the one that made it. */
  webhookSecret: z.string(),
  /** Signs the cursors of the account's lists. */
  cursorSecret: z.string(),
  createdAt: Instant,
});
export type Account = z.infer<typeof Account>;

/** Why an account may not place calls or order numbers now, or nothing. Numbers are kept, reads go on. */
export function whyClosed({ status, trialEndsAt }: Account, now: Instant): Refusal | undefined {
  switch (status) {
    case 'active':
      return undefined;
    case 'setup':
      return new Refusal(
        'account_setup_required',
        'The account is still being set up and can only be browsed; ask its operator to activate it.',
      );
    case 'suspended':
      return new Refusal('account_suspended', 'The account is suspended; ask its operator.');
    case 'trialing':
      if (trialEndsAt !== null && now < trialEndsAt) return undefined;
      return new Refusal('account_suspended', 'The trial has ended; ask the operator for a plan.');
  }
}
