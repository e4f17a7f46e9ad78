import { AccessDenied } from '../../../local/wire.ts';
import { aBot, aLocale, close, HOOK, say } from './a-bot.ts';

const failing = (exception: string, message?: RegExp) =>
  expect.objectContaining({
    name: 'ConversationFailed',
    exception,
    ...(message && { message: expect.stringMatching(message) as string }),
  }) as Error;

test('the hook is invoked with the event of a spoken turn', async () => {
  const bot = aBot();

  await bot.start({ callId: 'c-42' }).hear('Good morning');

  const [{ event, arn, caller } = { event: undefined }] = bot.heard;
  expect(event).toEqual({
    messageVersion: '1.0',
    invocationSource: 'FulfillmentCodeHook',
    inputMode: 'Speech',
    responseContentType: 'audio/pcm',
    sessionId: 'the-call',
    inputTranscript: 'Good morning',
    bot: {
      id: bot.botId,
      name: 'trunkline-aoede',
      localeId: 'en_US',
      version: '1',
      aliasId: bot.aliasId,
      aliasName: 'live',
    },
    interpretations: [
      {
        intent: {
          name: 'FallbackIntent',
          slots: {},
          state: 'ReadyForFulfillment',
          confirmationState: 'None',
        },
        interpretationSource: 'Lex',
      },
      {
        intent: { name: 'Never', slots: {}, state: 'InProgress', confirmationState: 'None' },
        interpretationSource: 'Lex',
        nluConfidence: 0.2,
      },
    ],
    requestAttributes: {},
    sessionState: {
      activeContexts: [],
      sessionAttributes: { callId: 'c-42' },
      intent: { name: 'FallbackIntent', slots: {}, state: 'ReadyForFulfillment', confirmationState: 'None' },
      originatingRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    },
    transcriptions: [
      {
        transcription: 'Good morning',
        transcriptionConfidence: 0.95,
        resolvedContext: { intent: 'FallbackIntent' },
        resolvedSlots: {},
      },
    ],
  });
  expect(arn).toBe(HOOK);
  expect(caller).toEqual({
    service: 'lexv2.amazonaws.com',
    sourceArn: bot.aliasArn,
    sourceAccount: '000000000000',
  });
});

test('a conversation goes on until the hook closes it, and then shows its intent', async () => {
  const bot = aBot({
    hook: ({ inputTranscript, sessionState }) =>
      inputTranscript === 'Bye'
        ? close('Goodbye', { ...sessionState.sessionAttributes, outcome: 'booked' })
        : say('And then?', { turns: '1' }),
  });
  const conversation = bot.start();

  const first = await conversation.hear('Hello');
  const second = await conversation.hear('Bye');

  expect(first).toEqual({ says: ['And then?'], closed: false });
  expect(second).toEqual({ says: ['Goodbye'], closed: true });
  expect(conversation.result()).toMatchObject({
    sessionId: 'the-call',
    sessionAttributes: { turns: '1', outcome: 'booked' },
    intent: { name: 'FallbackIntent', slots: {}, state: 'Fulfilled', confirmationState: 'None' },
  });
});

test('silence reaches the hook as an empty transcript', async () => {
  const bot = aBot({ hook: () => say('Are you there?') });

  await bot.start().hear('');

  expect(bot.heard[0]?.event).toMatchObject({ inputTranscript: '', transcriptions: [] });
});

test('silence is four seconds long unless the session says otherwise', () => {
  const bot = aBot();

  expect(bot.start().startTimeoutMs).toBe(4_000);
  expect(bot.start({ 'x-amz-lex:audio:start-timeout-ms:*:*': '2500' }).startTimeoutMs).toBe(2_500);
});

test('an answer without session attributes leaves none', async () => {
  const bot = aBot({
    hook: () => ({
      sessionState: { dialogAction: { type: 'ElicitIntent' } },
      messages: [{ contentType: 'PlainText', content: 'Yes?' }],
    }),
  });
  const conversation = bot.start({ callId: 'c-42' });

  await conversation.hear('Hello');

  expect(conversation.result().sessionAttributes).toEqual({});
});

