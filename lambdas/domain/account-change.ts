import * as z from 'zod/mini';
import type { Account } from './account.ts';
import { checkCallerIdForm } from './destination.ts';
import type { Token } from './errors.ts';
import {
  HANDLING_TOKENS,
  HandlingChange,
  handled,
  no,
  numberLacking,
  numbersToRing,
  readChange,
} from './handling-change.ts';
import { AssistantId, E164 } from './ids.ts';
import { LANGUAGES, languageOrBase } from './language.ts';

/** `PATCH /v1/account`: what is left out stays, null takes it back. */
export const AccountWish = z.object({
  defaults: z.nullish(
    z.object(
      {
        callerId: z.nullish(E164),
        language: z.nullish(z.string('must be a text')),
        assistantId: z.nullish(AssistantId),
        callHandling: z.nullish(HandlingChange),
      },
      'must be an object',
    ),
  ),
});
export type AccountWish = z.infer<typeof AccountWish>;

const inDefaults = (path: string) => `defaults.${path}`;

/** Members that have a token of their own; a mistake in any other is `invalid_request`. */
const TOKENS: Readonly<Record<string, Token>> = {
  'defaults.callerId': 'invalid_caller_id',
  'defaults.language': 'invalid_language',
  'defaults.assistantId': 'invalid_assistant',
  ...Object.fromEntries(Object.entries(HANDLING_TOKENS).map(([path, token]) => [inDefaults(path), token])),
};

/** Reads a change member by member. @throws Refusal for the first member whose form is wrong */
export function readAccountWish(body: unknown): AccountWish {
  const wish = readChange(AccountWish, body, TOKENS);
  const { callerId, language } = wish.defaults ?? {};
  const form = callerId ? checkCallerIdForm(callerId) : undefined;
  if (form && !form.allowed) throw no(form.token, 'defaults.callerId', form.reason);
  if (language != null && !languageOrBase(language))
    throw no(
      'invalid_language',
      'defaults.language',
      `must be one of ${LANGUAGES.map(({ tag }) => tag).join(', ')}`,
    );
  return wish;
}

/** The numbers that a change would have rung, with the paths of their members. */
export const numbersToRingIn = ({ defaults }: AccountWish): readonly { path: string; number: E164 }[] =>
  numbersToRing(defaults?.callHandling).map(({ path, number }) => ({ path: inDefaults(path), number }));

/**
 * The account with a change that was found to be right.
 * @throws Refusal `invalid_request` when the default mode would lack the number that it rings. Whom to transfer to a
 *   number or an assistant may say.
 */
export function afterWish(account: Account, { defaults: wish }: AccountWish): Account {
  if (!wish) return account;
  const { defaults } = account;
  const { callerId, language, assistantId } = wish;
  const callHandling = handled(defaults.callHandling, wish.callHandling);
  const lacking = wish.callHandling && numberLacking(callHandling, true);
  if (lacking) throw no('invalid_request', inDefaults(lacking.path), lacking.reason);
  return {
    ...account,
    defaults: {
      callerId: callerId === undefined ? defaults.callerId : callerId,
      language: language === undefined ? defaults.language : language && (languageOrBase(language) ?? null),
      assistantId: assistantId === undefined ? defaults.assistantId : assistantId,
      callHandling,
    },
  };
}
