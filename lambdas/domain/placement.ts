import type { Account } from './account.ts';
import type { Assistant } from './assistant.ts';
import { Refusal } from './errors.ts';
import type { AccountId, E164 } from './ids.ts';
import type { Key } from './key.ts';
import { chooseVoice, dialectFor } from './language.ts';
import { inferLanguage } from './language-inference.ts';
import { type OwnedNumber, isCallerIdOf } from './number.ts';
import type { Order } from './placement-members.ts';
import type { Instant } from './time.ts';
import type { Language } from '../voices.ts';

/** Language, where it came from, and voice of a call. */
export interface Speech {
  readonly language: Language;
  readonly languageSource: 'explicit' | 'inferred' | 'auto';
  readonly voice: string;
}

/** Spoken where nothing else is known. */
const FALLBACK_LANGUAGE: Language = 'en-US';

/**
 * How a call is spoken. A language that was not asked for is the assistant's, or inferred from the objective; where
 * nothing is certain the call begins in the account's language and goes on in that of whoever answers.
 * @throws Refusal `invalid_voice` when the voice that was asked for doesn't speak the language
 */
export function speechOf(
  { to, objective, context, voice, language }: Order,
  { key, account, assistant }: { key: Key; account: Account; assistant: Assistant | undefined },
): Speech {
  const its = assistant?.language ? dialectFor(assistant.language, to.region) : undefined;
  const asked = language ?? its;
  const inferred = asked
    ? undefined
    : inferLanguage({ objective, context: context ?? '', region: to.region });
  const certain = asked === 'auto' ? undefined : (asked ?? inferred);
  const spoken =
    certain ?? dialectFor(account.defaults.language ?? FALLBACK_LANGUAGE, to.region) ?? FALLBACK_LANGUAGE;
  const answer = chooseVoice({ asked: voice, defaults: [key.voice, assistant?.voice], language: spoken });
  if (!answer.spoken) throw new Refusal('invalid_voice', `voice: ${answer.reason}.`);
  return {
    language: spoken,
    languageSource: !certain ? 'auto' : inferred ? 'inferred' : 'explicit',
    voice: answer.voice,
  };
}

/**
 * The number a call comes from: the request's, else the assistant's oldest, the key's, the account's, or the only one
 * the account has. The first that is set decides: one that is set but not the account's own and live is refused.
 * @param numbers the account's numbers, oldest first; read only where they are needed
 */
export async function callerIdOf(
  asked: E164 | null,
  {
    key,
    account,
    assistant,
    now,
  }: { key: Key; account: Account; assistant: Assistant | undefined; now: Instant },
  read: {
    number: (number: E164) => Promise<OwnedNumber | undefined>;
    numbersOf: (account: AccountId) => Promise<readonly OwnedNumber[]>;
  },
): Promise<OwnedNumber> {
  const live = async () =>
    (await read.numbersOf(account.id)).filter((number) => isCallerIdOf(number, account.id, now));
  if (!asked && assistant) {
    const its = (await live()).find(
      ({ inboundAssistantId, outboundAssistantId }) =>
        inboundAssistantId === assistant.id || outboundAssistantId === assistant.id,
    );
    if (its) return its;
  }
  const set = asked ?? key.callerId ?? account.defaults.callerId;
  if (set) {
    const number = await read.number(set);
    if (number && isCallerIdOf(number, account.id, now)) return number;
    throw new Refusal('caller_id_not_owned', 'callerId: is not a live number of the account.');
  }
  const [only, ...others] = await live();
  if (only && others.length === 0) return only;
  throw new Refusal(
    'caller_id_required',
    'callerId: the account has no single live number to call from; name one of its numbers.',
  );
}
