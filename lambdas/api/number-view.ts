import type { NumberAnswer } from '../contract/account-answers.ts';
import { type Account, type CallHandling, USUAL_HANDLING, effectiveCallHandling } from '../domain/account.ts';
import { type OwnedNumber, statusAt } from '../domain/number.ts';
import type { Instant } from '../domain/time.ts';

/** A number as its account sees it. */
export function numberView(owned: OwnedNumber, { defaults }: Account, now: Instant): NumberAnswer {
  const { number, country, nickname, provider, callHandling, releaseAt, createdAt } = owned;
  const { inboundAssistantId, outboundAssistantId } = owned;
  return {
    number,
    country,
    nickname,
    provider,
    status: statusAt(owned, now),
    inboundAssistantId,
    outboundAssistantId,
    callHandling,
    effectiveCallHandling: withUsual(effectiveCallHandling(callHandling, defaults.callHandling)),
    releaseAt,
    createdAt,
  };
}

/** Where nobody has said anything, what happens then. Of transfers the assistant may have its own say. */
const withUsual = (effective: CallHandling): CallHandling => ({
  ...effective,
  mode: effective.mode ?? USUAL_HANDLING.mode,
  ringSeconds: effective.ringSeconds ?? USUAL_HANDLING.ringSeconds,
  recording: effective.recording ?? USUAL_HANDLING.recording,
  copilot: effective.copilot ?? USUAL_HANDLING.copilot,
});
