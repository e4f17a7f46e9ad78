import type { AskedField } from './request.ts';
import { isFarewell, isGreeting, keywordsOf, polarityOf, questionFor, wordsOf } from './words.ts';

/** A line that the recipient said, and what the agent had said before it. */
export interface Reply {
  readonly text: string;
  readonly to: string;
}

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const HOUR = UNITS.slice(1, 13).join('|');
const DAY = 'monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const MONTH = 'january|february|march|april|may|june|july|august|september|october|november|december';

interface Kind {
  /** Fields about one of these words are of this kind. */
  readonly about: RegExp;
  /** What such a thing looks like; the first group is the thing. */
  readonly looks: RegExp;
}

/** Things that are known by their looks. */
const KINDS: readonly Kind[] = [
  {
    about: /\b(time|hour|when|clock|slot)\b/,
    looks: new RegExp(
      `\\b(\\d{1,2}(?::\\d{2})? ?(?:am|pm|a\\.m\\.|p\\.m\\.|o'?clock)|\\d{1,2}:\\d{2}|(?:half past|quarter past|quarter to) (?:${HOUR})(?: in the \\w+)?|(?:${HOUR})(?:[ -](?:fifteen|thirty|forty[- ]five))?(?: (?:am|pm|o'?clock|in the (?:morning|afternoon|evening)))|noon|midnight)(?!\\w)|\\bat (${HOUR}|\\d{1,2})(?![\\w:]| ?[ap]\\.?m)`,
      'i',
    ),
  },
  {
    about: /\b(date|day|weekday)\b/,
    looks: new RegExp(
      `\\b((?:next |this )?(?:${DAY})|tomorrow|today|tonight|(?:${MONTH}) \\d{1,2}(?:st|nd|rd|th)?|\\d{1,2}(?:st|nd|rd|th)? of (?:${MONTH})|\\d{4}-\\d{2}-\\d{2})\\b`,
      'i',
    ),
  },
  {
    about: /\b(name|contact|person|who|manager|doctor)\b/,
    looks:
      /(?:name is|name'?s|name of|this is|i am|i'm|speaking with|ask for|me llamo|soy) ((?:(?:Dr|Mr|Mrs|Ms)\.? )?\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)*)/u,
  },
  {
    about: /\b(price|cost|fee|amount|total|rate|charge)\b/,
    looks:
      /((?:[$€£] ?\d[\d,.]*\d|[$€£] ?\d)|\d+(?:[.,]\d+)? ?(?:dollars|euros|pounds|cents)(?: \w+ (?:night|person|hour|day))?)/i,
  },
  { about: /\b(phone|telephone|callback)\b/, looks: /(\+?\d[\d -]{6,}\d)/ },
  {
    about: /\b(reference|confirmation|reservation|booking|order|code|id)\b/,
    looks: /\b((?:[A-Z]{1,5}[- ]?)?\d{3,}[A-Z\d-]*|[A-Z]{1,5}-?\d[A-Z\d-]*)\b/,
  },
];

/** What a recipient said of a field, or null: not said, not sure, not of its type. */
export function find(
  field: AskedField,
  replies: readonly Reply[],
  language: string,
): string | boolean | number | null {
  const question = questionFor(field, language);
  const answer = replies.find(({ to }) => to.includes(question));
  const keywords = keywordsOf(field);
  const related = replies.filter(({ text }) => wordsOf(text).some((word) => keywords.has(word)));
  switch (field.type) {
    case 'boolean':
      return findBoolean(answer, related, replies);
    case 'number':
      return findNumber(field, answer, related, replies);
    case 'string':
      return findText(field, answer, related, replies);
  }
}

/** The answer to the question decides, even if it is unsure; else a line about it; else the reply to the request. */
function findBoolean(
  answer: Reply | undefined,
  related: readonly Reply[],
  replies: readonly Reply[],
): boolean | null {
  // What is said after the greeting answers nothing; what is said to the request answers the request.
  const toTheRequest = replies[1];
  for (const reply of [answer, ...related, toTheRequest]) {
    const polarity = reply ? polarityOf(reply.text) : 'none';
    if (polarity === 'unsure') return null;
    if (polarity !== 'none') return polarity === 'yes';
  }
  return null;
}

function findNumber(
  field: AskedField,
  answer: Reply | undefined,
  related: readonly Reply[],
  replies: readonly Reply[],
): number | null {
  const kind = kindOf(field);
  const inKind = kind ? replies.filter(({ text }) => kind.looks.test(text)) : [];
  for (const { text } of [...related, ...(answer ? [answer] : []), ...inKind]) {
    if (polarityOf(text) === 'unsure') continue;
    const thing = kind && seen(kind, text);
    const number = numberIn(thing ?? text);
    if (number !== null) return number;
  }
  return null;
}

function findText(
  field: AskedField,
  answer: Reply | undefined,
  related: readonly Reply[],
  replies: readonly Reply[],
): string | null {
  const kind = kindOf(field);
  const sure = (reply: Reply) => polarityOf(reply.text) !== 'unsure';
  if (kind) {
    const lines = [...(answer ? [answer] : []), ...related, ...replies].filter(sure);
    return lines.map(({ text }) => seen(kind, text)).find((thing) => thing !== undefined) ?? null;
  }
  const [said] = [...(answer ? [answer] : []), ...related].filter(
    (reply) => sure(reply) && saysSomething(reply.text),
  );
  return said ? said.text.trim() : null;
}

const kindOf = ({ name, description }: AskedField): Kind | undefined => {
  const spelled = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  // The name says more than the description, which may mention many things.
  return (
    KINDS.find(({ about }) => about.test(spelled)) ??
    KINDS.find(({ about }) => about.test((description ?? '').toLowerCase()))
  );
};

const seen = ({ looks }: Kind, text: string): string | undefined => looks.exec(text)?.slice(1).find(Boolean);

/** The first number of a text, in digits or in words up to ninety-nine. */
export function numberIn(text: string): number | null {
  const digits = /\d+(?:[.,]\d+)?/.exec(text.replace(/(\d),(\d{3})\b/g, '$1$2'));
  if (digits) return Number(digits[0].replace(',', '.'));
  const words: readonly string[] = text.toLowerCase().match(/[a-z]+/g) ?? [];
  for (const [i, word] of words.entries()) {
    const tens = TENS.indexOf(word);
    const next = UNITS.indexOf(words[i + 1] ?? '');
    if (tens >= 0) return (tens + 2) * 10 + (next > 0 && next < 10 ? next : 0);
    const unit = UNITS.indexOf(word);
    // "One" is more often a word than a number.
    if (unit >= 0 && unit !== 1) return unit;
  }
  return words.includes('one') ? 1 : null;
}

const saysSomething = (text: string) =>
  !isGreeting(text) && !isFarewell(text) && !/^\W*(yes|no|yeah|okay|ok|sure|sí)\W*$/i.test(text.trim());
