import { callerIdOf, speechOf } from '../../lambdas/domain/placement.ts';
import type { Account } from '../../lambdas/domain/account.ts';
import type { Assistant } from '../../lambdas/domain/assistant.ts';
import { DEFAULT_DENY } from '../../lambdas/domain/deny-table.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import type { E164 } from '../../lambdas/domain/ids.ts';
import type { OwnedNumber } from '../../lambdas/domain/number.ts';
import { readOrder } from '../../lambdas/domain/placement-members.ts';
import {
  ASSISTANT_ID,
  NOON,
  OTHER_ACCOUNT_ID,
  aKey,
  aNumber,
  anAccount,
  anAssistant,
  anOwnedNumber,
  instant,
} from '../makers.ts';

const [first, second, third] = [aNumber('+14155550191'), aNumber('+14155550192'), aNumber('+14155550193')];

interface Wish {
  readonly asked?: E164;
  readonly ofKey?: E164;
  readonly ofAccount?: E164;
  readonly assistant?: Assistant;
  readonly owned: readonly OwnedNumber[];
}

/** The number that a call comes from, or the token of the refusal. */
function callerId({ asked, ofKey, ofAccount, assistant, owned }: Wish): Promise<string> {
  const account: Account = anAccount();
  const choosing = callerIdOf(
    asked ?? null,
    {
      key: aKey({ callerId: ofKey ?? null }),
      account: { ...account, defaults: { ...account.defaults, callerId: ofAccount ?? null } },
      assistant,
      now: NOON,
    },
    {
      number: async (number) => owned.find((one) => one.number === number),
      numbersOf: async (id) => owned.filter(({ accountId }) => accountId === id),
    },
  );
  return choosing.then(
    ({ number }) => number,
    (error: unknown) => {
      if (error instanceof Refusal) return error.token;
      throw error;
    },
  );
}

const owned = [first, second, third].map((number) => anOwnedNumber({ number }));
const withAssistant = (number: E164, changes: Partial<OwnedNumber> = {}) =>
  anOwnedNumber({ number, outboundAssistantId: ASSISTANT_ID, ...changes });

test.each<Wish & { why: string; from: string }>([
  { why: 'the one asked for', asked: first, ofKey: second, ofAccount: third, owned, from: first },
  {
    why: "the assistant's, before the key's",
    ofKey: second,
    assistant: anAssistant(),
    owned: [anOwnedNumber({ number: second }), withAssistant(third)],
    from: third,
  },
  {
    why: "the one asked for, before the assistant's",
    asked: first,
    assistant: anAssistant(),
    owned: [anOwnedNumber({ number: first }), withAssistant(second)],
    from: first,
  },
  {
    why: "the assistant's oldest",
    assistant: anAssistant(),
    owned: [withAssistant(second), withAssistant(first)],
    from: second,
  },
  {
    why: 'one that the assistant answers counts as well',
    assistant: anAssistant(),
    owned: [first, second].map((number) =>
      anOwnedNumber({ number, inboundAssistantId: number === second ? ASSISTANT_ID : null }),
    ),
    from: second,
  },
  {
    why: "the assistant's oldest that is live",
    assistant: anAssistant(),
    owned: [withAssistant(first, { status: 'releasing' }), withAssistant(second)],
    from: second,
  },
  {
    why: "an assistant without a number: the key's",
    ofKey: second,
    assistant: anAssistant(),
    owned,
    from: second,
  },
  { why: "the key's, before the account's", ofKey: second, ofAccount: third, owned, from: second },
  { why: "the account's", ofAccount: third, owned, from: third },
  { why: 'its only number', owned: [anOwnedNumber({ number: first })], from: first },
  {
    why: 'its only number that is live',
    owned: [anOwnedNumber({ number: first, status: 'pending' }), anOwnedNumber({ number: second })],
    from: second,
  },
  { why: 'it has three', owned, from: 'caller_id_required' },
  { why: 'it has none', owned: [], from: 'caller_id_required' },
  {
    why: 'its only number is gone',
    owned: [anOwnedNumber({ number: first, releaseAt: NOON })],
    from: 'caller_id_required',
  },
  {
    why: 'the one asked for is of another account',
    asked: first,
    ofKey: second,
    owned: [anOwnedNumber({ number: first, accountId: OTHER_ACCOUNT_ID }), anOwnedNumber({ number: second })],
    from: 'caller_id_not_owned',
  },
  {
    why: 'the one asked for is nobody’s',
    asked: aNumber('+14155550199'),
    owned,
    from: 'caller_id_not_owned',
  },
  {
    why: "the key's is being released, and nothing else is taken in its place",
    ofKey: first,
    ofAccount: second,
    owned: [anOwnedNumber({ number: first, status: 'releasing' }), anOwnedNumber({ number: second })],
    from: 'caller_id_not_owned',
  },
  {
    why: "the account's is gone, and its only number is not taken in its place",
    ofAccount: aNumber('+14155550199'),
    owned: [anOwnedNumber({ number: first })],
    from: 'caller_id_not_owned',
  },
])('a call comes from $from: $why', async ({ from, ...wish }) => {
  expect(await callerId(wish)).toBe(from);
});

