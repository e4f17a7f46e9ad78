import * as z from 'zod/mini';
import { AccountId, AssistantId, CallId, E164, KeyId, Provider, TransactionId } from './ids.ts';
import { SpokenLanguage } from './language.ts';
import { Region } from './region.ts';
import { SecondLeg, TransferTo } from './second-leg.ts';
import { Instant } from './time.ts';

/** No talk is longer, whatever was asked for (contract, maxDurationSec). */
export const LONGEST_CALL_SEC = 3_600;

export const END_REASONS = [
  'agent_hangup',
  'recipient_hangup',
  'no_answer',
  'busy',
  'declined',
  'voicemail',
  'max_duration',
  'minutes_exhausted',
  'canceled',
  'opt_out',
  'expired',
  'carrier_refused',
  'outcome_unknown',
  'blocked',
  'conversation_failed',
  'unassigned',
  'transferred',
  'forwarded',
] as const;
export const EndReason = z.enum(END_REASONS);
export type EndReason = z.infer<typeof EndReason>;

/** Why a call failed, and the end reason that stands beside each. */
const FAILURES = {
  placement_failed: 'carrier_refused',
  outcome_unknown: 'outcome_unknown',
  expired: 'expired',
  canceled: 'canceled',
  destination_blocked: 'blocked',
  caller_id_not_owned: 'blocked',
  do_not_call: 'blocked',
  account_suspended: 'blocked',
  key_revoked: 'blocked',
  conversation_failed: 'conversation_failed',
  unassigned: 'unassigned',
} as const satisfies Record<string, EndReason>;

export type CallError = keyof typeof FAILURES;
export const CallError = z.enum(Object.keys(FAILURES) as [CallError, ...CallError[]]);

export const END_STATUSES = ['completed', 'no_answer', 'voicemail', 'declined', 'failed'] as const;
export const EndStatus = z.enum(END_STATUSES);
export type EndStatus = z.infer<typeof EndStatus>;

export const CALL_STATUSES = ['queued', 'dialing', 'in_progress', ...END_STATUSES] as const;

/** How a call came to its end, told before everything that belongs to the end is in place. */
export const Ending = z.object({
  status: EndStatus,
  endReason: EndReason,
  error: z.nullable(CallError),
  at: Instant,
});
export type Ending = z.infer<typeof Ending>;

/** How long a call may last of which nothing else was said (contract: `maxDurationSec`). */
export const DEFAULT_CALL_SEC = 600;

/** What was asked for, fixed when the call is placed. */
const Placed = z.object({
  accountId: AccountId,
  callId: CallId,
  /** The key that placed it; null for a call that came in. */
  keyId: z.nullable(KeyId),
  direction: z.enum(['outbound', 'inbound']),
  to: E164,
  callerId: z.nullable(E164),
  /** Where the other side is: with a language it makes a dialect. */
  region: Region,
  carrier: Provider,
  voice: z.string(),
  language: SpokenLanguage,
  languageSource: z.enum(['explicit', 'inferred', 'auto']),
  assistantId: z.nullable(AssistantId),
  maxDurationSec: z.int(),
  notBefore: z.nullable(Instant),
  /** From this instant on nobody may be rung: a message that turns up days later rings nobody. */
  dialBefore: Instant,
  /** The start of the billing cycle that pays for it, for good. */
  cycle: Instant,
  /** Whether the key has minutes of its own that pay as well. */
  keyPays: z.boolean(),
  /** Minutes held for it so far. */
  heldMinutes: z.number(),
  /** How many events its webhook is told of so far; null for a call that has none. */
  webhookEvents: z.nullable(z.int()),
  createdAt: Instant,
});

const Queued = z.extend(Placed, {
  status: z.literal('queued'),
  /** It waits in its account's line for another call of the account to end. */
  inLine: z.boolean(),
});

/** What is known of the carrier requests that were made for a call. Stored before each is sent. */
export const CarrierRequest = z.object({
  /** 1 for the first; only a proved refusal is followed by another. */
  attempt: z.int(),
  at: Instant,
  /** `sent`: the answer is not known, which is also what a crash of ours leaves behind. */
  answer: z.enum(['sent', 'refused', 'taken']),
});
export type CarrierRequest = z.infer<typeof CarrierRequest>;

