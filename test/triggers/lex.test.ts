import type { LexV2Event } from 'aws-lambda';
import { type Heard, type Said, listen } from '../../lambdas/triggers/lex.ts';
import { ACCOUNT_ID, CALL_ID } from '../makers.ts';
import { CONTEXT } from './a-request.ts';
import { INTENT, anUtterance } from './an-utterance.ts';
import { logLines } from './log-lines.ts';

const logged = logLines();

const session = { accountId: ACCOUNT_ID, callId: CALL_ID, turn: '3' };

const heardIn = (words: string, attributes: Record<string, string> = session) =>
  anUtterance(words, attributes);

const hear = (event: LexV2Event, said: Said | Error = { say: 'Hello.', end: null }) => {
  const heard: Heard[] = [];
  const handler = listen(async (turn) => {
    heard.push(turn);
    if (said instanceof Error) throw said;
    return said;
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
      sessionAttributes: { accountId: ACCOUNT_ID, callId: CALL_ID, turn: '4' },
      dialogAction: { type: 'ElicitIntent' },
      intent: { ...INTENT, state: 'InProgress' },
    },
    messages: [{ contentType: 'PlainText', content: 'Hello.' }],
  });
});

test('an end closes the intent, and its reason goes back to the carrier with the session', async () => {
  expect(await hear(heardIn('Bye'), { say: 'Goodbye.', end: 'agent_hangup' }).answered).toEqual({
    sessionState: {
      sessionAttributes: { accountId: ACCOUNT_ID, callId: CALL_ID, turn: '4', end: 'agent_hangup' },
      dialogAction: { type: 'Close' },
      intent: { ...INTENT, state: 'Fulfilled' },
    },
    messages: [{ contentType: 'PlainText', content: 'Goodbye.' }],
  });
});

test('whatever else stands in the session is not kept', async () => {
  const { sessionState } = await hear(heardIn('Hi', { ...session, context: 'secret' })).answered;
  expect(sessionState.sessionAttributes).toEqual({ accountId: ACCOUNT_ID, callId: CALL_ID, turn: '4' });
});

test.each<{ why: string; attributes: Record<string, string> }>([
  { why: 'no call', attributes: { turn: '0' } },
  { why: 'an id that is none', attributes: { ...session, callId: 'c-42' } },
  { why: 'no turn', attributes: { accountId: ACCOUNT_ID, callId: CALL_ID } },
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
