import { DEFAULT_VOICE, VOICES, type Language, type VoiceName } from '../voices.ts';
import type { Region } from './destination.ts';

export type { Language, VoiceName } from '../voices.ts';

/** A language whatever the country: `en` of `en-GB`. */
export type BaseLanguage = Language extends `${infer Base}-${string}` ? Base : never;

/** English names of the languages we speak. Of one base language the first is its default. */
const NAMES: Record<Language, string> = {
  'en-US': 'English (United States)',
  'en-GB': 'English (United Kingdom)',
  'en-AU': 'English (Australia)',
  'en-IN': 'English (India)',
  'en-ZA': 'English (South Africa)',
  'es-ES': 'Spanish (Spain)',
  'es-US': 'Spanish (United States)',
  'fr-FR': 'French (France)',
  'fr-CA': 'French (Canada)',
  'de-DE': 'German (Germany)',
  'de-AT': 'German (Austria)',
  'it-IT': 'Italian (Italy)',
  'pt-BR': 'Portuguese (Brazil)',
  'pt-PT': 'Portuguese (Portugal)',
  'nl-NL': 'Dutch (Netherlands)',
  'sv-SE': 'Swedish (Sweden)',
  'no-NO': 'Norwegian (Norway)',
  'fi-FI': 'Finnish (Finland)',
  'pl-PL': 'Polish (Poland)',
  'ca-ES': 'Catalan (Spain)',
  'ar-AE': 'Arabic (United Arab Emirates)',
  'hi-IN': 'Hindi (India)',
  'ja-JP': 'Japanese (Japan)',
  'ko-KR': 'Korean (South Korea)',
  'zh-CN': 'Chinese (Mandarin, China)',
  'zh-HK': 'Chinese (Cantonese, Hong Kong)',
};

/** Every language a call can be held in. */
export const LANGUAGES: readonly { readonly tag: Language; readonly name: string }[] = Object.entries(NAMES).map(
  ([tag, name]) => ({ tag: tag as Language, name }),
);
