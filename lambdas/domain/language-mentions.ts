import { fold } from './language-words.ts';

/** What a text says about languages, as tags or bases; `-` for one that we don't speak. */
export interface Mentions {
  /** The agent is told to speak them. */
  readonly told: ReadonlySet<string>;
  /** The agent is told not to, or whoever answers doesn't speak them. */
  readonly ruledOut: ReadonlySet<string>;
  /** They are spoken of in a way that may or may not be meant for the call: "speak Spanish if they like". */
  readonly unsure: ReadonlySet<string>;
}

const tableOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split('; ').flatMap((row) => {
      const [language = '', ...names] = row.split(' ');
      return names.map((name): [string, string] => [name, language]);
    }),
  );
const setOf = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** In English a language's name is an adjective too, so what follows decides: "in French Lick" names a town. */
const ENGLISH_NAMES = tableOf(
  'en english; es spanish castilian; fr french; de german; it italian; pt portuguese; nl dutch; sv ' +
    'swedish; no norwegian; fi finnish; pl polish; ca catalan; ar arabic; hi hindi; ja japanese; ko korean; ' +
    'zh chinese mandarin; zh-HK cantonese; - russian hebrew danish turkish vietnamese tagalog ' +
    'ukrainian greek czech hungarian romanian thai persian farsi urdu',
);
const OTHER_NAMES = tableOf(
  'en englisch anglais ingles inglese engels engelsk engelska angielsku angles; es spanisch espagnol ' +
    'espanol castellano spagnolo espanhol spaans; fr franzosisch francais frances francese frans; de ' +
    'deutsch allemand aleman tedesco alemao duits; it italienisch italiano; pt portugues portugais; nl ' +
    'nederlands; sv svenska; no norsk; pl polsku polnisch; ca catala; ar arabe arabisch; zh chino chinois',
);
/** Finnish for "in" such a language. */
const ADVERBS = tableOf('en englanniksi; sv ruotsiksi; fi suomeksi');
/** A country that stands before the language: "British English". */
const COUNTRIES = tableOf(
  'US american; GB british; AU australian; IN indian; CA canadian; BR brazilian; AT austrian',
);

const IN = setOf('in auf en em pa po op');
const SPEAK = setOf(
  'speak talk use sprich sprechen rede habla hable hablar parle parlez parler parla parli fala fale ' +
    'spreek tala snakk',
);
const SPEAKS = setOf('speaks spricht');
const FILLERS = setOf('only fluent plain clear polite formal nur solo no kein geen the het le la el lo');
const BEFORE_SPEAK = setOf('please must should shall always only just also you kindly bitte favor');
const TELLS_TO = setOf('you need have has remember agent');
const ASKED = setOf(
  'if whether who whom anyone someone somebody anybody how do does did ob wer jemand si quien alguien qui ' +
    'quelqu se chi qualcuno quem czy hvem noen vem nagon',
);
const SEEKS = setOf('ask find need looking request want');
const IF = setOf('if unless falls wenn si se hvis jos jesli');
const NOT = setOf(
  'not don doesn didn isn aren won never no without avoid nicht kein geen ne sin nao non inte ikke nie ' +
    'niet',
);
const AND = setOf('and then but so und y et och og ou e');
const OR = setOf('and or , oder und o y ou et e eller och og of lub');
/** What can be in a language without the call being so. */
const THINGS = setOf(
  'menu book books tour tours class classes course lessons movie film version edition copy website form ' +
    'documents guide fluent interested written available',
);
/** Before "book" as a thing; without one of them it is what the agent is to do: "book a table in Spanish". */
const BEFORE_A_BOOK = setOf('a an the this that any some my your his her our their which no');
const AFTER_ENGLISH_NAME = setOf(
  'and or but please only when if unless to with for at about as because since so that throughout during ' +
    'the they he she we you it is on by not rather instead until before after today now first this chinese ' +
    'whether of what where which who why how i please their your my',
);
/** "In English" in the languages of other scripts, whose words aren't parted by spaces or have endings. */
const IN_ENGLISH = /英語で|[用说說講讲]英[语語文]|영어로|(?:अंग्रेज़ी|अंग्रेजी|इंग्लिश) में|بال(?:لغة ال)?[إا]نجليزية/;
const NOT_IN_OTHER_SCRIPTS = /ないで|ません|不要|[别別唔]|하지 ?마|मत|नहीं|(?:^|\s)لا\s/;

