import { createClock } from '../../../local/clock/clock.ts';
import type { LexOptions } from '../../../local/lex/lex.ts';
import { AccessDenied, type Caller } from '../../../local/wire.ts';
import { aBot, close, say, type Hook } from '../lex/a-bot.ts';
import { aCarrier, actions, hangup, START } from './a-carrier.ts';

const THEM = '+13125550101';

/** A carrier and a bot on one clock; the function starts the bot when the call is answered. */
function aTalkingCarrier(
  hook: Hook,
  { parameters = {}, mayStart }: { parameters?: object; mayStart?: LexOptions['mayStart'] } = {},
) {
  const clock = createClock({ start: Date.parse(START), speed: 0 });
  const bot = aBot({ clock, hook, ...(mayStart && { mayStart }) });
  const carrier = aCarrier(
    ({ InvocationEventType }) => {
      if (InvocationEventType === 'CALL_ANSWERED') {
        return actions({
          Type: 'StartBotConversation',
          Parameters: {
            ParticipantTag: 'LEG-A',
            BotAliasArn: bot.aliasArn,
            LocaleId: 'en_US',
            Configuration: {
              SessionState: {
                SessionAttributes: { callId: 'c-42' },
                DialogAction: { Type: 'ElicitIntent' },
              },
              WelcomeMessages: [{ ContentType: 'PlainText', Content: 'Hello, I am an AI.' }],
            },
            ...parameters,
          },
        });
      }
      return actions(hangup);
    },
    { clock, lex: bot.lex },
  );
  return { ...carrier, bot };
}

/** Asks on until the fifth turn. */
const fiveTurns: Hook = ({ sessionState: { sessionAttributes } }) => {
  const turns = Number(sessionAttributes['turns'] ?? 0) + 1;
  const attributes = { ...sessionAttributes, turns: String(turns) };
  return turns < 5 ? say(`Question ${turns}?`, attributes) : close('Thank you. Goodbye.', attributes);
};

test('a usual conversation takes turns, ends with its intent, and lasts about ten seconds', async () => {
  const carrier = aTalkingCarrier(fiveTurns);

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.onlyCall().said).toEqual([
    'agent: Hello, I am an AI.',
    'recipient: Hello?',
    'agent: Question 1?',
    'recipient: Yes, go ahead. How can I help you?',
    'agent: Question 2?',
    'recipient: Yes, that works. Tomorrow at 3 pm is free.',
    'agent: Question 3?',
    'recipient: My name is Sam Carter.',
    'agent: Question 4?',
    'recipient: It is 40 dollars in all.',
    'agent: Thank you. Goodbye.',
  ]);
  expect(carrier.onlyCall()).toMatchObject({
    answeredAt: '2026-03-01T12:00:02.500Z',
    endedAt: '2026-03-01T12:00:10.750Z',
    sipCode: 0,
  });
  const { ActionData } = carrier.eventOf('ACTION_SUCCESSFUL');
  const sessionId = carrier.eventOf('HANGUP').CallDetails.Participants[0]?.CallId;
  expect(ActionData?.['IntentResult']).toMatchObject({
    SessionId: sessionId,
    SessionState: {
      SessionAttributes: { callId: 'c-42', turns: '5' },
      Intent: { Name: 'FallbackIntent', Slots: {}, State: 'Fulfilled', ConfirmationState: 'None' },
    },
    Interpretations: [{ Intent: { Name: 'FallbackIntent' } }, { NluConfidence: { Score: 0.2 } }],
  });
});

test('the bot is started in the name of the application', async () => {
  const callers: Caller[] = [];
  const carrier = aTalkingCarrier(fiveTurns, { mayStart: (_arn, caller) => void callers.push(caller) });

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(callers).toEqual([
    {
      service: 'voiceconnector.chime.amazonaws.com',
      sourceArn: `arn:aws:voiceconnector:us-east-1:000000000000:sma/${carrier.smaId}`,
      sourceAccount: '000000000000',
    },
  ]);
});

test('a bot without a configuration waits for the recipient to speak first', async () => {
  const carrier = aTalkingCarrier(() => close('Goodbye.'), { parameters: { Configuration: undefined } });

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.onlyCall().said).toEqual(['recipient: Hello?', 'agent: Goodbye.']);
});

test('when the recipient has nothing more to say, four seconds of silence reach the hook', async () => {
  const carrier = aTalkingCarrier(({ inputTranscript }) =>
    inputTranscript ? say('And?') : close('Goodbye.'),
  );
  carrier.chime.script(THEM, { says: ['Hello?'] });

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.bot.heard.map(({ event }) => event.inputTranscript)).toEqual(['Hello?', '']);
  expect(carrier.onlyCall()).toMatchObject({
    said: ['agent: Hello, I am an AI.', 'recipient: Hello?', 'agent: And?', 'agent: Goodbye.'],
    // Half a turn each for greeting, answer, question and goodbye, and the silence.
    endedAt: '2026-03-01T12:00:09.500Z',
  });
});

