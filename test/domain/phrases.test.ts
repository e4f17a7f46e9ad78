import * as phrases from '../../lambdas/domain/phrases.ts';
import { LANGUAGES } from '../../lambdas/domain/language.ts';
import { VOICES, type Language } from '../../lambdas/voices.ts';

const languages = LANGUAGES.map(({ tag }) => tag);

/** How an artificial intelligence is called where each language is spoken. */
const ARTIFICIAL: Record<Language, RegExp> = {
  'en-US': /\bAI\b/,
  'en-GB': /\bAI\b/,
  'en-AU': /\bAI\b/,
  'en-IN': /\bAI\b/,
  'en-ZA': /\bAI\b/,
  'es-ES': /inteligencia artificial/,
  'es-US': /inteligencia artificial/,
  'fr-FR': /intelligence artificielle/,
  'fr-CA': /intelligence artificielle/,
  'de-DE': /\bKI\b/,
  'de-AT': /\bKI\b/,
  'it-IT': /intelligenza artificiale/,
  'pt-BR': /inteligência artificial/,
  'pt-PT': /inteligência artificial/,
  'nl-NL': /\bAI\b/,
  'sv-SE': /\bAI\b/,
  'no-NO': /\bKI\b/,
  'fi-FI': /tekoäly/,
  'pl-PL': /sztucznej inteligencji/,
  'ca-ES': /intel·ligència artificial/,
  'ar-AE': /الذكاء الاصطناعي/,
  'hi-IN': /एआई/,
  'ja-JP': /AI/,
  'ko-KR': /AI/,
  'zh-CN': /人工智能/,
  'zh-HK': /人工智能/,
};

test.each(languages)('in %s the first words say that an AI calls, and for whom', (language) => {
  const said = phrases.greeting({ language, onBehalfOf: 'Ada Lovelace', recorded: false });
  expect(said).toMatch(ARTIFICIAL[language]);
  expect(said).toContain('Ada Lovelace');
});

test.each(languages)('in %s who calls us hears whom they reached, and that an AI answers', (language) => {
  const said = phrases.inboundGreeting({ language, name: 'Acme Dental', recorded: false, own: null });
  expect(said).toMatch(ARTIFICIAL[language]);
  expect(said).toContain('Acme Dental');
});

test.each(languages)('in %s a recording is announced, and only then', (language) => {
  const quiet = phrases.greeting({ language, onBehalfOf: 'Ada', recorded: false });
  const taped = phrases.greeting({ language, onBehalfOf: 'Ada', recorded: true });
  expect(taped.startsWith(quiet)).toBe(true);
  expect(taped.length).toBeGreaterThan(quiet.length + 5);

  const inbound = phrases.inboundGreeting({ language, name: 'Ada', recorded: false, own: null });
  expect(
    phrases.inboundGreeting({ language, name: 'Ada', recorded: true, own: null }).length,
  ).toBeGreaterThan(inbound.length + 5);
});

test.each(languages)('in %s every phrase is a whole sentence without a gap left to fill', (language) => {
  const all = [
    phrases.greeting({ language, onBehalfOf: 'Ada', recorded: true }),
    phrases.inboundGreeting({ language, name: 'Ada', recorded: true, own: null }),
    phrases.repeatPlease(language),
    phrases.goodbye(language),
    phrases.sorryProblem(language),
    phrases.outOfTime(language),
  ];
  for (const phrase of all) {
    expect(phrase).toMatch(/[.?。？؟।]$/);
    expect(phrase).not.toMatch(/[{}]|undefined|\s{2}/);
  }
  expect(new Set(all).size).toBe(6);
});

test('an assistant’s own greeting comes after that it is an AI, and that it is recorded if it is', () => {
  const opening = { language: 'en-US' as const, name: 'Acme', own: 'Robin here, hello.' };

  expect(phrases.inboundGreeting({ ...opening, recorded: false })).toBe(
    'I am an AI assistant. Robin here, hello.',
  );
  expect(phrases.inboundGreeting({ ...opening, recorded: true })).toBe(
    'I am an AI assistant. This call is being recorded. Robin here, hello.',
  );
});

test('what is said in English', () => {
  expect(phrases.greeting({ language: 'en-GB', onBehalfOf: 'Ada Lovelace', recorded: true })).toBe(
    'Hello, this is an AI assistant calling on behalf of Ada Lovelace. This call is being recorded.',
  );
  expect(phrases.inboundGreeting({ language: 'en-US', name: 'Acme', recorded: true, own: null })).toBe(
    'Hello, you have reached Acme. I am an AI assistant. This call is being recorded. How can I help you?',
  );
  expect(phrases.repeatPlease('en-US')).toBe(
    "I'm sorry, I didn't catch that. Could you say it again, please?",
  );
  expect(phrases.goodbye('en-US')).toBe('Thank you for your time. Goodbye.');
  expect(phrases.sorryProblem('en-US')).toBe(
    "I'm sorry, we have a technical problem, so I have to end this call. Goodbye.",
  );
  expect(phrases.outOfTime('en-US')).toBe("I'm sorry, our time for this call is up. Thank you, and goodbye.");
});

test('Chinese is said in Mandarin or in Cantonese, without spaces between the sentences', () => {
  expect(phrases.greeting({ language: 'zh-CN', onBehalfOf: 'Ada', recorded: true })).toBe(
    '您好，我是人工智能助手，代表Ada给您打电话。本次通话会被录音。',
  );
  expect(phrases.greeting({ language: 'zh-HK', onBehalfOf: 'Ada', recorded: true })).toBe(
    '你好，我係人工智能助理，代表Ada打電話俾你。呢個通話會錄音。',
  );
});

test.each(["$& $1 $' $$", '{name}', 'A. B. Smith & Sons'])(
  'the name "%s" is said as it is written',
  (name) => {
    expect(phrases.greeting({ language: 'en-US', onBehalfOf: name, recorded: false })).toBe(
      `Hello, this is an AI assistant calling on behalf of ${name}.`,
    );
  },
);

test('every language that a voice speaks has its phrases', () => {
  for (const spoken of Object.values(VOICES)) {
    for (const tag of Object.keys(spoken)) expect(languages).toContain(tag);
  }
});
