import type { NumberAnswer } from '../contract/account-answers.ts';
import { type Account, effectiveCallHandling } from '../domain/account.ts';
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
    effectiveCallHandling: effectiveCallHandling(callHandling, defaults.callHandling),
    releaseAt,
    createdAt,
  };
}
