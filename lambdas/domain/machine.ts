import type { Turn } from './conversation.ts';

/** A machine greets with more words than this; people on the phone say who they are, and wait. */
const LONGEST_HUMAN_GREETING = 11;
/** A person may be lost for words once. */
const SILENT_TURNS = 2;
/** A mailbox speaks first or not at all, in two pieces if the agent's first words fell into its greeting. */
const GREETING_TURNS = 2;

/**
 * What mailboxes say and people don't, in the languages that we serve: all are looked for, since a mailbox needn't speak
 * the call's. Somebody who offers to take a message is a person, and so is somebody who says that another can't be reached.
 */
const SAID_BY_MACHINES = [
  // English
  '(after|at) the (tone|beep|signal)',
  'please leave (a|your|me|us) ',
  'leave (me|us) a message',
  'leave your (name|number|message)',
  'record your message',
  'voice ?mail(box)? (of|for|is|system)|reached the (voice ?)?mail',
  "(i|we) can('|’| ?no)t (take your call|come to the phone)",
  // Spanish, Catalan
  '(despues|al oir|tras) (de |del |la |el )*(senal|tono|bip)',
  'deje (su|un|el) (mensaje|recado)',
  'buzon de voz|contestador automatico',
  'despres (del|de la) (senyal|to)\\b|deixi (el seu|un) missatge|bustia de veu',
  // French
  'apres le (bip|signal)|laisse[zr]?[- ]moi un message|laissez (un|votre) message|messagerie vocale|boite vocale',
  // German, Dutch
  'nach dem (signal|piep|ton\\b)|hinterlassen sie|anrufbeantworter|mailbox von|die mailbox',
  'na de (piep|toon)|spreek (een|uw) (bericht|boodschap)|laat (een|uw) bericht|voicemail van',
  // Italian, Portuguese
  'dopo il (segnale|bip|tono)|lasci(ate|a)? (un|il suo|il tuo) messaggio|segreteria telefonica',
  '(depois d|apos )o (sinal|bip|toque)|deixe (a sua|sua|uma|o seu) (mensagem|recado)|caixa postal|correio de voz',
  // Swedish, Norwegian, Finnish
  'efter (tonen|pipet|signalen)|lamna (ett|ditt) meddelande|telefonsvarare|rostbrevlada',
  'etter (tonen|pipetonen|signalet|pipet)|legg igjen (en|din) (beskjed|melding)|telefonsvarer',
  'aanimerkin jalkeen|jata viesti|puhelinvastaaj|vastaajapalvelu',
  // Polish
  'po (uslyszeniu )?sygnal|(zostaw|zostawic|nagraj|nagrac) wiadomosc|poczt[ay] glosow|skrzynk[ai] glosow',
  // Arabic, Hindi
  'بعد (سماع )?(الصافرة|الإشارة|النغمة|صوت)|اترك رسالت|ترك رسالة|البريد الصوتي',
  '(बीप|टोन) के बाद|(संदेश|सन्देश|मैसेज) छोड़|(वॉइस|वॉयस|वाइस) ?मेल',
  // Japanese, Korean, Chinese
  '発信音|ピーという音|ピーッ|メッセージをお残し|メッセージをどうぞ|留守番電話|留守電|電話に出ることができません|電話に出られません',
  '삐 소리|신호음|메시지를 남겨|음성 ?사서함|소리샘',
  '(滴|嘟|嘀|哔|嗶|提示)[^，。]{0,4}[声聲音][^，。]{0,2}[后後]|请留言|請留言|语音信箱|語音信箱|留言信箱|留低口訊|留下口訊',
];

/** Lower case without accents, for who writes down speech may leave them out. Other scripts come out the same each time. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replaceAll('ł', 'l');

const MACHINE = new RegExp(SAID_BY_MACHINES.map(plain).join('|'));

/**
 * Whether a machine has answered: it says what mailboxes say, or it has made a speech and is silent since. Somebody who
 * says "hello?" and then nothing is a person.
 * @param turns the call's so far; the first one holds the agent's own words
 * @param heard empty for silence
 */
export function isMachine(turns: readonly Turn[], heard: string): boolean {
  const all = [...turns.slice(1).map((turn) => turn.heard.trim()), heard.trim()];
  const spoken = all.filter((words) => words !== '');
  if (all.at(-1) !== '') return spoken.length <= GREETING_TURNS && MACHINE.test(plain(spoken.join(' ')));
  const [greeting, ...silence] = all;
  return spoken.length === 1 && silence.length >= SILENT_TURNS && isSpeech(greeting ?? '');
}

/** Words in a row that ask nothing. */
const isSpeech = (words: string): boolean => !/[?？]$/.test(words) && countOf(words) > LONGEST_HUMAN_GREETING;

/** Japanese and Chinese leave no spaces between words. */
const countOf = (text: string): number =>
  [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)].filter(
    ({ isWordLike }) => isWordLike,
  ).length;
