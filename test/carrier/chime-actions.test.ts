import { encode } from '../../lambdas/carrier/chime-actions.ts';
import { type Told, decode } from '../../lambdas/carrier/chime-events.ts';
import type { EndReason } from '../../lambdas/domain/call.ts';
import { NOON, at } from '../makers.ts';
import { LEG, OURS, aChimeEvent, botResult } from './a-chime-event.ts';

const attributes = { ...OURS, end: 'none', endedAt: 'none' };
const bound = decode(
  aChimeEvent('NEW_OUTBOUND_CALL', {
    action: { Type: 'CallCreateRequest', Parameters: { Arguments: OURS } },
  }),
  NOON,
);
const answered = decode(aChimeEvent('CALL_ANSWERED', { attributes, status: 'Connected' }), NOON);
const incoming = decode(aChimeEvent('NEW_INBOUND_CALL'), NOON);
const nobodys: Told = { ...answered, of: null };
const talk = {
  botAliasArn: 'arn:aws:lex:us-east-1:111122223333:bot-alias/BOT/ALIAS',
  language: 'en-US' as const,
  turn: 0,
  words: 'Hello, this is an AI assistant.',
  startedAt: NOON,
  recordTo: null,
};

test('the first answer keeps our ids with the transaction, so that each later event names the call', () => {
  expect(encode(bound, { do: 'nothing' }, undefined)).toEqual({
    SchemaVersion: '1.0',
    Actions: [],
    TransactionAttributes: { ...OURS, end: 'none', endedAt: 'none' },
  });
});

test('nothing to do is an empty list, which leaves the attributes as they are', () => {
  expect(encode(answered, { do: 'nothing' }, undefined)).toEqual({ SchemaVersion: '1.0', Actions: [] });
});

test('whoever answers is handed to the bot of the call’s voice, in the call’s language, and greeted', () => {
  expect(encode(answered, { do: 'talk' }, talk)).toEqual({
    SchemaVersion: '1.0',
    Actions: [
      {
        Type: 'StartBotConversation',
        Parameters: {
          CallId: LEG,
          BotAliasArn: 'arn:aws:lex:us-east-1:111122223333:bot-alias/BOT/ALIAS',
          LocaleId: 'en_US',
          Configuration: {
            SessionState: {
              SessionAttributes: {
                ...OURS,
                turn: '0',
                startedAt: '2026-03-02T12:00:00.000Z',
                'x-amz-lex:audio:max-length-ms:*:*': '15000',
              },
              DialogAction: { Type: 'ElicitIntent' },
            },
            WelcomeMessages: [{ ContentType: 'PlainText', Content: 'Hello, this is an AI assistant.' }],
          },
        },
      },
    ],
  });
});

test('a session that goes on with a conversation begins with the turn that the one before it ended with', () => {
  const next = { ...talk, language: 'es-US' as const, turn: 7, words: 'Claro.', startedAt: at('12:13:00') };
  const handedOver = decode(
    aChimeEvent('ACTION_SUCCESSFUL', { attributes, action: botResult({ turn: '7', goesOn: 'true' }) }),
    at('12:13:00'),
  );

  expect(encode(handedOver, { do: 'talk' }, next).Actions).toMatchObject([
    {
      Type: 'StartBotConversation',
      Parameters: {
        LocaleId: 'es_US',
        Configuration: {
          SessionState: { SessionAttributes: { turn: '7', startedAt: '2026-03-02T12:13:00.000Z' } },
          WelcomeMessages: [{ Content: 'Claro.' }],
        },
      },
    },
  ]);
});

test('no session is started where none is to begin', () => {
  expect(encode(answered, { do: 'talk' }, undefined)).toEqual({ SchemaVersion: '1.0', Actions: [] });
});

test('a hangup says why and when in the attributes, under the same names as before', () => {
  expect(encode(answered, { do: 'hang_up', reason: 'max_duration' }, undefined)).toEqual({
    SchemaVersion: '1.0',
    Actions: [{ Type: 'Hangup', Parameters: { SipResponseCode: '0', CallId: LEG } }],
    TransactionAttributes: { ...OURS, end: 'max_duration', endedAt: '2026-03-02T12:00:00.000Z' },
  });
});

test('who calls us and is not answered hears that nobody is there', () => {
  expect(encode(incoming, { do: 'hang_up', reason: 'unassigned' }, undefined)).toEqual({
    SchemaVersion: '1.0',
    Actions: [{ Type: 'Hangup', Parameters: { SipResponseCode: '480', CallId: LEG } }],
    TransactionAttributes: { end: 'unassigned', endedAt: '2026-03-02T12:00:00.000Z' },
  });
});

test('who calls us and is answered is talked to, and our ids are kept with the transaction', () => {
  const answer = encode({ ...incoming, of: OURS }, { do: 'talk' }, talk);

  expect(answer.Actions).toEqual(encode(answered, { do: 'talk' }, talk).Actions);
  expect(answer.TransactionAttributes).toEqual({ ...OURS, end: 'none', endedAt: 'none' });
});

test('a call that is to be recorded is, from before its first words on, both sides of it', () => {
  const { Actions } = encode(answered, { do: 'talk' }, { ...talk, recordTo: 'bucket/account/call' });

  expect(Actions).toMatchObject([
    {
      Type: 'StartCallRecording',
      Parameters: {
        CallId: LEG,
        Track: 'BOTH',
        Destination: { Type: 'S3', Location: 'bucket/account/call' },
      },
    },
    { Type: 'StartBotConversation' },
  ]);
});

test('a line that is nobody’s can be hung up, but not talked on', () => {
  expect(encode(nobodys, { do: 'hang_up', reason: 'outcome_unknown' }, undefined)).toMatchObject({
    Actions: [{ Type: 'Hangup' }],
    TransactionAttributes: { end: 'outcome_unknown' },
  });
  expect(encode(nobodys, { do: 'talk' }, talk).Actions).toEqual([]);
});

test.each<EndReason>([
  'agent_hangup',
  'opt_out',
  'voicemail',
  'canceled',
  'conversation_failed',
  'minutes_exhausted',
])('the reason %s comes back with the hangup', (reason) => {
  const { TransactionAttributes } = encode(answered, { do: 'hang_up', reason }, undefined);
  const hangup = decode(aChimeEvent('HANGUP', { attributes: TransactionAttributes ?? {} }), NOON);
  expect(hangup).toMatchObject({ of: OURS, event: { type: 'ended', ourReason: reason } });
});

test.each([
  { reply: { do: 'nothing' } as const, of: bound },
  { reply: { do: 'hang_up', reason: 'opt_out' } as const, of: answered },
])('no answer keeps more than ten attributes or ten actions', ({ reply, of }) => {
  const { Actions, TransactionAttributes = {} } = encode(of, reply, undefined);
  expect(Actions.length).toBeLessThanOrEqual(10);
  expect(Object.keys(TransactionAttributes).length).toBeLessThanOrEqual(10);
});