const TOKEN = /[\p{L}\p{M}]+|[.!?;:\n,()"“”¿¡«»]/gu;
const SENTENCE_END = /^[.!?;\n]$/;
/** So that the time stays linear in a text without full stops. */
const LONGEST_SENTENCE = 100;
const BREAK = /^[^\p{L}\p{M}]$/u;

/** Reads what a text in any of our languages says about languages. Its time is linear in the text. */
export function languageMentions(text: string): Mentions {
  const told = new Set<string>();
  const ruledOut = new Set<string>();
  const unsure = new Set<string>();
  const sets = { told, ruledOut, unsure };
  for (const sentence of sentencesOf(fold(text))) {
    sentence.forEach((_, at) => {
      const mention = mentionAt(sentence, at);
      if (mention) sets[mention.as].add(mention.language);
    });
  }
  if (IN_ENGLISH.test(text)) (NOT_IN_OTHER_SCRIPTS.test(text) ? unsure : told).add('en');
  return sets;
}

interface Mention {
  readonly language: string;
  readonly as: keyof Mentions;
}

function sentencesOf(text: string): string[][] {
  const sentences: string[][] = [[]];
  for (const [token] of text.matchAll(TOKEN)) {
    const length = sentences.at(-1)?.push(token);
    if (SENTENCE_END.test(token) || length === LONGEST_SENTENCE) sentences.push([]);
  }
  return sentences;
}

/** What is said of the language named at a place of a sentence, if one is and it matters for the call. */
function mentionAt(sentence: readonly string[], at: number): Mention | undefined {
  const word = sentence[at] ?? '';
  const english = ENGLISH_NAMES.get(word);
  const base = english ?? OTHER_NAMES.get(word) ?? ADVERBS.get(word);
  if (!base) return undefined;

  const country = COUNTRIES.get(sentence[at - 1] ?? '');
  let head = country ? at - 2 : at - 1;
  while (FILLERS.has(sentence[head] ?? '')) head -= 1;
  const language = country ? `${base}-${country}` : base;

  const as = ADVERBS.has(word)
    ? standing(sentence, at, at)
    : english && !endsName(sentence[at + 1])
      ? ofSpeakers(sentence, at)
      : standing(sentence, head, at);
  return as && { language, as };
}

const endsName = (next: string | undefined) =>
  next === undefined || BREAK.test(next) || next.endsWith('ly') || AFTER_ENGLISH_NAME.has(next);

/** "Spanish-speaking", "Spanish speaker": nothing about the call when such a person is looked for. */
function ofSpeakers(sentence: readonly string[], at: number): keyof Mentions | undefined {
  if (!/^speak(ing|ers?)$/.test(sentence[at + 1] ?? '')) return undefined;
  return sentence.slice(0, at).some((word) => SEEKS.has(word) || ASKED.has(word)) ? undefined : 'unsure';
}

/** How the words around "in X" or "speak X" are meant; `head` is the place of "in" or "speak". */
function standing(sentence: readonly string[], head: number, at: number): keyof Mentions | undefined {
  const verb = sentence[head] ?? '';
  const described = SPEAKS.has(verb);
  if (head !== at && !IN.has(verb) && !SPEAK.has(verb) && !described) return undefined;

  const clause = sentence.slice(lastIndex(sentence, head, (word) => BREAK.test(word)) + 1, head);
  const part = clause.slice(lastIndex(clause, clause.length, (word) => AND.has(word)) + 1);
  const next = sentence[at + 1] ?? '';

  if ([...clause.slice(-4), ...sentence.slice(head, at)].some((word) => NOT.has(word))) return 'ruledOut';
  if (IF.has(sentence[0] ?? '')) return 'unsure';
  if (part.some((word) => ASKED.has(word))) return undefined;
  if (clause.some((word) => ASKED.has(word)) || sentence.at(-1) === '?') return 'unsure';
  if (OR.has(next) && isName(sentence[at + 2])) return 'unsure';
  if (IF.has(next) && !clause.some((word) => SEEKS.has(word))) return 'unsure';
  if (described) return isOnly(sentence, head) ? 'told' : 'unsure';
  if (SPEAK.has(verb)) return isCommand(part) ? 'told' : 'unsure';
  return part.some((word, i) => isThing(word, part[i - 1])) ? 'unsure' : 'told';
}

const isThing = (word: string, before = '') =>
  THINGS.has(word) && (word !== 'book' || BEFORE_A_BOOK.has(before));

const isName = (word = '') => ENGLISH_NAMES.has(word) || OTHER_NAMES.has(word);

const isOnly = (sentence: readonly string[], head: number) =>
  sentence[head - 1] === 'only' || sentence[head + 1] === 'only';

/** Whether "speak" after these words is an order: "they speak" isn't. */
function isCommand(before: readonly string[]): boolean {
  const last = before.at(-1);
  return last === undefined || BEFORE_SPEAK.has(last) || (last === 'to' && TELLS_TO.has(before.at(-2) ?? ''));
}

function lastIndex(words: readonly string[], before: number, holds: (word: string) => boolean): number {
  let at = before - 1;
  while (at >= 0 && !holds(words[at] ?? '')) at -= 1;
  return at;
}
