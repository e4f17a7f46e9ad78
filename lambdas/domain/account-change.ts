import * as z from 'zod/mini';
import { type Account, type CallHandling, NO_CALL_HANDLING } from './account.ts';
import { checkCallerIdForm } from './destination.ts';
import { Refusal, type Token } from './errors.ts';
import { AssistantId, E164 } from './ids.ts';
import { LANGUAGES, languageOrBase } from './language.ts';

const yesOrNo = () => z.nullish(z.boolean('must be true or false'));
const number = () => z.nullish(E164);
const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.nullish(z.enum(names, `must be one of ${names.join(', ')}`));
const SECONDS = 'must be a whole number from 5 to 60';

/** How calls are to be handled, member by member: what is left out stays, null takes it back. */
const HandlingChange = z.object(
  {
    mode: oneOf(['assistant', 'ring_first', 'forward']),
    ringTo: number(),
    ringSeconds: z.nullish(z.int(SECONDS).check(z.minimum(5, SECONDS), z.maximum(60, SECONDS))),
    forwardTo: number(),
    transfer: z.nullish(
      z.object({ allowed: yesOrNo(), style: oneOf(['warm', 'cold']), to: number() }, 'must be an object'),
    ),
    recording: yesOrNo(),
    copilot: yesOrNo(),
  },
  'must be an object',
);
type HandlingChange = z.infer<typeof HandlingChange>;

/** `PATCH /v1/account`: what is left out stays, null takes it back. */
export const AccountWish = z.object({
  defaults: z.nullish(
    z.object(
      {
        callerId: number(),
        language: z.nullish(z.string('must be a text')),
        assistantId: z.nullish(AssistantId),
        callHandling: z.nullish(HandlingChange),
      },
      'must be an object',
    ),
  ),
});
export type AccountWish = z.infer<typeof AccountWish>;

/** Members that have a token of their own; a mistake in any other is `invalid_request`. */
const TOKENS: Readonly<Record<string, Token>> = {
  'defaults.callerId': 'invalid_caller_id',
  'defaults.language': 'invalid_language',
  'defaults.assistantId': 'invalid_assistant',
  'defaults.callHandling.ringTo': 'invalid_number',
  'defaults.callHandling.forwardTo': 'invalid_number',
  'defaults.callHandling.transfer.to': 'invalid_number',
};

/** Reads a change member by member. @throws Refusal for the first member whose form is wrong */
export function readAccountWish(body: unknown): AccountWish {
  const parsed = AccountWish.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.join('.') ?? '';
    throw no(TOKENS[path] ?? 'invalid_request', path, issue?.message ?? 'is not valid');
  }
  const { callerId, language } = parsed.data.defaults ?? {};
  const form = callerId ? checkCallerIdForm(callerId) : undefined;
  if (form && !form.allowed) throw no(form.token, 'defaults.callerId', form.reason);
  if (language && !languageOrBase(language))
    throw no(
      'invalid_language',
      'defaults.language',
      `must be one of ${LANGUAGES.map(({ tag }) => tag).join(', ')}`,
    );
  return parsed.data;
}

/** The numbers that a change would have rung, with the paths of their members. */
export function numbersToRing({ defaults }: AccountWish): readonly { path: string; number: E164 }[] {
  const { ringTo, forwardTo, transfer } = defaults?.callHandling ?? {};
  const named = { ringTo, forwardTo, 'transfer.to': transfer?.to };
  return Object.entries(named).flatMap(([member, number]) =>
    number ? [{ path: `defaults.callHandling.${member}`, number }] : [],
  );
}

/** A mistake in the member at `path`. */
export const no = (token: Token, path: string, reason: string) =>
  new Refusal(token, `${path === '' ? 'The body' : path}: ${reason}.`);

/** The account with a change that was found to be right. */
export function afterWish(account: Account, { defaults: wish }: AccountWish): Account {
  if (!wish) return account;
  const { defaults } = account;
  const { callerId, language, assistantId, callHandling } = wish;
  return {
    ...account,
    defaults: {
      callerId: callerId === undefined ? defaults.callerId : callerId,
      language: language === undefined ? defaults.language : language && (languageOrBase(language) ?? null),
      assistantId: assistantId === undefined ? defaults.assistantId : assistantId,
      callHandling: handled(defaults.callHandling, callHandling),
    },
  };
}

/** How transfers stand where nothing was said of them. */
const NO_TRANSFER = { allowed: false, style: 'cold', to: null } as const;

function handled(before: CallHandling, wish: HandlingChange | null | undefined): CallHandling {
  if (wish === undefined) return before;
  const { mode, ringTo, ringSeconds, forwardTo, transfer, recording, copilot } = wish ?? NO_CALL_HANDLING;
  return {
    mode: mode === undefined ? before.mode : mode,
    ringTo: ringTo === undefined ? before.ringTo : ringTo,
    ringSeconds: ringSeconds === undefined ? before.ringSeconds : ringSeconds,
    forwardTo: forwardTo === undefined ? before.forwardTo : forwardTo,
    transfer: transfer === undefined ? before.transfer : transferred(before.transfer, transfer),
    recording: recording === undefined ? before.recording : recording,
    copilot: copilot === undefined ? before.copilot : copilot,
  };
}

function transferred(
  before: CallHandling['transfer'],
  wish: NonNullable<HandlingChange['transfer']> | null,
): CallHandling['transfer'] {
  if (!wish) return null;
  const { allowed, style, to } = { ...NO_TRANSFER, ...before };
  return {
    allowed: wish.allowed ?? allowed,
    style: wish.style ?? style,
    to: wish.to === undefined ? to : wish.to,
  };
}
