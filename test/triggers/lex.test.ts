import { jest } from '@jest/globals';
import type { LexV2Event } from 'aws-lambda';
import { type Heard, type Said, listen } from '../../lambdas/triggers/lex.ts';
import { ACCOUNT_ID, CALL_ID } from '../makers.ts';
import { CONTEXT } from './a-request.ts';
import { INTENT, anUtterance } from './an-utterance.ts';
import { logLines } from './log-lines.ts';

const logged = logLines();

const STARTED = '2026-03-02T12:00:00.000Z';
const session = { accountId: ACCOUNT_ID, callId: CALL_ID, turn: '3', startedAt: STARTED };
/** The session after the turn: Lex keeps what an answer gives it and nothing else. */
const after = { ...session, turn: '4' };
const itIs = (now: string) => jest.spyOn(Date, 'now').mockReturnValue(Date.parse(now));
beforeEach(() => void itIs('2026-03-02T12:05:00.000Z'));
afterEach(() => void jest.restoreAllMocks());

const heardIn = (words: string, attributes: Record<string, string> = session) =>
  anUtterance(words, attributes);

const hear = (event: LexV2Event, said: Partial<Said> | Error = {}) => {
  const heard: Heard[] = [];
  const handler = listen(async (turn) => {
    heard.push(turn);
    if (said instanceof Error) throw said;
    return { say: 'Hello.', end: null, goesOn: false, ...said };
  });
  return { heard, answered: handler(event, CONTEXT) };
};

test('an utterance is the next turn of its call', async () => {
  const { heard, answered } = hear(heardIn('Seven is fine'));
  await answered;
  expect(heard).toMatchObject([{ accountId: ACCOUNT_ID, callId: CALL_ID, turn: 4, words: 'Seven is fine' }]);
});

test('silence is an utterance without words', async () => {
  const { heard, answered } = hear(heardIn(''));
  await answered;
  expect(heard).toMatchObject([{ turn: 4, words: '' }]);
});

test('what is said goes on with the conversation, and the session counts the turn', async () => {
  expect(await hear(heardIn('Hi')).answered).toEqual({
    sessionState: {
      sessionAttributes: after,
      dialogAction: { type: 'ElicitIntent' },
      intent: { ...INTENT, state: 'InProgress' },
    },
    messages: [{ contentType: 'PlainText', content: 'Hello.' }],
  });
});

test('an end closes the intent, and its reason goes back to the carrier with the session', async () => {
  expect(await hear(heardIn('Bye'), { say: 'Goodbye.', end: 'agent_hangup' }).answered).toEqual({
    sessionState: {
      sessionAttributes: { ...after, end: 'agent_hangup' },
      dialogAction: { type: 'Close' },
      intent: { ...INTENT, state: 'Fulfilled' },
    },
    messages: [{ contentType: 'PlainText', content: 'Goodbye.' }],
  });
});

test('an end without words closes the intent in silence', async () => {
  const answer = await hear(heardIn('Leave a message'), { say: '', end: 'voicemail' }).answered;
  expect(answer).toMatchObject({
    sessionState: { dialogAction: { type: 'Close' }, sessionAttributes: { end: 'voicemail' } },
  });
  expect(answer).not.toHaveProperty('messages');
});

test('a conversation that goes on in another session closes this one, which says nothing: the next one will', async () => {
  expect(await hear(heardIn('Hola'), { say: 'Claro.', goesOn: true }).answered).toEqual({
    sessionState: {
      sessionAttributes: { ...after, goesOn: 'true' },
      dialogAction: { type: 'Close' },
      intent: { ...INTENT, state: 'Fulfilled' },
    },
  });
});

test.each([
  { now: '2026-03-02T12:11:59.999Z', isLast: false },
  { now: '2026-03-02T12:12:00.000Z', isLast: true },
])('a session that began at noon is at its last turn at $now: $isLast', async ({ now, isLast }) => {
  itIs(now);
  const { heard, answered } = hear(heardIn('Hi'));
  await answered;
  expect(heard).toMatchObject([{ now, locale: 'en_US', isLastOfSession: isLast }]);
});

test('how Lex listens is kept; whatever else stands in the session is not', async () => {
  const listening = { 'x-amz-lex:audio:max-length-ms:*:*': '15000' };
  const { sessionState } = await hear(heardIn('Hi', { ...session, ...listening, context: 'secret' }))
    .answered;
  expect(sessionState.sessionAttributes).toEqual({ ...after, ...listening });
});

test.each<{ why: string; attributes: Record<string, string> }>([
  { why: 'no call', attributes: { turn: '0' } },
  { why: 'an id that is none', attributes: { ...session, callId: 'c-42' } },
  { why: 'no turn', attributes: { accountId: ACCOUNT_ID, callId: CALL_ID, startedAt: STARTED } },
  { why: 'no beginning', attributes: { accountId: ACCOUNT_ID, callId: CALL_ID, turn: '3' } },
  { why: 'a turn before the first', attributes: { ...session, turn: '-1' } },
  { why: 'half a turn', attributes: { ...session, turn: '1.5' } },
])('a session that is not ours fails: $why', async ({ attributes }) => {
  const { heard, answered } = hear(heardIn('Hi', attributes));
  await expect(answered).rejects.toThrow();
  expect(heard).toEqual([]);
});

test('a turn that fails is told to Lex, and logged without the words', async () => {
  const { answered } = hear(heardIn('my card is 4111'), new Error('the table is away'));
  await expect(answered).rejects.toThrow('the table is away');
  expect(logged()).toMatchObject([{ level: 'ERROR', callId: CALL_ID, turn: 4, reason: 'the table is away' }]);
  expect(JSON.stringify(logged())).not.toContain('4111');
});
