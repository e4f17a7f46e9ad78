/**
 * Our voices: for each, the languages it speaks (BCP-47 tags) and the Amazon Polly neural voice that speaks them.
 *
 * A voice is a Lex bot, a language one of its locales: `en-US` is Lex's `en_US`, and the Polly voice stands in that
 * locale's voice settings. Listed are the locales that Lex V2 fully supports and Polly has a neural voice for, so there
 * is no Hebrew or Russian, and no es-419, for which Polly has no voice. The first tag of a language is its default.
 */
const AOEDE = {
  'en-US': 'Joanna',
  'en-GB': 'Amy',
  'en-AU': 'Olivia',
  'en-IN': 'Kajal',
  'en-ZA': 'Ayanda',
  'es-ES': 'Lucia',
  'es-US': 'Lupe',
  'fr-FR': 'Lea',
  'fr-CA': 'Gabrielle',
  'de-DE': 'Vicki',
  'de-AT': 'Hannah',
  'it-IT': 'Bianca',
  'pt-BR': 'Camila',
  'pt-PT': 'Ines',
  'nl-NL': 'Laura',
  'sv-SE': 'Elin',
  'no-NO': 'Ida',
  'fi-FI': 'Suvi',
  'pl-PL': 'Ola',
  'ca-ES': 'Arlet',
  'ar-AE': 'Hala',
  'hi-IN': 'Kajal',
  'ja-JP': 'Kazuha',
  'ko-KR': 'Seoyeon',
  'zh-CN': 'Zhiyu',
  'zh-HK': 'Hiujin',
} as const;

/** A language we speak, in canonical case. */
export type Language = keyof typeof AOEDE;
export type VoiceName = 'Aoede' | 'Puck' | 'Charon';

/** Where Polly has a single male voice, Puck and Charon share it; where it has none, they don't speak the language. */
const ONLY_MALE = {
  'es-ES': 'Sergio',
  'es-US': 'Pedro',
  'fr-FR': 'Remi',
  'fr-CA': 'Liam',
  'de-DE': 'Daniel',
  'it-IT': 'Adriano',
  'pt-BR': 'Thiago',
  'ar-AE': 'Zayd',
  'ja-JP': 'Takumi',
} as const;

export const VOICES: Readonly<Record<VoiceName, Readonly<Partial<Record<Language, string>>>>> = {
  Aoede: AOEDE,
  Puck: { 'en-US': 'Stephen', 'en-GB': 'Arthur', ...ONLY_MALE },
  Charon: { 'en-US': 'Matthew', 'en-GB': 'Brian', ...ONLY_MALE },
};

/** Speaks every language, so it can stand in wherever another can't. */
export const DEFAULT_VOICE = 'Aoede';

/** The Lex V2 locale that serves a language: `en_US` for `en-US`. */
export const lexLocale = (language: Language): string => language.replace('-', '_');
