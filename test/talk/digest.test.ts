import type { Field, Turn } from '../../lambdas/domain/conversation.ts';
import { digest } from '../../lambdas/talk/digest.ts';
import { aBrain } from './a-brain.ts';

const fields: readonly Field[] = [
  { name: 'confirmed', type: 'boolean', description: 'whether the table is booked' },
  { name: 'time', type: 'string', description: null },
];
const part = { objective: 'Book a table', fields, language: 'en-US' as const };
const turns: readonly Turn[] = [
  { heard: '', said: 'Hello, this is an AI assistant.' },
  { heard: 'Seven is fine.', said: 'Thank you.' },
];
const failure = new Error('the model is busy');
const good = { summary: 'They booked a table.', extracted: { confirmed: true, time: '7 pm' } };
const nothing = { summary: null, extracted: { confirmed: null, time: null } };

async function digestBy(brain: ReturnType<typeof aBrain>, said = turns) {
  const failures: unknown[] = [];
  const found = await digest(brain, part, said, (error) => void failures.push(error));
  return { found, failures };
}

test('what came of a call is told by the model, once', async () => {
  const brain = aBrain(good);
  expect(await digestBy(brain)).toEqual({ found: good, failures: [] });
  expect(brain.questions).toHaveLength(1);
});

test('the model reads the whole conversation', async () => {
  const brain = aBrain(good);
  await digestBy(brain);
  expect(brain.questions[0]?.lines).toEqual([
    {
      from: 'other',
      text: '<transcript>"agent: Hello, this is an AI assistant.\\nrecipient: Seven is fine.\\nagent: Thank you."</transcript>',
    },
  ]);
});

test('a model that fails is asked once more', async () => {
  const brain = aBrain(failure, good);
  expect(await digestBy(brain)).toEqual({ found: good, failures: [failure] });
});

test.each([{ told: 'nonsense' }, { told: {} }, { told: { summary: 7 } }, { told: null }])(
  'a model that talks nonsense ($told) is asked once more',
  async ({ told }) => {
    const brain = aBrain(told, good);
    expect((await digestBy(brain)).found).toEqual(good);
    expect(brain.questions).toHaveLength(2);
  },
);

test('a model that keeps failing leaves nulls, and the call ends all the same', async () => {
  const brain = aBrain(failure, failure);
  expect(await digestBy(brain)).toEqual({ found: nothing, failures: [failure, failure] });
  expect(brain.questions).toHaveLength(2);
});

test.each([
  { why: 'nobody said a word', said: turns.slice(0, 1) },
  { why: 'silence all along', said: [...turns.slice(0, 1), { heard: ' ', said: 'Hello?' }] },
])('where nobody on the other side spoke, no model is asked: $why', async ({ said }) => {
  const brain = aBrain(good);
  expect((await digestBy(brain, said)).found).toEqual(nothing);
  expect(brain.questions).toEqual([]);
});

test('what was not asked for, or is of another type, is not kept', async () => {
  const told = { summary: 'Fine.', extracted: { confirmed: 'maybe', time: '7 pm', card: '4111' } };
  expect((await digestBy(aBrain(told))).found).toEqual({
    summary: 'Fine.',
    extracted: { confirmed: null, time: '7 pm' },
  });
});
