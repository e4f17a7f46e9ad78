import * as z from 'zod/mini';
import { DEFAULT_VOICE, VOICES, type VoiceName } from '../voices.ts';
import type { Assistant } from './assistant.ts';
import type { Token } from './errors.ts';
import { TransferChange, no, readChange, transferred } from './handling-change.ts';
import type { AccountId, AssistantId, E164 } from './ids.ts';
import { baseLanguage, languageOrBase, languagesOf } from './language.ts';
import { Name } from './name.ts';
import { text } from './text.ts';

const LONGEST_PERSONA = 4_000;
/** It is said in one go, before anybody can answer. */
const LONGEST_GREETING = 500;
const LONGEST_KNOWLEDGE = 20_000;
const CARRIER = 'must be the name of a carrier, such as chime';
const NO_LANGUAGE = 'must be auto or a tag that GET /v1/languages lists';

/** What makes an assistant, and what changes one: what is left out stays, null takes it back. */
export const AssistantWish = z.object({
  name: z.nullish(Name),
  active: z.nullish(z.boolean('must be true or false')),
  // A carrier that this deployment doesn't have yet is none that there isn't.
  provider: z.nullish(z.string(CARRIER).check(z.regex(/^[a-z][a-z0-9_-]{0,31}$/, CARRIER))),
  voice: z.nullish(z.enum(Object.keys(VOICES), `must be one of ${Object.keys(VOICES).join(', ')}`)),
  language: z.nullish(z.string(NO_LANGUAGE)),
  persona: z.nullish(text(LONGEST_PERSONA)),
  greeting: z.nullish(text(LONGEST_GREETING)),
  knowledge: z.nullish(text(LONGEST_KNOWLEDGE)),
  transfer: z.nullish(TransferChange),
});
export type AssistantWish = z.infer<typeof AssistantWish>;

/** Members that have a token of their own; a mistake in any other is `invalid_request`. */
const TOKENS: Readonly<Record<string, Token>> = {
  voice: 'invalid_voice',
  language: 'invalid_language',
  'transfer.to': 'invalid_number',
};

/** Reads a wish member by member. @throws Refusal for the first member whose form is wrong */
export function readAssistantWish(body: unknown): AssistantWish {
  const wish = readChange(AssistantWish, body, TOKENS);
  if (wish.language != null && !spelled(wish.language)) throw no('invalid_language', 'language', NO_LANGUAGE);
  return wish;
}

/** The numbers that a wish would have rung, with the paths of their members. */
export const numbersToRingFor = ({ transfer }: AssistantWish): readonly { path: string; number: E164 }[] =>
  transfer?.to ? [{ path: 'transfer.to', number: transfer.to }] : [];

/** The assistant that a wish makes. @throws Refusal when it has no name, or its voice doesn't speak its language */
export function newAssistant(id: AssistantId, accountId: AccountId, wish: AssistantWish): Assistant {
  if (wish.name == null) throw no('invalid_request', 'name', 'is missing');
  const blank: Assistant = {
    id,
    accountId,
    name: wish.name,
    active: true,
    provider: null,
    voice: null,
    language: null,
    persona: null,
    greeting: null,
    knowledge: null,
    transfer: null,
  };
  return afterAssistantWish(blank, wish);
}

/**
 * The assistant with a change. A name can't be taken back; whoever takes back whether it is active makes it so again.
 * @throws Refusal `invalid_voice` when its voice wouldn't speak its language
 */
export function afterAssistantWish(assistant: Assistant, wish: AssistantWish): Assistant {
  const { name, active, provider, voice, language, persona, greeting, knowledge, transfer } = wish;
  const changed: Assistant = {
    ...assistant,
    name: name ?? assistant.name,
    active: active === undefined ? assistant.active : (active ?? true),
    provider: provider === undefined ? assistant.provider : provider,
    voice: voice === undefined ? assistant.voice : voice,
    language: language === undefined ? assistant.language : language && (spelled(language) ?? null),
    persona: said(persona, assistant.persona),
    greeting: said(greeting, assistant.greeting),
    knowledge: said(knowledge, assistant.knowledge),
    transfer: transferred(assistant.transfer, transfer),
  };
  const inTheWay = whySpeechless(changed);
  if (inTheWay) throw no('invalid_voice', 'voice', inTheWay);
  return changed;
}

/** A language in canonical case: `auto`, a tag, or a base whose dialect goes by whom one speaks to. */
const spelled = (language: string) => (language.toLowerCase() === 'auto' ? 'auto' : languageOrBase(language));

/** A text that says nothing is none. */
const said = (wish: string | null | undefined, before: string | null) =>
  wish === undefined ? before : wish === null || wish.trim() === '' ? null : wish;

function whySpeechless({ voice, language }: Assistant): string | undefined {
  if (voice === null || language === null || language === 'auto') return undefined;
  const speaks = languagesOf(voice as VoiceName).some(
    (tag) => tag === language || baseLanguage(tag) === language,
  );
  return speaks ? undefined : `doesn't speak ${language}; ${DEFAULT_VOICE} speaks every language`;
}
