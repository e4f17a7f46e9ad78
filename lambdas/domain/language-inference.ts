import type { Language } from '../voices.ts';
import type { Region } from './region.ts';
import { languageMentions } from './language-mentions.ts';
import { fold, LANGUAGES_BY_WORD } from './language-words.ts';
import { dialectFor } from './language.ts';

/** What a call is for, and where it goes. */
export interface CallTexts {
  readonly objective: string;
  readonly context?: string | null | undefined;
  readonly region: Region;
}

/** A text shows its language early; reading all of a long one would only cost time. In characters. */
const READ_AT_MOST = 2_000;
/** Fewer different words of a language than this are no proof. */
const FEWEST_WORDS = 3;
/** Of all words. Texts in a language that we don't know hold some that look like another's. */
const SMALLEST_SHARE = 1 / 3;

/**
 * The language a call should be held in, as far as the texts make it certain: an instruction to speak it, else the
 * language they are written in. Undefined rather than a guess: for a short or mixed text, for instructions that differ,
 * for a language that we don't speak.
 */
export function inferLanguage({ objective, context, region }: CallTexts): Language | undefined {
  const mentions = [objective, context ?? ''].map(languageMentions);
  const told = mentions.find((text) => text.told.size > 0)?.told;
  if (told) {
    const [first = '', ...others] = told;
    return others.length > 0 ? undefined : (dialectFor(first, region) ?? dialectFor(baseOf(first), region));
  }

  const written =
    writtenIn(objective) ?? writtenIn(`${objective.slice(0, READ_AT_MOST / 2)}\n${context ?? ''}`);
  if (!written) return undefined;
  const base = baseOf(written);
  const inDoubt = mentions.some(
    ({ ruledOut, unsure }) =>
      [...ruledOut].some((language) => baseOf(language) === base) ||
      [...unsure].some((language) => baseOf(language) !== base),
  );
  return inDoubt ? undefined : dialectFor(written, region);
}

const baseOf = (language: string): string => language.split('-')[0] ?? language;

/** What one word says: the languages it may be of, and how many words it counts for. */
interface Vote {
  readonly languages: readonly string[];
  readonly weight: number;
}

/** The language a text is written in, when no other comes near: its own words outnumber each rival's own by three. */
function writtenIn(text: string): string | undefined {
  const votes = votesOf(text.slice(0, READ_AT_MOST));
  const wordsOf = (language: string, but?: string) =>
    sum(votes.filter(({ languages }) => languages.includes(language) && !(but && languages.includes(but))));

  const [best, ...rivals] = [...new Set(votes.flatMap(({ languages }) => languages))]
    .map((language) => ({ language, words: wordsOf(language) }))
    .sort((one, other) => other.words - one.words);
  if (!best || best.words < FEWEST_WORDS || best.words < sum(votes) * SMALLEST_SHARE) return undefined;
  const stands = rivals.every((rival) => {
    const own = wordsOf(best.language, rival.language);
    return own >= 2 && own >= 3 * wordsOf(rival.language, best.language);
  });
  return stands ? best.language : undefined;
}

const sum = (votes: readonly Vote[]) => votes.reduce((total, { weight }) => total + weight, 0);

/** Each different word once, so that a word that is said often proves no more. */
function votesOf(text: string): Vote[] {
  const han = readHan(text);
  return [...new Set(commonWords(text))].map((word) => {
    const own = SCRIPTS.find(([script]) => script.test(word));
    if (!own) return { languages: LANGUAGES_BY_WORD.get(word) ?? [], weight: 1 };
    const [, language, runs] = own;
    return {
      languages: [language === 'han' ? han : language],
      weight: runs ? Math.ceil(word.length / 2) : 1,
    };
  });
}

/** The words of a text, folded, but names: whatever has a capital within a sentence, if not all of it is in capitals. */
function commonWords(text: string): string[] {
  const shouted = text === text.toUpperCase();
  const words: string[] = [];
  let starts = true;
  for (const [token] of text.matchAll(/[\p{L}\p{M}]+|[.!?:;\n]/gu)) {
    const isWord = /\p{L}/u.test(token);
    if (isWord && (starts || shouted || !/^\p{Lu}/u.test(token))) words.push(fold(token));
    starts = !isWord;
  }
  return words;
}

/** By script: the language, and whether words stand without spaces, so that two characters count for a word. */
const SCRIPTS: readonly (readonly [RegExp, string, boolean])[] = [
  [/\p{sc=Hangul}/u, 'ko', true],
  [/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u, 'han', true],
  // Persian and Urdu write letters that Arabic hasn't.
  [/[پچژگکیےںٹڈ]/, 'fa', false],
  [/\p{sc=Arabic}/u, 'ar', false],
  [/[^\p{sc=Latin}\p{sc=Devanagari}\p{sc=Inherited}]/u, 'unknown', false],
];

const CANTONESE = /[嘅咗唔喺佢冇嚟哋啲咁]/;
const TRADITIONAL = /[們這個說請時訂話電預問嗎為點後開會過]/;
const SIMPLIFIED = /[们这个说请时订话电预问吗为点后开会过]/;
const MANDARIN = /[的您你吗吧呢]/;

/**
 * Whose Han characters these are: Japanese if kana stand among them, Cantonese by its own characters. Traditional ones
 * without are read aloud in Cantonese by some and in Mandarin by others, so they are nobody's.
 */
function readHan(text: string): string {
  if (/[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(text)) return 'ja';
  if (CANTONESE.test(text)) return 'zh-HK';
  if (TRADITIONAL.test(text)) return 'unknown';
  return SIMPLIFIED.test(text) || MANDARIN.test(text) ? 'zh' : 'unknown';
}