/** That a call is to be hung up, and since when. Stored before the carrier is asked to. */
const HangUpWish = z.object({ reason: EndReason, at: Instant });

/** `on`: asked of the carrier with the first words. `failed`: it said no, and the talk goes on without. */
export const Recording = z.enum(['off', 'on', 'failed']);
export type Recording = z.infer<typeof Recording>;

const Dialing = z.extend(Placed, {
  status: z.literal('dialing'),
  /** Names the workflow execution that rings: raised before another is started. */
  generation: z.int(),
  claimedAt: Instant,
  /** Null: claimed, and provably nothing was sent to the carrier. */
  request: z.nullable(CarrierRequest),
  transactionId: z.nullable(TransactionId),
  /** When the carrier last told something of this call. */
  heardAt: z.nullable(Instant),
  /** While it rings only a cancel wants that. */
  hangUp: z._default(z.nullable(HangUpWish), null),
  ending: z.nullable(Ending),
  /** Whether it is recorded from the answer on: decided right before the carrier is asked to ring. */
  recording: z._default(Recording, 'off'),
  /** Whom its agent may hand it over to: decided when it comes in, or right before it rings. */
  transferTo: z._default(z.nullable(TransferTo), null),
  /** Whom else it was led on to. */
  secondLeg: z._default(z.nullable(SecondLeg), null),
});

const InProgress = z.extend(Dialing, {
  status: z.literal('in_progress'),
  transactionId: TransactionId,
  startedAt: Instant,
});

const LateNews = z.object({
  answeredAt: z.nullable(Instant),
  endedAt: z.nullable(Instant),
  booked: z.boolean(),
});

const Ended = z.extend(Placed, {
  status: EndStatus,
  generation: z.int(),
  transactionId: z.nullable(TransactionId),
  startedAt: z.nullable(Instant),
  endedAt: Instant,
  durationSec: z.nullable(z.int()),
  endReason: EndReason,
  error: z.nullable(CallError),
  billedMinutes: z.number(),
  /** Until then a line of the carrier, and of the account, may still be taken by it (an outcome nobody knows). */
  holdsLineUntil: z.nullable(Instant),
  /** What the carrier told after an end of unknown outcome, and whether it is in the books. */
  late: z._default(z.nullable(LateNews), null),
  recording: z._default(Recording, 'off'),
  /** From then on its words and its recording are nobody's to read. */
  erasedAt: z._default(z.nullable(Instant), null),
  /** When what came after the erasure is erased too; null once nothing can come any more. */
  eraseAgainAt: z._default(z.nullable(Instant), null),
});

export const Call = z.discriminatedUnion('status', [Queued, Dialing, InProgress, Ended]);
export type Call = z.infer<typeof Call>;
export type PlacedCall = z.infer<typeof Placed>;
export type QueuedCall = z.infer<typeof Queued>;
export type DialingCall = z.infer<typeof Dialing>;
export type LiveCall = z.infer<typeof InProgress>;
export type EndedCall = z.infer<typeof Ended>;
/** A call that has taken a line: it rings, or somebody talks. */
export type OpenCall = DialingCall | LiveCall;

export const isOpen = (call: Call): call is OpenCall =>
  call.status === 'dialing' || call.status === 'in_progress';

export const isEnded = (call: Call): call is EndedCall => call.status !== 'queued' && !isOpen(call);

/** Whether there is, or will be, a recording to be heard: one was started, and has not been erased. */
export const wasRecorded = (call: Call): boolean =>
  call.status !== 'queued' &&
  call.status !== 'dialing' &&
  call.recording === 'on' &&
  !(isEnded(call) && call.erasedAt !== null);

/** What was asked for, without what has become of it. */
export const placedPart = (call: Call): PlacedCall => Placed.parse(call);

/** How a call ends that failed for `error`. */
export const failed = (error: CallError, at: Instant): Ending => ({
  status: 'failed',
  endReason: FAILURES[error],
  error,
  at,
});