const spoken = [{ contentType: 'PlainText', content: 'Yes?' }];
test.each([
  { answer: null, why: 'nothing' },
  { answer: { messages: spoken }, why: 'no session state' },
  { answer: { sessionState: {}, messages: spoken }, why: 'no dialog action' },
  { answer: { sessionState: { dialogAction: {} }, messages: spoken }, why: 'no type of dialog action' },
  { answer: { sessionState: { dialogAction: { type: 'HangUp' } } }, why: 'a type that is none' },
  { answer: { sessionState: { dialogAction: { type: 'Close' } } }, why: 'Close without an intent' },
  {
    answer: {
      sessionState: { dialogAction: { type: 'Close' }, intent: { name: 'Unknown', state: 'Fulfilled' } },
    },
    why: 'an intent that the locale does not have',
  },
  {
    answer: {
      sessionState: { dialogAction: { type: 'Close' }, intent: { name: 'FallbackIntent', state: 'Done' } },
    },
    why: 'a state that is none',
  },
  { answer: { sessionState: { dialogAction: { type: 'ElicitIntent' } } }, why: 'a question without words' },
  {
    answer: {
      sessionState: { dialogAction: { type: 'ElicitSlot', slotToElicit: 'time' } },
      messages: spoken,
    },
    why: 'a question for a slot that the fallback does not have',
  },
  { answer: say('x'.repeat(1_025)), why: 'a message over 1,024 characters' },
  { answer: say('Yes?', { long: 'x'.repeat(12 * 1_024) }), why: 'session attributes over 12 KB' },
  {
    answer: { ...say('Yes?'), messages: [{ contentType: 'SSML' }] },
    why: 'a message without content',
  },
  {
    answer: {
      ...say('Yes?'),
      sessionState: { dialogAction: { type: 'ElicitIntent' }, sessionAttributes: { n: 1 } },
    },
    why: 'an attribute that is no text',
  },
])('$why is refused as an answer', async ({ answer }) => {
  const bot = aBot({ hook: () => answer });

  await expect(bot.start().hear('Hello')).rejects.toThrow(failing('DependencyFailedException'));
});

test('a message of 1,024 characters is spoken', async () => {
  const bot = aBot({ hook: () => say('x'.repeat(1_024)) });

  const { says } = await bot.start().hear('Hello');

  expect(says[0]).toHaveLength(1_024);
});

test('a hook is not given more than 12 KB', async () => {
  const bot = aBot();

  await expect(bot.start().hear('x'.repeat(12 * 1_024))).rejects.toThrow(
    failing('DependencyFailedException', /12288 bytes/),
  );
  expect(bot.heard).toEqual([]);
});

test('a hook that takes longer than 30 s fails the conversation', async () => {
  const bot = aBot({
    hook: async () => {
      await bot.clock.sleep(31_000);
      return say('Too late');
    },
  });
  const turn = bot.start().hear('Hello');
  const failed = expect(turn).rejects.toThrow(failing('DependencyFailedException', /longer than 30 s/));

  await bot.clock.advance(bot.clock.now() + 60_000);

  await failed;
});

test('a hook that fails, or may not be invoked, fails the conversation', async () => {
  const broken = aBot({
    invoke: async () => ({ ok: false, errorType: 'TypeError', errorMessage: 'x is not a function' }),
  });
  const forbidden = aBot({
    invoke: () => Promise.reject(new AccessDenied('lexv2.amazonaws.com is not authorized')),
  });

  await expect(broken.start().hear('Hello')).rejects.toThrow(
    failing('DependencyFailedException', /TypeError/),
  );
  await expect(forbidden.start().hear('Hello')).rejects.toThrow(
    failing('DependencyFailedException', /not authorized/),
  );
  expect(forbidden.denied.map(({ message }) => message)).toEqual(['lexv2.amazonaws.com is not authorized']);
});

test('a conversation ends after 15 minutes', async () => {
  const bot = aBot();
  const conversation = bot.start();

  await bot.clock.advance(bot.clock.now() + 15 * 60_000 - 1);
  await conversation.hear('Still here');
  await bot.clock.advance(bot.clock.now() + 1);

  await expect(conversation.hear('And now?')).rejects.toThrow(
    failing('InternalServerException', /15 minutes/),
  );
});

test('a dialog hook is asked first, and may leave the answer to the fulfillment hook', async () => {
  const both = {
    Name: 'FallbackIntent',
    DialogCodeHook: { Enabled: true },
    FulfillmentCodeHook: { Enabled: true },
  };
  const bot = aBot({
    locales: [aLocale({ Intents: [both] })],
    hook: ({ invocationSource }) =>
      invocationSource === 'DialogCodeHook'
        ? { sessionState: { dialogAction: { type: 'Delegate' } } }
        : say('Here I am'),
  });

  const turn = await bot.start().hear('Hello');

  expect(turn).toEqual({ says: ['Here I am'], closed: false });
  expect(bot.heard.map(({ event }) => event.invocationSource)).toEqual([
    'DialogCodeHook',
    'FulfillmentCodeHook',
  ]);
  expect(bot.heard[0]?.event).toMatchObject({
    proposedNextState: { dialogAction: { type: 'Close' } },
    sessionState: { intent: { state: 'InProgress' } },
  });
});