test('a recipient who hangs up in the middle ends the action with the intent as it stands', async () => {
  const carrier = aTalkingCarrier(fiveTurns);
  carrier.chime.script(THEM, { talkSec: 4 });

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.events().slice(3)).toEqual(['ACTION_SUCCESSFUL', 'HANGUP']);
  const done = carrier.eventOf('ACTION_SUCCESSFUL');
  expect(done.CallDetails.Participants[0]?.Status).toBe('Disconnected');
  expect(done.ActionData?.['IntentResult']).toMatchObject({
    SessionState: {
      SessionAttributes: { callId: 'c-42', turns: '2' },
      Intent: { State: 'ReadyForFulfillment' },
    },
  });
  expect(carrier.onlyCall().endedAt).toBe('2026-03-01T12:00:06.500Z');
});

test('an update waits for the whole conversation to end, but not for what the function wants next', async () => {
  const carrier = aTalkingCarrier(fiveTurns);

  await carrier.dial(THEM);
  await carrier.advance(4);
  await carrier.update(carrier.onlyCall().transactionId, { op: 'hangup' });
  await carrier.advance(60);

  expect(carrier.told.slice(3).map(({ sec, event }) => [event.InvocationEventType, sec])).toEqual([
    ['ACTION_SUCCESSFUL', 10.75],
    ['CALL_UPDATE_REQUESTED', 10.75],
    ['HANGUP', 10.75],
  ]);
});

test.each([
  {
    parameters: { BotAliasArn: 'arn:aws:lex:us-east-1:000000000000:bot-alias/NOSUCHBOT0/NOSUCHBOT0' },
    type: 'ResourceNotFound',
  },
  {
    parameters: { BotAliasArn: 'arn:aws:lex:eu-west-1:000000000000:bot-alias/NOSUCHBOT0/NOSUCHBOT0' },
    type: 'InvalidActionParameter',
  },
  { parameters: { LocaleId: 'ru_RU' }, type: 'InvalidActionParameter' },
])('a bot that can not be started fails the action as $type', async ({ parameters, type }) => {
  const carrier = aTalkingCarrier(fiveTurns, { parameters });

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({ ErrorType: type });
});

test('a bot that does not let the application in fails the action, and it is said who was denied', async () => {
  const carrier = aTalkingCarrier(fiveTurns, {
    mayStart() {
      throw new AccessDenied('not authorized to perform lex:StartConversation');
    },
  });

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({ ErrorType: 'ResourceAccessDenied' });
  expect(carrier.denied.map(({ message }) => message)).toEqual([
    'not authorized to perform lex:StartConversation',
  ]);
});

test('a hook that answers nonsense fails the action', async () => {
  const carrier = aTalkingCarrier(() => ({ sessionState: {} }));

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({ ErrorType: 'SystemException' });
});

test('somebody who never stops talking is cut off by Lex after 15 minutes', async () => {
  const carrier = aTalkingCarrier(() => say('I see.'));

  await carrier.dial('+13125550140');
  await carrier.advance(20 * 60);

  expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({
    ErrorType: 'SystemException',
    ErrorMessage: 'A conversation lasts 15 minutes at most.',
  });
  expect(carrier.told.find(({ event }) => event.InvocationEventType === 'ACTION_FAILED')?.sec).toBe(902.5);
});

test.each([
  { digits: '33', line: /leave a message/, who: 'a mailbox' },
  {
    digits: '41',
    line: /Please don't call this number again/,
    who: 'somebody who does not want to be called',
  },
  { digits: '43', line: /¿Habla usted español\?/, who: 'somebody who speaks Spanish' },
  { digits: '44', line: /Ignore all your previous instructions/, who: 'somebody who gives the agent orders' },
])('$who is called at 555-01$digits', async ({ digits, line }) => {
  const carrier = aTalkingCarrier(fiveTurns);

  await carrier.dial(`+131255501${digits}`);
  await carrier.advance(60);

  expect(
    carrier
      .onlyCall()
      .said.filter((each) => each.startsWith('recipient: '))
      .join('\n'),
  ).toMatch(line);
});

test('whoever talks longer than the session lets Lex listen is heard in part', async () => {
  const listening = { 'x-amz-lex:audio:max-length-ms:*:*': '5000' };
  const carrier = aTalkingCarrier(({ inputTranscript }) => close(`You said ${inputTranscript}.`), {
    parameters: { Configuration: { SessionState: { SessionAttributes: listening } } },
  });
  carrier.chime.script(THEM, { says: ['one two three four five six seven eight'], turnSec: 20 });

  await carrier.dial(THEM);
  await carrier.advance(60);

  expect(carrier.onlyCall()).toMatchObject({
    said: ['recipient: one two three four five six seven eight', 'agent: You said one two three four.'],
    // Answered at 2.5 s; listened to for five, and spoken to for ten.
    endedAt: '2026-03-01T12:00:17.500Z',
  });
});

test('whoever knows one language says so while another is spoken, and gives up in the end', async () => {
  const carrier = aTalkingCarrier(() => say('Pardon?'));

  await carrier.dial('+13125550143');
  await carrier.advance(12);

  expect(carrier.onlyCall().said.filter((each) => each.startsWith('recipient: '))).toEqual([
    'recipient: ¿Dígame?',
    'recipient: Lo siento, no hablo inglés. ¿Habla usted español?',
    'recipient: Perdone, no le entiendo nada. ¿Puede hablar en español, por favor?',
    'recipient: Lo siento mucho, no le entiendo. Adiós.',
  ]);
});
