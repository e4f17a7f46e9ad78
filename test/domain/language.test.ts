import fc from 'fast-check';
import { REGIONS } from '../../lambdas/domain/region.ts';
import {
  chooseVoice,
  LANGUAGES,
  languagesOf,
  otherLanguages,
  parseLanguage,
} from '../../lambdas/domain/language.ts';

test.each([
  { raw: 'en-US', region: 'GB', language: 'en-US', why: 'a whole tag stays, whoever is called' },
  { raw: 'EN-gb', region: 'US', language: 'en-GB', why: 'case aside' },
  { raw: 'ZH-hk', region: 'US', language: 'zh-HK', why: 'case aside' },
  { raw: 'en', region: 'US', language: 'en-US', why: "the destination's" },
  { raw: 'en', region: 'GB', language: 'en-GB', why: "the destination's" },
  { raw: 'EN', region: 'AU', language: 'en-AU', why: "the destination's" },
  { raw: 'en', region: 'NZ', language: 'en-US', why: 'the first, there is no en-NZ' },
  { raw: 'en', region: 'CA', language: 'en-US', why: 'the first, there is no en-CA' },
  { raw: 'en', region: 'IL', language: 'en-US', why: 'the first' },
  { raw: 'es', region: 'US', language: 'es-US', why: "the destination's" },
  { raw: 'es', region: 'CA', language: 'es-ES', why: 'the first' },
  { raw: 'es', region: 'GB', language: 'es-ES', why: 'the first' },
  { raw: 'fr', region: 'CA', language: 'fr-CA', why: "the destination's" },
  { raw: 'fr', region: 'US', language: 'fr-FR', why: 'the first' },
  { raw: 'de', region: 'US', language: 'de-DE', why: 'the first' },
  { raw: 'pt', region: 'US', language: 'pt-BR', why: 'the first' },
  { raw: 'no', region: 'US', language: 'no-NO', why: 'the only' },
  { raw: 'zh', region: 'AU', language: 'zh-CN', why: 'the first' },
  { raw: 'auto', region: 'US', language: 'auto', why: 'whoever answers decides' },
  { raw: 'AUTO', region: 'US', language: 'auto', why: 'case aside' },
] as const)('"$raw" to $region is $language: $why', ({ raw, region, language }) => {
  expect(parseLanguage(raw, region)).toBe(language);
});

test.each([
  { raw: '', why: 'nothing' },
  { raw: '-', why: 'nothing' },
  { raw: 'e', why: 'half a language' },
  { raw: 'en-', why: 'half a tag' },
  { raw: '-US', why: 'a country' },
  { raw: 'en_US', why: 'a Lex locale, not a tag' },
  { raw: 'en-US-x', why: 'more than a tag' },
  { raw: ' en-US', why: 'a space' },
  { raw: 'en-NZ', why: 'no voice speaks it' },
  { raw: 'he', why: 'no voice speaks it' },
  { raw: 'he-IL', why: 'no voice speaks it' },
  { raw: 'ru-RU', why: 'no voice speaks it' },
  { raw: 'English', why: 'a name' },
])('"$raw" is no language of ours: $why', ({ raw }) => {
  expect(parseLanguage(raw, 'IL')).toBeUndefined();
});

