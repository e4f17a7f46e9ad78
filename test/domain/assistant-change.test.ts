import {
  type AssistantWish,
  afterAssistantWish,
  newAssistant,
  numbersToRingFor,
  readAssistantWish,
} from '../../lambdas/domain/assistant-change.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import { ACCOUNT_ID, ASSISTANT_ID, aNumber, anAssistant } from '../makers.ts';

/** The refusal in words: its token and the path that its message begins with. */
const refusalIn = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${error.token} ${error.message.split(': ')[0] ?? ''}`;
  }
};
const wish = (body: object): AssistantWish => readAssistantWish(body);

test.each([
  [{ name: ' ' }, 'invalid_request name'],
  [{ name: 'x'.repeat(101) }, 'invalid_request name'],
  [{ name: `  ${'x'.repeat(100)} ` }, 'none'],
  [{ name: 7 }, 'invalid_request name'],
  [{ active: 'yes' }, 'invalid_request active'],
  [{ provider: 7 }, 'invalid_request provider'],
  [{ provider: 'Chime!' }, 'invalid_request provider'],
  [{ provider: 'twilio' }, 'none'],
  [{ voice: 'puck' }, 'invalid_voice voice'],
  [{ voice: 'Puck' }, 'none'],
  [{ language: 'he-IL' }, 'invalid_language language'],
  [{ language: 7 }, 'invalid_language language'],
  [{ language: '' }, 'invalid_language language'],
  [{ language: 'AUTO' }, 'none'],
  [{ language: 'en' }, 'none'],
  [{ persona: 'x'.repeat(4_001) }, 'invalid_request persona'],
  [{ persona: '😀'.repeat(4_000) }, 'none'],
  [{ persona: '\ud83d' }, 'invalid_request persona'],
  [{ greeting: 'x'.repeat(500) }, 'none'],
  [{ greeting: 'x'.repeat(501) }, 'invalid_request greeting'],
  [{ knowledge: 'x'.repeat(20_000) }, 'none'],
  [{ knowledge: 'x'.repeat(20_001) }, 'invalid_request knowledge'],
  [{ transfer: true }, 'invalid_request transfer'],
  [{ transfer: { style: 'hot' } }, 'invalid_request transfer.style'],
  [{ transfer: { to: '911' } }, 'invalid_number transfer.to'],
  [{ transfer: { allowed: true } }, 'none'],
  [{ name: null, voice: null, transfer: null, colour: 'red' }, 'none'],
])('the form of %j: %s', (body, answer) => {
  expect(refusalIn(() => readAssistantWish(body))).toBe(answer);
});

test('an assistant needs a name and nothing else', () => {
  const make = (body: object) => newAssistant(ASSISTANT_ID, ACCOUNT_ID, wish(body));

  expect(make({ name: ' Robin ' })).toEqual(anAssistant({ name: 'Robin' }));
  for (const body of [{}, { name: null }]) expect(refusalIn(() => make(body))).toBe('invalid_request name');
});

test('what is left out of a change stays, what is null is taken back, and a text of nothing is none', () => {
  const before = anAssistant({
    active: false,
    voice: 'Puck',
    language: 'en-US',
    persona: 'Brief.',
    greeting: 'Hello!',
    transfer: { allowed: true, style: 'warm', to: aNumber('+14155550123') },
  });

  expect(afterAssistantWish(before, {})).toEqual(before);
  expect(
    afterAssistantWish(
      before,
      wish({ name: null, active: null, voice: null, persona: ' ', transfer: { to: null } }),
    ),
  ).toEqual({
    ...before,
    active: true,
    voice: null,
    persona: null,
    transfer: { allowed: true, style: 'warm', to: null },
  });
  expect(afterAssistantWish(before, wish({ transfer: null })).transfer).toBeNull();
});

test.each([
  [{ language: 'EN-gb' }, 'en-GB'],
  [{ language: 'Es' }, 'es'],
  [{ language: 'Auto' }, 'auto'],
])('a language is kept in canonical case: %j', (body, language) => {
  expect(afterAssistantWish(anAssistant(), wish(body)).language).toBe(language);
});

test.each([
  [{ voice: 'Puck' }, { language: 'pl-PL' }, 'invalid_voice voice'],
  [{ language: 'pl' }, { voice: 'Puck' }, 'invalid_voice voice'],
  [{ language: 'pl' }, { voice: 'Aoede' }, 'none'],
  [{ voice: 'Puck' }, { language: 'en' }, 'none'],
  [{ voice: 'Puck' }, { language: 'auto' }, 'none'],
  [{ voice: 'Puck', language: 'en-US' }, { voice: null, language: 'pl-PL' }, 'none'],
])('a voice speaks the language, whichever of them is changed: %j then %j', (before, change, answer) => {
  const changed = () => afterAssistantWish(anAssistant(before), wish(change));

  expect(refusalIn(changed)).toBe(answer);
});

test('whom calls are transferred to is looked at as any number that is rung', () => {
  expect(numbersToRingFor(wish({ transfer: { to: '+14155550123' } }))).toEqual([
    { path: 'transfer.to', number: '+14155550123' },
  ]);
  expect(numbersToRingFor(wish({ transfer: { to: null } }))).toEqual([]);
});
