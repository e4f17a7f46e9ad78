import { type Phrases, languageOf, phrasesIn } from './phrases.ts';
import type { Understood } from './request.ts';
import {
  asksForPerson,
  asksNotToCall,
  asksWho,
  isFarewell,
  isGreeting,
  isUnfinished,
  isVoicemail,
  questionFor,
  wordsOf,
} from './words.ts';

/** Shorter words tell nothing of what a question is about. */
const TELLING_LETTERS = 4;

/** What the stand-in writes into the form of a turn. */
interface Filled {
  readonly say: string;
  readonly end: string;
  /** Only where the form asks for it. */
  readonly language?: string;
  readonly announce?: string;
}

/**
 * What to say next: what the call is about, then one question a field, then thanks. It goes by what it finds in the
 * request alone, its own earlier lines included. Where it may choose a language, it goes on in the one that it hears.
 */
export function nextTurn(understood: Understood): Filled {
  const { languages, language, lines } = understood;
  if (languages.length === 0) return turnIn(language, understood);
  const spoken = languageOf(lines.at(-1)?.text ?? '');
  const tagOf = (base: string) => languages.find((tag) => tag.split('-')[0] === base);
  const chosen = (spoken && tagOf(spoken) && spoken) ?? language;
  const turn = turnIn(chosen, understood);
  return turn.end === 'no'
    ? { ...turn, language: tagOf(chosen) ?? '' }
    : { ...turnIn(language, understood), language: tagOf(language) ?? '' };
}

function turnIn(
  language: string,
  { objective, knowledge, fields, lines, ends, members }: Understood,
): Filled {
  const phrases = phrasesIn(language);
  const heard = lines.at(-1)?.text ?? '';
  const said = lines.filter(({ from }) => from === 'self').map(({ text }) => text);
  const hasSaid = (words: string) => said.some((line) => line.includes(words));
  const goOn = (say: string) => ({ say, end: 'no' });

  if (asksNotToCall(heard)) return { say: phrases.sorry, end: 'asked_not_to_call' };
  if (ends.includes('transfer') && asksForPerson(heard)) {
    const announce = members.includes('announce') && { announce: phrases.wanted(matterOf(lines)) };
    return { say: phrases.connecting, end: 'transfer', ...announce };
  }
  if (objective === '') return answerTo(heard, knowledge, phrases);
  if (isVoicemail(heard)) return { say: phrases.message, end: 'voicemail' };
  const about = phrases.about(objective);
  if (!hasSaid(about)) return goOn(about);
  if (asksWho(heard) && said.filter((line) => line.includes(about)).length < 2) return goOn(about);
  if (isFarewell(heard)) return { say: phrases.thanks, end: 'other_side_is_leaving' };
  if (isUnfinished(heard)) return goOn(phrases.listening);
  const question = fields.map((field) => questionFor(field, language)).find((one) => !hasSaid(one));
  if (heard === '(silence)' && said.at(-1) !== phrases.still && question === undefined)
    return goOn(phrases.still);
  if (question) return goOn(question);
  if (fields.length === 0 && !hasSaid(phrases.more)) return goOn(phrases.more);
  return { say: phrases.thanks, end: 'objective_met' };
}

/** What the other side has said that says something, last of all. */
const matterOf = (lines: Understood['lines']): string =>
  lines.findLast(
    ({ from, text }) => from === 'other' && text !== '(silence)' && !isGreeting(text) && !asksForPerson(text),
  )?.text ?? '';

/**
 * Whoever called has the say, until they say goodbye: it answers with the sentence of its knowledge that has most of the
 * caller's words, and takes for a message what it knows nothing of.
 */
function answerTo(heard: string, knowledge: string, { noted, still, bye }: Phrases): Filled {
  if (isFarewell(heard)) return { say: bye, end: 'objective_met' };
  if (heard === '(silence)') return { say: still, end: 'no' };
  const asked = new Set(wordsOf(heard).filter((word) => word.length >= TELLING_LETTERS));
  const [best] = (knowledge.match(/[^.!?\n]+[.!?]?/g) ?? [])
    .map((sentence) => ({ sentence, shared: wordsOf(sentence).filter((word) => asked.has(word)).length }))
    .sort((one, other) => other.shared - one.shared);
  return { say: best && best.shared > 0 ? best.sentence.trim() : noted, end: 'no' };
}