test('any string is a listed language, auto or none', () => {
  const tags: (string | undefined)[] = LANGUAGES.map(({ tag }) => tag);
  const part = fc.constantFrom('en', 'EN', 'es', 'zh', '-', 'US', 'us', 'auto', '', ' ');
  const raw = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(part, { maxLength: 4 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(raw, fc.constantFrom(...REGIONS), (text, region) => {
      expect([...tags, 'auto', undefined]).toContain(parseLanguage(text, region));
    }),
  );
});

test('26 languages are listed, each once and with a name of its own', () => {
  expect(new Set(LANGUAGES.map(({ tag }) => tag)).size).toBe(26);
  expect(new Set(LANGUAGES.map(({ name }) => name)).size).toBe(26);
  expect(LANGUAGES[0]).toEqual({ tag: 'en-US', name: 'English (US)' });
  expect(LANGUAGES).toContainEqual({ tag: 'zh-HK', name: 'Chinese (Cantonese)' });
});

test("a voice's languages are listed in the same order", () => {
  expect(languagesOf('Aoede')).toEqual(LANGUAGES.map(({ tag }) => tag));
  expect(languagesOf('Puck')).toEqual([
    'en-US',
    'en-GB',
    'es-ES',
    'es-US',
    'fr-FR',
    'fr-CA',
    'de-DE',
    'it-IT',
    'pt-BR',
    'ar-AE',
    'ja-JP',
  ]);
});

test.each([
  { why: 'the one asked for', asked: 'Puck', defaults: ['Charon'], language: 'en-US', voice: 'Puck' },
  {
    why: "the key's comes first",
    asked: null,
    defaults: ['Charon', 'Puck'],
    language: 'en-US',
    voice: 'Charon',
  },
  {
    why: "then the assistant's",
    asked: undefined,
    defaults: [null, 'Puck'],
    language: 'en-US',
    voice: 'Puck',
  },
  { why: "then the platform's", asked: null, defaults: [null, undefined], language: 'en-US', voice: 'Aoede' },
  { why: 'no defaults', asked: null, defaults: [], language: 'pl-PL', voice: 'Aoede' },
  {
    why: "a default that doesn't speak it is passed over",
    asked: null,
    defaults: ['Puck'],
    language: 'fi-FI',
    voice: 'Aoede',
  },
  {
    why: 'a default that is no voice any more is passed over',
    asked: null,
    defaults: ['Orus', 'Puck'],
    language: 'de-DE',
    voice: 'Puck',
  },
  {
    why: 'a name that every object has is no voice',
    asked: null,
    defaults: ['constructor'],
    language: 'de-DE',
    voice: 'Aoede',
  },
] as const)('the voice of a call: $why', ({ asked, defaults, language, voice }) => {
  expect(chooseVoice({ asked, defaults, language })).toEqual({ spoken: true, voice });
});

test("a voice that was asked for and doesn't speak the language is refused, not replaced", () => {
  expect(chooseVoice({ asked: 'Puck', defaults: ['Aoede'], language: 'sv-SE' })).toEqual({
    spoken: false,
    token: 'invalid_voice',
    reason: "doesn't speak sv-SE; Aoede speaks every language",
  });
});

test.each(['', 'aoede', 'Orus', 'constructor', '__proto__'])('"%s" is no voice', (asked) => {
  expect(chooseVoice({ asked, defaults: [], language: 'en-US' })).toEqual({
    spoken: false,
    token: 'invalid_voice',
    reason: 'must be one of Aoede, Puck, Charon',
  });
});

test.each([
  {
    own: 'en-US',
    region: 'US',
    has: ['es-US', 'fr-FR', 'de-DE', 'zh-CN', 'zh-HK'],
    why: 'the usual dialects',
  },
  { own: 'en-US', region: 'CA', has: ['fr-CA'], why: 'the destination’s own' },
  { own: 'es-ES', region: 'GB', has: ['en-GB'], why: 'the destination’s own' },
  { own: 'fr-FR', region: 'AU', has: ['en-AU', 'es-ES'], why: 'the first, where it has none' },
] as const)('a call in $own to $region may go on in $has: $why', ({ own, region, has }) => {
  expect(otherLanguages(own, region)).toEqual(expect.arrayContaining([...has]));
});

test('a call goes on in another language, not in another dialect of its own', () => {
  for (const region of REGIONS) {
    for (const { tag } of LANGUAGES) {
      const others = otherLanguages(tag, region).map((other) =>
        other === 'zh-HK' ? other : other.split('-')[0],
      );
      expect(others).not.toContain(tag === 'zh-HK' ? tag : tag.split('-')[0]);
      expect(new Set(others).size).toBe(others.length);
    }
  }
});
