import { DEFAULT_VOICE, lexLocale, VOICES, type Language } from '../../lambdas/voices.ts';

/** Locales that Lex V2 supports with all its features (Lex V2 developer guide, "Languages and locales"). */
const FULL_LEX_LOCALES = (
  'ar_AE ca_ES de_AT de_DE en_AU en_GB en_IN en_US en_ZA es_419 es_ES es_US fi_FI fr_CA fr_FR hi_IN it_IT ja_JP ' +
  'ko_KR nl_NL no_NO pl_PL pt_BR pt_PT sv_SE zh_CN zh_HK'
).split(' ');

/** Polly's neural voices by our tag (Polly developer guide, "Available voices"); Polly says nb-NO, cmn-CN, yue-CN. */
const NEURAL_VOICES: Record<Language, string> = {
  'en-US': 'Danielle Gregory Ivy Joanna Kendra Kimberly Salli Joey Justin Kevin Matthew Ruth Stephen',
  'en-GB': 'Amy Emma Brian Arthur',
  'en-AU': 'Olivia',
  'en-IN': 'Kajal',
  'en-ZA': 'Ayanda',
  'es-ES': 'Lucia Sergio',
  'es-US': 'Lupe Pedro',
  'fr-FR': 'Lea Remi',
  'fr-CA': 'Gabrielle Liam',
  'de-DE': 'Vicki Daniel',
  'de-AT': 'Hannah',
  'it-IT': 'Bianca Adriano',
  'pt-BR': 'Camila Vitoria Thiago',
  'pt-PT': 'Ines',
  'nl-NL': 'Laura',
  'sv-SE': 'Elin',
  'no-NO': 'Ida',
  'fi-FI': 'Suvi',
  'pl-PL': 'Ola',
  'ca-ES': 'Arlet',
  'ar-AE': 'Hala Zayd',
  'hi-IN': 'Kajal',
  'ja-JP': 'Takumi Kazuha Tomoko',
  'ko-KR': 'Seoyeon Jihye',
  'zh-CN': 'Zhiyu',
  'zh-HK': 'Hiujin',
};
const languages = Object.keys(NEURAL_VOICES) as Language[];

test('there are three voices, as many as there are bots', () => {
  expect(Object.keys(VOICES)).toEqual(['Aoede', 'Puck', 'Charon']);
});

test('the default voice speaks every language', () => {
  expect(DEFAULT_VOICE).toBe('Aoede');
  expect(Object.keys(VOICES.Aoede).sort()).toEqual([...languages].sort());
});

test.each(Object.entries(VOICES))(
  '%s speaks with neural Polly voices, in full locales of Lex alone',
  (_, spoken) => {
    for (const language of languages) {
      const voice = spoken[language];
      if (voice === undefined) continue;
      expect(NEURAL_VOICES[language].split(' ')).toContain(voice);
      expect(FULL_LEX_LOCALES).toContain(lexLocale(language));
    }
  },
);

test.each([
  { language: 'en-US', locale: 'en_US' },
  { language: 'no-NO', locale: 'no_NO' },
  { language: 'zh-CN', locale: 'zh_CN' },
] as const)('$language is the Lex locale $locale', ({ language, locale }) => {
  expect(lexLocale(language)).toBe(locale);
});

test('no voice sounds like the default one', () => {
  for (const language of languages) {
    expect([VOICES.Puck[language], VOICES.Charon[language]]).not.toContain(VOICES.Aoede[language]);
  }
});
