import { phrasesIn } from './phrases.ts';
import type { AskedField } from './request.ts';

/** How sure somebody is of something they said. */
export type Polarity = 'yes' | 'no' | 'unsure' | 'none';

const UNSURE =
  /\b(maybe|perhaps|possibly|probably|might|not (really )?sure|don'?t know|no idea|i'?ll (have to )?check|let me check|depends|quiz[aá]s?|tal vez|no s[eé])\b/i;
const NO =
  /(^|[,.;!?] *)(no|nope|sorry|unfortunately|i'?m afraid|lo siento|nein|non|não)\b|\b(not|cannot|can'?t|isn'?t|aren'?t|won'?t|don'?t|doesn'?t|closed|unavailable|fully booked|sold out|no (puede|hay|es))\b/i;
const YES =
  /(^|[^\p{L}])(yes|yeah|yep|sure|of course|certainly|absolutely|correct|that'?s right|that is right|works|confirmed|booked|done|definitely|okay|ok|available|free|gladly|s[ií]|claro|por supuesto|de acuerdo|oui|ja|sì|sim)(?!\p{L})/iu;

export function polarityOf(line: string): Polarity {
  if (UNSURE.test(line)) return 'unsure';
  // "No problem" and "nothing else" are no refusals.
  const plain = line.replace(/\b(no problem|nothing else|no worries|not at all|sin problema)\b/gi, '');
  if (NO.test(plain)) return 'no';
  return YES.test(plain) ? 'yes' : 'none';
}

export const isFarewell = (line: string) =>
  /\b(good ?bye|bye|adi[oó]s|hasta luego|have a nice day|au revoir|auf wieder(h[oö]ren|sehen)|tsch[uü]ss|arrivederci|adeus|tchau)\b/i.test(
    line,
  );
export const isGreeting = (line: string) =>
  /^\W*(hello|hi|hey|good (morning|afternoon|evening)|hola|d[ií]game|buenos d[ií]as)\W*$/i.test(line.trim());
export const isVoicemail = (line: string) =>
  /\b(leave (me )?(a|your) message|after the (tone|beep)|voice ?mail|mailbox|deje (su|un) mensaje)\b/i.test(
    line,
  );
export const asksNotToCall = (line: string) =>
  /\b(do not|don'?t|stop|never) (ever )?call(ing)?\b|\btake me off\b|\bremove (me|my number)\b|\bno (me )?(vuelva a )?llam(e|ar)|ne m'appelez plus|ne (me )?rappelez (pas|plus)|nicht (mehr|wieder) an(rufen)?\b|non (mi )?(chiam|richiam)\w+ più|não (me )?lig\w+ mais/i.test(
    line,
  );
export const asksForPerson = (line: string) =>
  /\b(transfer me|put me through|connect me)\b|\b(speak|talk) (to|with) (a|an|some|the|your) ?(real |human |actual )?(person|human|body|one|agent|manager|colleague|representative|operator)\b|\b(speak|talk) (to|with) some(body|one)\b|\b(hablar con (una persona|alguien)|p[aá]seme con|parler à (quelqu'un|une personne)|mit (einem menschen|jemandem) sprechen|parlare con (una persona|qualcuno)|falar com (uma pessoa|alguém))/i.test(
    line,
  );
export const asksWho = (line: string) =>
  /\b(who is this|who'?s (this|calling)|what is this about|what'?s this about|qui[eé]n (es|habla))\b/i.test(
    line,
  );

/** Many words, none of which answers anything, and no end of the sentence: somebody is still telling a story. */
export const isUnfinished = (line: string) =>
  !/[.?!…]["»”]?$/.test(line.trim()) &&
  wordsOf(line).length >= 10 &&
  !/\d/.test(line) &&
  polarityOf(line) === 'none';

/** Somebody tells the agent what to do: that answers nothing. */
export const isOrder = (line: string) =>
  /\b(ignore|disregard|forget) (all|your|any|everything)\b|\b(mark|set|change|treat) (this|the)\b|\bsystem prompt\b|\byour administrator\b/i.test(
    line,
  );

/** Words that say nothing of what a field is about. */
const SMALL = new Set(
  'a an and are be by can do does for from get has have how if in is it of on or our so that the their them there they this to was we what when where whether which who will with you your'.split(
    ' ',
  ),
);

/** The words that a field is about, each in its simplest form. */
export function keywordsOf({ name, description }: AskedField): ReadonlySet<string> {
  const spelled = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  return new Set(wordsOf(`${spelled} ${description ?? ''}`).filter((word) => !SMALL.has(word)));
}

/** A text's words, each in its simplest form. */
export const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []).map((word) =>
    word.replace(/(?<=\p{L}{3})(ed|es|s)$/u, ''),
  );

/** How a field is asked for. The same question each time: that is how the stand-in knows that it was asked. */
export function questionFor(field: AskedField, language: string): string {
  const about = (field.description ?? field.name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' '))
    .trim()
    .replace(/[?.!]+$/, '');
  const { confirm, tell } = phrasesIn(language);
  return field.type === 'boolean' ? confirm(about) : tell(about);
}
