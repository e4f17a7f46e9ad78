import type { Turn } from '../../lambdas/domain/conversation.ts';
import { converse } from '../../lambdas/talk/converse.ts';
import type { Part } from '../../lambdas/talk/prompt.ts';
import { aBrain } from './a-brain.ts';

const PARDON = "I'm sorry, I didn't catch that. Could you say it again, please?";
const GOODBYE = 'Thank you for your time. Goodbye.';
const PROBLEM = "I'm sorry, we have a technical problem, so I have to end this call. Goodbye.";

const part: Part = {
  onBehalfOf: 'Acme',
  objective: 'Book a table for four',
  context: null,
  fields: [],
  persona: null,
  knowledge: null,
  language: 'en-US',
  otherLanguages: [],
  transfer: null,
};
const greeting: Turn = { heard: '', said: 'Hello, this is an AI assistant calling on behalf of Acme.' };
const failure = new Error('the model is busy');

/** What is said, and the failures that were reported on the way. */
async function answerTo(
  heard: string,
  brain: ReturnType<typeof aBrain>,
  turns: readonly Turn[] = [greeting],
  of: Part = part,
) {
  const failures: unknown[] = [];
  const saying = await converse(brain, of, turns, heard, (error) => void failures.push(error));
  return { ...saying, failures };
}

test('the agent says what the model says, and the conversation goes on', async () => {
  const brain = aBrain({ say: ' Do you have a table at seven? ', end: 'no' });
  expect(await answerTo('Hello?', brain)).toEqual({
    say: 'Do you have a table at seven?',
    end: null,
    language: 'en-US',
    failures: [],
  });
  expect(brain.questions).toHaveLength(1);
});

test.each([
  { end: 'objective_met', reason: 'agent_hangup' },
  { end: 'objective_impossible', reason: 'agent_hangup' },
  { end: 'asked_not_to_call', reason: 'opt_out' },
  { end: 'other_side_is_leaving', reason: 'agent_hangup' },
])('a model that ends with $end hangs up as $reason', async ({ end, reason }) => {
  expect(await answerTo('Hello?', aBrain({ say: 'Goodbye.', end }))).toMatchObject({
    say: 'Goodbye.',
    end: reason,
  });
});

test('a mailbox that the model recognizes is hung up on without a word', async () => {
  expect(await answerTo('Sam is out.', aBrain({ say: 'Please call back.', end: 'voicemail' }))).toMatchObject(
    {
      say: '',
      end: 'voicemail',
    },
  );
});

test('a mailbox that says so is not talked to, nor is the model asked', async () => {
  const brain = aBrain({ say: 'Hello!', end: 'no' });
  expect(await answerTo('Hi, please leave a message after the tone.', brain)).toMatchObject({
    say: '',
    end: 'voicemail',
  });
  expect(brain.questions).toEqual([]);
});

test('the language changes with the words, to one that may be chosen and no other', async () => {
  const auto = { ...part, otherLanguages: ['es-US', 'fr-FR'] as const };
  const language = async (filled: object) =>
    (await converse(aBrain(filled), auto, [greeting], 'Buenos días', () => undefined)).language;

  expect(await language({ say: 'Claro.', end: 'no', language: 'es-US' })).toBe('es-US');
  expect(await language({ say: 'Klar.', end: 'no', language: 'de-DE' })).toBe('en-US');
  expect(await language({ say: 'Sure.', end: 'no', language: 'en-US' })).toBe('en-US');
  expect(await language({ say: 'Sure.', end: 'no', language: 7 })).toBe('en-US');
  expect(await language({ say: 'Sure.', end: 'no' })).toBe('en-US');
});

test('the last words are spoken by the voice that spoke before', async () => {
  const auto = { ...part, otherLanguages: ['es-US'] as const };
  const brain = aBrain({ say: 'Sorry. Goodbye.', end: 'asked_not_to_call', language: 'es-US' });
  expect(await converse(brain, auto, [greeting], 'No me llame más', () => undefined)).toMatchObject({
    end: 'opt_out',
    language: 'en-US',
  });
});

test('a call whose language is settled does not change it, whatever the model writes', async () => {
  expect(await answerTo('Hola', aBrain({ say: 'Claro.', end: 'no', language: 'es-US' }))).toMatchObject({
    language: 'en-US',
  });
});

test('an end without words gets the usual goodbye', async () => {
  expect(await answerTo('Bye', aBrain({ say: '  ', end: 'other_side_is_leaving' }))).toMatchObject({
    say: GOODBYE,
    end: 'agent_hangup',
  });
});

test.each(['transfer', 'opt_out', '', null, 7, undefined])(
  'an end that there is not (%j) is none',
  async (end) => {
    expect(await answerTo('Hello?', aBrain({ say: 'Hm.', end }))).toMatchObject({ say: 'Hm.', end: null });
  },
);

test('a model that fails once asks to hear it again, and the call goes on', async () => {
  const failed = await answerTo('Seven is fine', aBrain(failure));
  expect(failed).toMatchObject({ say: PARDON, end: null, failures: [failure] });

  const turns = [greeting, { heard: 'Seven is fine', said: failed.say }];
  expect(await answerTo('Seven is fine', aBrain({ say: 'Great.', end: 'no' }), turns)).toMatchObject({
    say: 'Great.',
    end: null,
  });
});

