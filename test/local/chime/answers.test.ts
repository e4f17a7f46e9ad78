import type { Answers } from './a-carrier.ts';
import { aCarrier, actions, hangup, legOf, pause, speak } from './a-carrier.ts';

const THEM = '+13125550101';

/** A function whose answer to CALL_ANSWERED is `answer`. */
const whenAnswered =
  (answer: unknown): Answers =>
  ({ InvocationEventType }) =>
    InvocationEventType === 'CALL_ANSWERED' ? answer : actions();

test.each([
  { answer: null, message: 'Response is blank or empty' },
  { answer: '', message: 'Response is blank or empty' },
  { answer: {}, message: 'Response is blank or empty' },
  { answer: [], message: 'Response is blank or empty' },
  {
    answer: { SchemaVersion: '2.0', Actions: [] },
    message:
      'The schema version in the invocation request does not match the schema version in the response.',
  },
  { answer: { SchemaVersion: '1.0', Actions: {} }, message: 'Error while reading actions list.' },
  {
    answer: actions(...Array.from({ length: 11 }, () => pause(100))),
    message: 'Too many actions specified in a response.',
  },
  { answer: actions({ Type: 'Whistle', Parameters: {} }), message: 'Unsupported action Whistle specified' },
  { answer: actions('Hangup'), message: 'Unsupported action undefined specified' },
  {
    answer: {
      ...actions(),
      TransactionAttributes: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`key${i}`, 'x'])),
    },
    message: 'Transaction Attributes has too many mappings. Maximum number of mappings is 10',
  },
  {
    answer: { ...actions(), TransactionAttributes: { key: 'x'.repeat(20 * 1024) } },
    message: 'Transaction Attributes is over 20 KB',
  },
  {
    answer: { ...actions(), TransactionAttributes: { key: 1 } },
    message: 'Transaction Attributes is not a map of strings',
  },
])('an answer of the wrong shape ends the call: $message', async ({ answer, message }) => {
  const carrier = aCarrier(whenAnswered(answer));

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.events().slice(3)).toEqual(['INVALID_LAMBDA_RESPONSE', 'HANGUP']);
  expect(carrier.eventOf('INVALID_LAMBDA_RESPONSE')).toMatchObject({ Sequence: 4, ErrorMessage: message });
  expect(carrier.onlyCall()).toMatchObject({ endedAt: '2026-03-01T12:00:02.500Z', sipCode: 480 });
});

test('ten actions and ten attributes are still taken', async () => {
  const ten = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`key${i}`, 'x']));
  const carrier = aCarrier(
    whenAnswered({
      ...actions(...Array.from({ length: 10 }, () => pause(100))),
      TransactionAttributes: ten,
    }),
  );

  await carrier.dial(THEM);
  await carrier.advance(10);

  expect(carrier.events().slice(3)).toEqual(['ACTION_SUCCESSFUL']);
  expect(carrier.eventOf('ACTION_SUCCESSFUL').CallDetails.TransactionAttributes).toEqual(ten);
  // Ten pauses of 100 ms after the answer at 2.5 s: all were played.
  expect(carrier.told.at(-1)?.sec).toBe(3.5);
});

test('too many attributes are refused by the name that the guide shows', async () => {
  const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`key${i}`, 'x']));
  const carrier = aCarrier(() => ({ ...actions(), TransactionAttributes: eleven }));

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.eventOf('INVALID_LAMBDA_RESPONSE').ErrorType).toBe('TransactionAttributesInvalidMapSize');
  expect(carrier.events()).toEqual(['NEW_OUTBOUND_CALL', 'INVALID_LAMBDA_RESPONSE', 'HANGUP']);
});

test('attributes are kept from the first event on, replaced by others, erased by none', async () => {
  const given: Record<string, object> = {
    NEW_OUTBOUND_CALL: { TransactionAttributes: { callId: 'c-42', tenant: 'acme' } },
    CALL_ANSWERED: { TransactionAttributes: { only: 'this' } },
    ACTION_SUCCESSFUL: { TransactionAttributes: {} },
  };
  const carrier = aCarrier((event) => ({
    ...actions(...(event.InvocationEventType === 'CALL_ANSWERED' ? [pause(100)] : [])),
    ...given[event.InvocationEventType],
  }));
  carrier.chime.script(THEM, { talkSec: 5 });

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.told.map(({ event }) => event.CallDetails.TransactionAttributes)).toEqual([
    undefined,
    { callId: 'c-42', tenant: 'acme' },
    { callId: 'c-42', tenant: 'acme' },
    { only: 'this' },
    {},
  ]);
});

test('actions that answer the first event or the ringing are not played', async () => {
  const carrier = aCarrier(({ InvocationEventType }) =>
    InvocationEventType === 'CALL_ANSWERED' ? actions() : actions(hangup),
  );

  await carrier.dial(THEM);
  await carrier.advance(10);

  expect(carrier.events()).toEqual(['NEW_OUTBOUND_CALL', 'RINGING', 'CALL_ANSWERED']);
  expect(carrier.onlyCall().endedAt).toBeNull();
});

test('after an empty list the call stays up in silence', async () => {
  const carrier = aCarrier((event) =>
    event.InvocationEventType === 'CALL_ANSWERED' ? actions(speak(event)) : actions(),
  );

  await carrier.dial(THEM);
  await carrier.advance(600);

  expect(carrier.events().at(-1)).toBe('ACTION_SUCCESSFUL');
  expect(carrier.onlyCall().endedAt).toBeNull();
});

