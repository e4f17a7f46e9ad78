import * as z from 'zod/mini';
import { type CallHandling, NO_TRANSFER, USUAL_HANDLING, effectiveTransfer } from './account.ts';
import type { Assistant } from './assistant.ts';
import { E164 } from './ids.ts';
import { Instant } from './time.ts';

/** Whom the agent may hand a call over to. */
export const TransferTo = z.object({
  to: E164,
  /** Whoever answers is told who is on the line before anything else. */
  warm: z.boolean(),
});
export type TransferTo = z.infer<typeof TransferTo>;

/** Somebody else whom a call is led on to: who, why, and how far that has come. */
export const SecondLeg = z.extend(TransferTo, {
  /** `ring_first`, `forward`: before anybody else answers. `transfer`: out of the conversation. */
  why: z.enum(['ring_first', 'forward', 'transfer']),
  ringSec: z.int(),
  /** If nobody answers, the assistant does, or goes on. */
  orAssistant: z.boolean(),
  /** `failed`: nobody answered, or it may not be rung. It isn't tried again. */
  state: z.enum(['ringing', 'joined', 'failed']),
  joinedAt: z.nullable(Instant),
  /** When it hung up, told before its answer was. */
  overAt: z.nullable(Instant),
});
export type SecondLeg = z.infer<typeof SecondLeg>;

/** How long one rings that a call is forwarded or transferred to: longer than most mailboxes wait. */
const PATIENT_RING_SEC = 30;

const RINGING = { state: 'ringing', joinedAt: null, overAt: null } as const;

/**
 * Whom a call that comes in is led on to before an assistant answers; null if it isn't. A mode without its number is no
 * mode.
 * @param hasAssistant whether an assistant would take the call
 */
export function rungFirst(
  { mode, ringTo, ringSeconds, forwardTo }: CallHandling,
  hasAssistant: boolean,
): SecondLeg | null {
  const cold = { ...RINGING, warm: false };
  if (mode === 'forward' && forwardTo)
    return { ...cold, why: mode, to: forwardTo, ringSec: PATIENT_RING_SEC, orAssistant: false };
  if (mode === 'ring_first' && ringTo)
    return {
      ...cold,
      why: mode,
      to: ringTo,
      ringSec: ringSeconds ?? USUAL_HANDLING.ringSeconds,
      orAssistant: hasAssistant,
    };
  return null;
}

/**
 * Whom an assistant may hand a call over to; null if nobody. The assistant's own say goes before that of the number, but
 * a number that forbids it forbids it.
 */
export function transferFrom(
  assistant: Assistant | undefined,
  { transfer }: CallHandling,
): TransferTo | null {
  const { allowed, style, to } = effectiveTransfer(assistant?.transfer ?? null, transfer) ?? NO_TRANSFER;
  if (!allowed || transfer?.allowed === false || !to) return null;
  return { to, warm: style === 'warm' };
}

/** Whoever a call is handed over to, as they are rung. */
export const handingOverTo = (transfer: TransferTo): SecondLeg => ({
  ...RINGING,
  ...transfer,
  why: 'transfer',
  ringSec: PATIENT_RING_SEC,
  orAssistant: true,
});
