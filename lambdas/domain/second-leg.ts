import * as z from 'zod/mini';
import { type CallHandling, NO_TRANSFER, effectiveTransfer } from './account.ts';
import type { Assistant } from './assistant.ts';
import { E164 } from './ids.ts';
import { Instant } from './time.ts';

/** Somebody else whom a call is led on to: who, why, and how far that has come. */
export const SecondLeg = z.object({
  /** `ring_first`, `forward`: before anybody else answers. `transfer`: out of the conversation. */
  why: z.enum(['ring_first', 'forward', 'transfer']),
  to: E164,
  ringSec: z.int(),
  /** Whoever answers is told who is on the line before anything else. */
  warm: z.boolean(),
  /** If nobody answers, the assistant does, or goes on. */
  orAssistant: z.boolean(),
  /** `possible`: the agent may ask for it. `failed`: nobody answered, or it may not be rung; it isn't tried again. */
  state: z.enum(['possible', 'ringing', 'joined', 'failed']),
  joinedAt: z.nullable(Instant),
  /** When it hung up, told before its answer was. */
  overAt: z.nullable(Instant),
});
export type SecondLeg = z.infer<typeof SecondLeg>;

/** How long a phone rings before the assistant answers, if nothing was said of it (contract, callHandling). */
const USUAL_RING_SEC = 20;
/** How long one rings that a call is forwarded or transferred to: longer than most mailboxes wait. */
const PATIENT_RING_SEC = 30;

const leg = (
  leg: Pick<SecondLeg, 'why' | 'to' | 'ringSec' | 'warm' | 'orAssistant' | 'state'>,
): SecondLeg => ({
  ...leg,
  joinedAt: null,
  overAt: null,
});

/**
 * Whom a call that comes in is led on to before an assistant answers; null if it isn't. A mode without its number is no
 * mode.
 * @param hasAssistant whether an assistant would take the call
 */
export function rungFirst(
  { mode, ringTo, ringSeconds, forwardTo }: CallHandling,
  hasAssistant: boolean,
): SecondLeg | null {
  const ringing = { warm: false, state: 'ringing' as const };
  if (mode === 'forward' && forwardTo)
    return leg({ ...ringing, why: 'forward', to: forwardTo, ringSec: PATIENT_RING_SEC, orAssistant: false });
  if (mode === 'ring_first' && ringTo)
    return leg({
      ...ringing,
      why: 'ring_first',
      to: ringTo,
      ringSec: ringSeconds ?? USUAL_RING_SEC,
      orAssistant: hasAssistant,
    });
  return null;
}

/**
 * Whom an assistant may hand a call over to; null if nobody. The assistant's own say goes before that of the number, but
 * a number that forbids it forbids it.
 */
export function transferFrom(assistant: Assistant | undefined, { transfer }: CallHandling): SecondLeg | null {
  const { allowed, style, to } = effectiveTransfer(assistant?.transfer ?? null, transfer) ?? NO_TRANSFER;
  if (!allowed || transfer?.allowed === false || !to) return null;
  return leg({
    why: 'transfer',
    to,
    ringSec: PATIENT_RING_SEC,
    warm: style === 'warm',
    orAssistant: true,
    state: 'possible',
  });
}