test('a list is played in order and told of once, by its last action', async () => {
  const carrier = aCarrier((event) =>
    event.InvocationEventType === 'CALL_ANSWERED'
      ? actions(speak(event, 'One'), pause(1_000), speak(event, 'Two'))
      : actions(),
  );

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.onlyCall().said).toEqual(['agent: One', 'agent: Two']);
  expect(carrier.events().slice(3)).toEqual(['ACTION_SUCCESSFUL']);
  expect(carrier.eventOf('ACTION_SUCCESSFUL').ActionData).toMatchObject({
    Type: 'Speak',
    Parameters: { Text: 'Two' },
  });
  expect(carrier.told.at(-1)?.sec).toBe(5);
});

test('the first action that fails ends its list, even if the function has nothing to say to that', async () => {
  const carrier = aCarrier((event) =>
    event.InvocationEventType === 'CALL_ANSWERED'
      ? actions(pause(99), speak(event, 'Never said'))
      : { SchemaVersion: '1.0' },
  );

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.events().slice(3)).toEqual(['ACTION_FAILED']);
  expect(carrier.onlyCall().said).toEqual([]);
});

test.each([
  { action: { Type: 'Speak', Parameters: { Text: 'x'.repeat(1_001) } }, type: 'InvalidActionParameter' },
  { action: { Type: 'Speak', Parameters: {} }, type: 'MissingRequiredActionParameter' },
  {
    action: { Type: 'Speak', Parameters: { Text: 'Hi', Engine: 'generative' } },
    type: 'InvalidActionParameter',
  },
  { action: { Type: 'Speak', Parameters: { Text: 'Hi', TextType: 'ssml' } }, type: 'InvalidActionParameter' },
  { action: { Type: 'Pause', Parameters: {} }, type: 'MissingRequiredActionParameter' },
  {
    action: { Type: 'Pause', Parameters: { DurationInMilliseconds: 30_001 } },
    type: 'InvalidActionParameter',
  },
  { action: { Type: 'Hangup', Parameters: { SipResponseCode: '603' } }, type: 'InvalidActionParameter' },
  { action: { Type: 'SendDigits', Parameters: { Digits: '1'.repeat(51) } }, type: 'InvalidActionParameter' },
  {
    action: {
      Type: 'StartBotConversation',
      Parameters: {
        BotAliasArn: 'arn:aws:lex:us-east-1:000000000000:bot-alias/ABCDEFGHIJ/ABCDEFGHIJ',
        Configuration: { SessionState: { SessionAttributes: { long: 'x'.repeat(10 * 1_024) } } },
      },
    },
    type: 'InvalidActionParameter',
  },
  {
    action: {
      Type: 'StartBotConversation',
      Parameters: {
        BotAliasArn: 'arn:aws:lex:us-east-1:000000000000:bot-alias/ABCDEFGHIJ/ABCDEFGHIJ',
        Configuration: { SessionState: { SessionAttributes: { number: 1 } } },
      },
    },
    type: 'InvalidActionParameter',
  },
  { action: { Type: 'StartBotConversation', Parameters: {} }, type: 'MissingRequiredActionParameter' },
  {
    action: {
      Type: 'StartBotConversation',
      Parameters: {
        BotAliasArn: 'arn:aws:lex:us-east-1:000000000000:bot-alias/ABCDEFGHIJ/ABCDEFGHIJ',
        Configuration: { WelcomeMessages: [{ Content: 'Hello', ContentType: 'PlainText' }] },
      },
    },
    type: 'InvalidActionParameter',
  },
])('$action.Type with a bad parameter fails as $type', async ({ action, type }) => {
  const carrier = aCarrier((event) =>
    event.InvocationEventType === 'CALL_ANSWERED'
      ? actions({ ...action, Parameters: { CallId: legOf(event).CallId, ...action.Parameters } })
      : actions(),
  );

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({ Type: action.Type, ErrorType: type });
  expect(carrier.onlyCall().endedAt).toBeNull();
});

test('a thousand characters of Speak are still spoken', async () => {
  const carrier = aCarrier((event) =>
    event.InvocationEventType === 'CALL_ANSWERED' ? actions(speak(event, 'x'.repeat(1_000))) : actions(),
  );

  await carrier.dial(THEM);
  await carrier.advance(10);

  expect(carrier.events().at(-1)).toBe('ACTION_SUCCESSFUL');
});

test('an action for another leg than the call has is refused', async () => {
  const carrier = aCarrier(
    whenAnswered(actions({ Type: 'Speak', Parameters: { CallId: 'somebody-else', Text: 'Hi' } })),
  );

  await carrier.dial(THEM);
  await carrier.advance(10);

  expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({ ErrorType: 'InvalidActionParameter' });
});

test('what the carrier knows and is not played here fails, never silently', async () => {
  const unplayed = ['PlayAudio', 'RecordAudio', 'VoiceFocus'];
  for (const Type of unplayed) {
    const carrier = aCarrier(whenAnswered(actions({ Type, Parameters: {} })));
    await carrier.dial(THEM);
    await carrier.advance(10);
    expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({
      ErrorType: 'SystemException',
      ErrorMessage: `The local carrier does not play ${Type} yet`,
    });
  }
});

test('a function that fails the same way for ever is invoked a thousand times, then the call ends', async () => {
  const carrier = aCarrier(() => actions(pause(1)));

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.told).toHaveLength(1_000);
  expect(carrier.onlyCall().sipCode).toBe(480);
});
