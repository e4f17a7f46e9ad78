import * as z from 'zod/mini';
import { type CallHandling, effectiveCallHandling } from './account.ts';
import type { Assistant } from './assistant.ts';
import { Refusal, type Token } from './errors.ts';
import {
  HANDLING_TOKENS,
  HandlingChange,
  handled,
  no,
  numberLacking,
  readChange,
} from './handling-change.ts';
import { AssistantId } from './ids.ts';
import { Name } from './name.ts';
import { type OwnedNumber, statusAt } from './number.ts';
import type { Instant } from './time.ts';

/** `PATCH /v1/numbers/{number}`: what is left out stays, null takes it back. */
export const NumberWish = z.object({
  nickname: z.nullish(Name),
  inboundAssistantId: z.nullish(AssistantId),
  outboundAssistantId: z.nullish(AssistantId),
  callHandling: z.nullish(HandlingChange),
});
export type NumberWish = z.infer<typeof NumberWish>;

/** Members that have a token of their own; a mistake in any other is `invalid_request`. */
const TOKENS: Readonly<Record<string, Token>> = {
  inboundAssistantId: 'invalid_assistant',
  outboundAssistantId: 'invalid_assistant',
  ...HANDLING_TOKENS,
};

/** Reads a change member by member. @throws Refusal for the first member whose form is wrong */
export const readNumberWish = (body: unknown): NumberWish => readChange(NumberWish, body, TOKENS);

/** Why a number can't be changed now, or nothing. One that was given back can be, as long as it works. */
export function whyUnchangeable(number: OwnedNumber, now: Instant): Refusal | undefined {
  const status = statusAt(number, now);
  switch (status) {
    case 'live':
      return undefined;
    case 'pending':
      return new Refusal('number_not_live', 'The number is not live yet; change it once it is.');
    case 'releasing':
    case 'released':
    case 'failed':
      return new Refusal('release_pending', 'The number is being released and can’t be changed any more.');
  }
}

/** Why an assistant can't be given to a number, or nothing. `path` is the member that names it. */
export function whyUnfit(
  assistant: Assistant | undefined,
  { provider }: Pick<OwnedNumber, 'provider'>,
  path: string,
): Refusal | undefined {
  if (!assistant) return no('invalid_assistant', path, 'is not an assistant of the account');
  if (!assistant.active) return no('assistant_inactive', path, 'is an assistant that is switched off');
  if (assistant.provider !== null && assistant.provider !== provider)
    return no('provider_mismatch', path, 'is an assistant for numbers of another carrier');
  return undefined;
}

/** Whether a change says anything of where calls are led to: only then what is missing for it is the client's mistake. */
const leadsElsewhere = (change: NumberWish['callHandling']): boolean =>
  change === null ||
  [change?.mode, change?.ringTo, change?.forwardTo, change?.transfer].some((said) => said !== undefined);

/**
 * The number with a change that was found to be right.
 * @param byDefault the account's call handling
 * @throws Refusal `invalid_request` when its calls would be led to a number that neither it nor the account names
 */
export function afterNumberWish(number: OwnedNumber, wish: NumberWish, byDefault: CallHandling): OwnedNumber {
  const { nickname, inboundAssistantId, outboundAssistantId } = wish;
  const changed: OwnedNumber = {
    ...number,
    nickname: nickname === undefined ? number.nickname : nickname,
    inboundAssistantId: inboundAssistantId === undefined ? number.inboundAssistantId : inboundAssistantId,
    outboundAssistantId: outboundAssistantId === undefined ? number.outboundAssistantId : outboundAssistantId,
    callHandling: handled(number.callHandling, wish.callHandling),
  };
  if (!leadsElsewhere(wish.callHandling)) return changed;
  const isAssigned = changed.inboundAssistantId !== null || changed.outboundAssistantId !== null;
  const lacking = numberLacking(effectiveCallHandling(changed.callHandling, byDefault), isAssigned);
  if (lacking) throw no('invalid_request', lacking.path, lacking.reason);
  return changed;
}