test('a model that fails twice in a row ends the call with an apology', async () => {
  const turns = [greeting, { heard: 'Seven is fine', said: PARDON }];
  expect(await answerTo('Seven is fine', aBrain(failure), turns)).toMatchObject({
    say: PROBLEM,
    end: 'conversation_failed',
    failures: [failure],
  });
});

test('a model that fails now and then does not end the call', async () => {
  const turns = [greeting, { heard: 'Hello?', said: PARDON }, { heard: 'Hello?', said: 'Hello!' }];
  expect(await answerTo('Seven is fine', aBrain(failure), turns)).toMatchObject({ say: PARDON, end: null });
});

test.each([
  { filled: undefined, why: 'nothing' },
  { filled: null, why: 'nothing' },
  { filled: 'Hello!', why: 'a text' },
  { filled: [], why: 'a list' },
  { filled: {}, why: 'no words' },
  { filled: { say: 7, end: 'no' }, why: 'a number for words' },
  { filled: { say: { text: 'Hello' }, end: 'no' }, why: 'an object for words' },
  { filled: { say: '  \n', end: 'no' }, why: 'blank words' },
])('nonsense is a failure of the model: $why', async ({ filled }) => {
  expect(await answerTo('Hello?', aBrain(filled))).toMatchObject({ say: PARDON, end: null });
});

test('after three turns of silence the agent says goodbye, and does not ask the model', async () => {
  const silent: Turn = { heard: '', said: 'Are you there?' };
  const brain = aBrain({ say: 'Are you there?', end: 'no' }, { say: 'Hello?', end: 'no' });
  expect(await answerTo('', brain, [greeting])).toMatchObject({ end: null });
  expect(await answerTo(' ', brain, [greeting, silent])).toMatchObject({ end: null });
  expect(await answerTo('', brain, [greeting, silent, silent])).toMatchObject({
    say: GOODBYE,
    end: 'agent_hangup',
    failures: [],
  });
  expect(brain.questions).toHaveLength(2);
});

test('whoever speaks is there: silence counts from then on', async () => {
  const silent: Turn = { heard: '', said: 'Are you there?' };
  const spoke: Turn = { heard: 'Yes', said: 'Good.' };
  const brain = () => aBrain({ say: 'Well?', end: 'no' });
  expect(await answerTo('', brain(), [greeting, silent, silent, spoke])).toMatchObject({ end: null });
  expect(await answerTo('', brain(), [greeting, silent, silent, spoke, silent])).toMatchObject({ end: null });
  expect(await answerTo('', brain(), [greeting, spoke, silent, silent])).toMatchObject({
    end: 'agent_hangup',
  });
  expect(await answerTo('Hm', brain(), [greeting, silent, silent])).toMatchObject({ end: null });
});

test('no turn is longer than Lex can speak', async () => {
  const { say } = await answerTo('Tell me all', aBrain({ say: 'word '.repeat(400), end: 'no' }));
  expect(say.length).toBeLessThanOrEqual(1_024);
  expect(say.startsWith('word word')).toBe(true);
});

// The text is cut by UTF-16 units: half of a character is left, which is no text to Lex.
test('a turn that is cut holds whole characters', async () => {
  const { say } = await answerTo('Tell me all', aBrain({ say: `x${'𠮷'.repeat(600)}`, end: 'no' }));
  expect(say.isWellFormed()).toBe(true);
});

test('the words of its own are in the language of the call', async () => {
  const spanish = { ...part, language: 'es-US' as const };
  const saying = await converse(aBrain(failure), spanish, [greeting], 'Hola', () => undefined);
  expect(saying.say).toBe('Disculpe, no le he entendido. ¿Podría repetirlo, por favor?');
});

test('whoever calls is no machine, whatever they say and whatever the model takes them for', async () => {
  const brain = aBrain({ say: 'I will pass that on.', end: 'voicemail' });
  const tone = 'Please leave your message after the tone, my machine says, so I call you.';

  expect(await answerTo(tone, brain, [greeting], { ...part, objective: null })).toMatchObject({
    say: 'I will pass that on.',
    end: null,
  });
});

test.each([
  { transfer: 'warm', announce: ' Sam asks for a person. ', told: { announce: 'Sam asks for a person.' } },
  { transfer: 'warm', announce: 7, told: {} },
  { transfer: 'cold', announce: 'Sam asks for a person.', told: {} },
] as const)(
  'a call is handed over, $transfer: it is announced by $told',
  async ({ transfer, announce, told }) => {
    const brain = aBrain({ say: 'One moment.', end: 'transfer', announce });
    const saying = await converse(brain, { ...part, transfer }, [greeting], 'A person!', () => undefined);

    expect(saying).toEqual({ say: 'One moment.', end: 'transferred', language: 'en-US', ...told });
  },
);

test('a call that may not be handed over is not, whatever the model fills in', async () => {
  expect(await answerTo('A person!', aBrain({ say: 'One moment.', end: 'transfer' }))).toMatchObject({
    say: 'One moment.',
    end: null,
  });
});
