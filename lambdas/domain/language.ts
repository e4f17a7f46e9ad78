import * as z from 'zod/mini';
import { DEFAULT_VOICE, VOICES, type Language, type VoiceName } from '../voices.ts';
import type { Region } from './region.ts';

/** A language whatever the country: `en` of `en-GB`. */
export type BaseLanguage = Language extends `${infer Base}-${string}` ? Base : never;

export const baseLanguage = (language: Language) => language.split('-')[0] as BaseLanguage;

/** English names of the languages we speak. Of those with one base, the first is its default. */
const NAMES: Record<Language, string> = {
  'en-US': 'English (US)',
  'en-GB': 'English (UK)',
  'en-AU': 'English (Australia)',
  'en-IN': 'English (India)',
  'en-ZA': 'English (South Africa)',
  'es-ES': 'Spanish (Spain)',
  'es-US': 'Spanish (US)',
  'fr-FR': 'French (France)',
  'fr-CA': 'French (Canada)',
  'de-DE': 'German (Germany)',
  'de-AT': 'German (Austria)',
  'it-IT': 'Italian',
  'pt-BR': 'Portuguese (Brazil)',
  'pt-PT': 'Portuguese (Portugal)',
  'nl-NL': 'Dutch',
  'sv-SE': 'Swedish',
  'no-NO': 'Norwegian',
  'fi-FI': 'Finnish',
  'pl-PL': 'Polish',
  'ca-ES': 'Catalan',
  'ar-AE': 'Arabic',
  'hi-IN': 'Hindi',
  'ja-JP': 'Japanese',
  'ko-KR': 'Korean',
  'zh-CN': 'Chinese (Mandarin)',
  'zh-HK': 'Chinese (Cantonese)',
};
const TAGS = Object.keys(NAMES) as [Language, ...Language[]];

/** A language as it stands in a call. */
export const SpokenLanguage = z.enum(TAGS);

/** Every language a call can be held in. */
export const LANGUAGES: readonly { readonly tag: Language; readonly name: string }[] = TAGS.map((tag) => ({
  tag,
  name: NAMES[tag],
}));

/** What a client asks for by `raw`: a tag in any case, a bare base language for calls to `region`, or `auto`. */
export function parseLanguage(raw: string, region: Region): Language | 'auto' | undefined {
  const asked = raw.toLowerCase();
  return asked === 'auto' ? 'auto' : dialectFor(asked, region);
}

/** How `language` (a tag or a base, in any case) is spoken to `region`; undefined if we don't speak it. */
export function dialectFor(language: string, region: Region): Language | undefined {
  const find = (wanted: string) => TAGS.find((tag) => tag.toLowerCase() === wanted.toLowerCase());
  return (
    find(language) ??
    find(`${language}-${region}`) ??
    TAGS.find((tag) => tag.startsWith(`${language.toLowerCase()}-`))
  );
}

/** A tag, or a base that some tag has, in canonical case; undefined if we don't speak it. */
export function languageOrBase(raw: string): string | undefined {
  const asked = raw.toLowerCase();
  const tag = TAGS.find((one) => one.toLowerCase() === asked);
  return tag ?? (TAGS.some((one) => baseLanguage(one) === asked) ? asked : undefined);
}

/** The languages of a voice, in the order of `LANGUAGES`. */
export const languagesOf = (voice: VoiceName): Language[] =>
  TAGS.filter((tag) => VOICES[voice][tag] !== undefined);

export type VoiceAnswer =
  | { readonly spoken: true; readonly voice: VoiceName }
  | { readonly spoken: false; readonly token: 'invalid_voice'; readonly reason: string };

/** Who is to speak: the voice the request names, and those that the key and the assistant name, first things first. */
export interface VoiceWishes {
  readonly asked?: string | null | undefined;
  readonly defaults: readonly (string | null | undefined)[];
  readonly language: Language;
}

/**
 * The voice that speaks `language`. One that was asked for speaks it or is refused, for nobody should be given another
 * voice unasked. Of the defaults the first that speaks it is taken, and the platform's if none does.
 */
export function chooseVoice({ asked, defaults, language }: VoiceWishes): VoiceAnswer {
  if (asked == null) return { spoken: true, voice: voiceFor(language, defaults) };
  if (speaks(asked, language)) return { spoken: true, voice: asked };
  const reason = Object.hasOwn(VOICES, asked)
    ? `doesn't speak ${language}; ${DEFAULT_VOICE} speaks every language`
    : `must be one of ${Object.keys(VOICES).join(', ')}`;
  return { spoken: false, token: 'invalid_voice', reason };
}

/** The first of `wishes` that speaks `language`; if none does, the voice that speaks every language. */
export const voiceFor = (language: Language, wishes: readonly (string | null | undefined)[]): VoiceName =>
  wishes.find((name) => speaks(name, language)) ?? DEFAULT_VOICE;

/**
 * The languages that a call to `region` may go on in, its own aside: each as it is spoken there. Cantonese is not spoken
 * for Mandarin, so it stands beside it.
 */
export const otherLanguages = (own: Language, region: Region): Language[] =>
  TAGS.filter(
    (tag) =>
      baseOrCantonese(tag) !== baseOrCantonese(own) &&
      (tag === 'zh-HK' || dialectFor(baseLanguage(tag), region) === tag),
  );

const baseOrCantonese = (language: Language) => (language === 'zh-HK' ? language : baseLanguage(language));

const speaks = (name: string | null | undefined, language: Language): name is VoiceName =>
  name != null && Object.hasOwn(VOICES, name) && VOICES[name as VoiceName][language] !== undefined;