const objective = 'Book a table for four at seven tomorrow evening';
const spanish = 'Reserva una mesa para dos personas a las nueve de la noche';

function speech({
  body = {},
  keyVoice = null,
  accountLanguage = null,
  assistant,
}: {
  body?: Record<string, unknown>;
  keyVoice?: string | null;
  accountLanguage?: string | null;
  assistant?: Assistant;
}) {
  const order = readOrder(
    { to: '+14155550101', objective, ...body },
    { now: instant('2026-03-02T12:00:00.000Z'), deny: DEFAULT_DENY, webhookPrivateOrigins: [] },
  );
  const account = anAccount();
  return speechOf(order, {
    key: aKey({ voice: keyVoice }),
    account: { ...account, defaults: { ...account.defaults, language: accountLanguage } },
    assistant,
  });
}

test.each([
  { why: 'the objective is English', wish: {}, language: 'en-US', languageSource: 'inferred' },
  {
    why: 'English to London',
    wish: { body: { to: '+442079460000' } },
    language: 'en-GB',
    languageSource: 'inferred',
  },
  {
    why: 'the objective is Spanish',
    wish: { body: { objective: spanish } },
    language: 'es-US',
    languageSource: 'inferred',
  },
  {
    why: 'it was asked for, whatever the objective is in',
    wish: { body: { language: 'de' } },
    language: 'de-DE',
    languageSource: 'explicit',
  },
  {
    why: 'the assistant speaks it',
    wish: { assistant: anAssistant({ language: 'fr-FR' }) },
    language: 'fr-FR',
    languageSource: 'explicit',
  },
  {
    why: "the request's comes before the assistant's",
    wish: { body: { language: 'de' }, assistant: anAssistant({ language: 'fr-FR' }) },
    language: 'de-DE',
    languageSource: 'explicit',
  },
  {
    why: 'whoever answers decides, and until then the account',
    wish: { body: { language: 'auto' }, accountLanguage: 'fr-FR' },
    language: 'fr-FR',
    languageSource: 'auto',
  },
  {
    why: 'nothing is certain',
    wish: { body: { objective: 'X' } },
    language: 'en-US',
    languageSource: 'auto',
  },
  {
    why: 'nothing is certain, and the account has a language',
    wish: { body: { objective: 'X' }, accountLanguage: 'it-IT' },
    language: 'it-IT',
    languageSource: 'auto',
  },
  {
    why: "the assistant's is none of ours any more",
    wish: { assistant: anAssistant({ language: 'he-IL' }) },
    language: 'en-US',
    languageSource: 'inferred',
  },
])('a call is spoken in $language ($languageSource): $why', ({ wish, language, languageSource }) => {
  expect(speech(wish)).toMatchObject({ language, languageSource });
});

test.each([
  { why: 'asked for', wish: { body: { voice: 'Puck' }, keyVoice: 'Charon' }, voice: 'Puck' },
  {
    why: "the key's, before the assistant's",
    wish: { keyVoice: 'Charon', assistant: anAssistant({ voice: 'Puck' }) },
    voice: 'Charon',
  },
  { why: "the assistant's", wish: { assistant: anAssistant({ voice: 'Puck' }) }, voice: 'Puck' },
  { why: "the platform's", wish: {}, voice: 'Aoede' },
  {
    why: "the key's doesn't speak Swedish",
    wish: { body: { language: 'sv' }, keyVoice: 'Puck' },
    voice: 'Aoede',
  },
])('a call speaks as $voice: $why', ({ wish, voice }) => {
  expect(speech(wish).voice).toBe(voice);
});

test("a voice that was asked for and doesn't speak the language is refused, not replaced", () => {
  const asked = () => speech({ body: { voice: 'Puck', language: 'sv-SE' } });
  expect(asked).toThrow(Refusal);
  expect(asked).toThrow("voice: doesn't speak sv-SE; Aoede speaks every language.");
});
