import type { CarrierEvent } from '../../../local/chime/events.ts';
import { aCarrier, actions, aRule, hangup, OURS, pause, type Answers } from './a-carrier.ts';

const CALLER = '+13125550177';
const THEM = '+13125550101';
const OTHER = '+13125550110';
const RINGS_OUT = '+13125550130';

const bridgeTo = (number: string, changes: object = {}) => ({
  Type: 'CallAndBridge',
  Parameters: {
    CallTimeoutSeconds: 20,
    CallerIdNumber: OURS,
    Endpoints: [{ BridgeEndpointType: 'PSTN', Uri: number }],
    ...changes,
  },
});
const hangUp = (tag: string) => ({
  Type: 'Hangup',
  Parameters: { ParticipantTag: tag, SipResponseCode: '0' },
});
const say = (event: CarrierEvent, tag: string, text: string) => ({
  Type: 'Speak',
  Parameters: {
    CallId: event.CallDetails.Participants.find(({ ParticipantTag }) => ParticipantTag === tag)?.CallId,
    Text: text,
  },
});
/** What happened, to whom: `HANGUP LEG-B`. */
const story = (carrier: ReturnType<typeof aCarrier>) =>
  carrier.told.map(({ sec, event: { InvocationEventType: type, ActionData: data } }) => {
    const { ParticipantTag: tag } = (data?.['Parameters'] ?? {}) as { ParticipantTag?: string };
    return [sec, type, ...(type === 'HANGUP' ? [tag] : data ? [data['Type']] : [])].join(' ');
  });

type ByEvent = Partial<Record<string, (event: CarrierEvent) => unknown>>;

/** A carrier whose function answers each kind of event so, a HANGUP by its leg; nothing else is answered. */
const answering =
  (by: ByEvent): Answers =>
  (event) => {
    const type = event.InvocationEventType;
    const { ParticipantTag: tag } = (event.ActionData?.['Parameters'] ?? {}) as { ParticipantTag?: string };
    return (by[type === 'HANGUP' ? `HANGUP ${tag ?? ''}` : type] ?? (() => actions()))(event);
  };

/** A caller whose call is answered by `by`. */
async function called(by: ByEvent, caller: object = {}, options: Parameters<typeof aCarrier>[1] = {}) {
  const carrier = aCarrier(answering(by), options);
  await aRule(carrier, OURS);
  carrier.chime.inbound({ to: OURS, from: CALLER, ...caller });
  return carrier;
}

test('who calls hears it ring, and is answered together with whoever is called', async () => {
  const carrier = await called({ NEW_INBOUND_CALL: () => actions(bridgeTo(THEM)) }, { talkSec: 5 });

  await carrier.advance(60);

  // The caller hangs up after five seconds; the other one after all their lines.
  expect(story(carrier)).toEqual([
    '0.1 NEW_INBOUND_CALL',
    '2.6 ACTION_SUCCESSFUL CallAndBridge',
    '7.6 HANGUP LEG-A',
    '11.6 HANGUP LEG-B',
  ]);
  expect(carrier.eventOf('ACTION_SUCCESSFUL').CallDetails.Participants).toMatchObject([
    { ParticipantTag: 'LEG-A', From: CALLER, To: OURS, Direction: 'Inbound', Status: 'Connected' },
    { ParticipantTag: 'LEG-B', From: OURS, To: THEM, Direction: 'Outbound', Status: 'Connected' },
  ]);
  expect(carrier.eventOf('HANGUP').CallDetails.Participants).toMatchObject([
    { ParticipantTag: 'LEG-A', Status: 'Disconnected' },
    { ParticipantTag: 'LEG-B', Status: 'Connected' },
  ]);
  const transactionId = expect.any(String) as unknown;
  expect(carrier.chime.calls()).toEqual([
    {
      transactionId,
      callId: null,
      to: OURS,
      from: CALLER,
      requestedAt: '2026-03-01T12:00:00.000Z',
      ringAt: '2026-03-01T12:00:00.000Z',
      answeredAt: '2026-03-01T12:00:02.600Z',
      endedAt: '2026-03-01T12:00:07.600Z',
      sipCode: 0,
      said: [],
    },
    {
      transactionId,
      callId: null,
      to: THEM,
      from: OURS,
      requestedAt: '2026-03-01T12:00:00.100Z',
      ringAt: '2026-03-01T12:00:00.600Z',
      answeredAt: '2026-03-01T12:00:02.600Z',
      endedAt: '2026-03-01T12:00:11.600Z',
      sipCode: 0,
      said: [],
    },
  ]);
});

test('a leg whose other hung up stays on the phone until it is hung up too', async () => {
  const byEvent: ByEvent = { NEW_INBOUND_CALL: () => actions(bridgeTo(THEM)) };
  const carrier = await called({ ...byEvent, 'HANGUP LEG-B': () => actions(hangUp('LEG-A')) });
  const careless = await called(byEvent);
  await carrier.advance(30);
  await careless.advance(30);

  expect(story(carrier).slice(2)).toEqual(['11.6 HANGUP LEG-B', '11.6 HANGUP LEG-A']);
  expect(story(careless).slice(2)).toEqual(['11.6 HANGUP LEG-B']);
});

test.each([
  { whoIs: 'rings out', number: RINGS_OUT, changes: {}, at: 20.1, sipCode: 487 },
  { whoIs: 'is busy', number: '+13125550131', changes: {}, at: 0.6, sipCode: 486 },
  { whoIs: 'declines', number: '+13125550132', changes: {}, at: 2.6, sipCode: 603 },
  { whoIs: 'may not be called', number: '+13125550134', changes: {}, at: 0.6, sipCode: 403 },
  { whoIs: 'is too slow', number: THEM, changes: { CallTimeoutSeconds: 2 }, at: 2.1, sipCode: 487 },
])('whoever $whoIs is no second leg', async ({ number, changes, at, sipCode }) => {
  const carrier = await called({ NEW_INBOUND_CALL: () => actions(bridgeTo(number, changes)) });

  await carrier.advance(29);

  expect(story(carrier)).toEqual(['0.1 NEW_INBOUND_CALL', `${at} ACTION_FAILED CallAndBridge`]);
  const failed = carrier.eventOf('ACTION_FAILED');
  expect(failed.ActionData).toMatchObject({ ErrorType: 'CallNotAnswered' });
  expect(failed.CallDetails.Participants).toHaveLength(1);
  expect(carrier.chime.calls()).toMatchObject([
    { answeredAt: null, endedAt: null },
    { answeredAt: null, sipCode },
  ]);
});

test('a mailbox that takes the call has answered it; the caller’s own number may be shown', async () => {
  const carrier = await called({
    NEW_INBOUND_CALL: () => actions(bridgeTo('+13125550133', { CallerIdNumber: CALLER })),
  });

  await carrier.advance(200);

  expect(carrier.chime.calls()[1]).toMatchObject({ from: CALLER });
  expect(story(carrier).slice(1)).toEqual(['2.6 ACTION_SUCCESSFUL CallAndBridge', '122.6 HANGUP LEG-B']);
});

test('a caller waits as long as it rings, and then as long as at first', async () => {
  const carrier = await called({
    NEW_INBOUND_CALL: () => actions(bridgeTo(RINGS_OUT, { CallTimeoutSeconds: 45 })),
  });
  carrier.chime.script(RINGS_OUT, { ringSec: 60, outcome: 'no_answer' });

  await carrier.advance(100);

  expect(story(carrier).slice(1)).toEqual(['45.1 ACTION_FAILED CallAndBridge', '75.1 HANGUP LEG-A']);
});

test('after nobody answered, the caller is answered by what is said to them', async () => {
  const carrier = await called({
    NEW_INBOUND_CALL: () => actions(bridgeTo('+13125550131')),
    ACTION_FAILED: (event) => actions(say(event, 'LEG-A', 'Nobody is there.'), hangUp('LEG-A')),
  });

  await carrier.advance(10);

  expect(carrier.chime.calls()[0]).toMatchObject({
    answeredAt: '2026-03-01T12:00:00.600Z',
    said: ['agent: Nobody is there.'],
    sipCode: 0,
  });
});

test('a caller who hangs up while it rings takes the other call with them', async () => {
  const carrier = aCarrier(answering({ CALL_ANSWERED: () => actions(bridgeTo(RINGS_OUT)) }));
  carrier.chime.script(THEM, { talkSec: 5 });
  await carrier.dial(THEM);

  await carrier.advance(30);

  expect(story(carrier).slice(2)).toEqual([
    '2.5 CALL_ANSWERED',
    '7.5 ACTION_FAILED CallAndBridge',
    '7.5 HANGUP LEG-A',
  ]);
  expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({ ErrorType: 'SystemException' });
  expect(carrier.chime.calls()[1]).toMatchObject({ endedAt: '2026-03-01T12:00:07.500Z', sipCode: 487 });
});

test('what is said to one leg the other does not hear; a bot is not let onto a bridged call', async () => {
  const bot = {
    Type: 'StartBotConversation',
    Parameters: {
      ParticipantTag: 'LEG-A',
      BotAliasArn: 'arn:aws:lex:us-east-1:000000000000:bot-alias/ABCDEFGHIJ/ABCDEFGHIJ',
    },
  };
  let bridged = false;
  const carrier = aCarrier(
    answering({
      CALL_ANSWERED: () => actions(bridgeTo(OTHER, { CallerIdNumber: OURS })),
      ACTION_SUCCESSFUL(event) {
        const first = !bridged;
        bridged = true;
        return first ? actions(say(event, 'LEG-B', 'Sam is on the line.'), bot) : actions();
      },
    }),
  );
  await carrier.dial(THEM, { callId: 'c-42' });

  await carrier.advance(8);

  expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({
    Type: 'StartBotConversation',
    ErrorMessage: 'The call is bridged',
  });
  expect(carrier.chime.calls()).toMatchObject([
    { to: THEM, callId: 'c-42', said: [] },
    { to: OTHER, callId: 'c-42', said: ['agent: Sam is on the line.'] },
  ]);
});

test('a Hangup that names no leg is for the one that the event is about', async () => {
  const carrier = await called({
    NEW_INBOUND_CALL: () => actions(bridgeTo(THEM)),
    ACTION_SUCCESSFUL: (event) => actions(pause(1_000), say(event, 'LEG-B', 'Goodbye.'), hangUp('LEG-B')),
    'HANGUP LEG-B': () => actions(hangup),
  });

  await carrier.advance(10);

  expect(story(carrier).slice(2)).toEqual(['4.35 HANGUP LEG-B', '4.35 ACTION_FAILED Hangup']);
  expect(carrier.chime.calls()).toMatchObject([{ endedAt: null }, { sipCode: 0 }]);
});

test('an update reaches the function while two are talking', async () => {
  const carrier = await called({
    NEW_INBOUND_CALL: () => actions(bridgeTo(THEM)),
    CALL_UPDATE_REQUESTED: () => actions(hangUp('LEG-B'), hangUp('LEG-A')),
    'HANGUP LEG-B': () => ({ SchemaVersion: '1.0' }),
  });
  await carrier.advance(5);
  await carrier.update(carrier.chime.calls()[0]?.transactionId ?? '', { op: 'hangup' });
  await carrier.advance(5);

  expect(story(carrier).slice(2)).toEqual([
    '5 CALL_UPDATE_REQUESTED CallUpdateRequest',
    '5 HANGUP LEG-B',
    '5 HANGUP LEG-A',
  ]);
});

test.each([
  { wrong: 'shows a number of somebody else', changes: { CallerIdNumber: OTHER } },
  { wrong: 'takes longer than two minutes', changes: { CallTimeoutSeconds: 121 } },
  { wrong: 'calls nobody', changes: { Endpoints: [] } },
  {
    wrong: 'goes to a voice connector',
    changes: { Endpoints: [{ BridgeEndpointType: 'AWS', Arn: 'arn:aws:chime:us-east-1:0:vc/a', Uri: 'a' }] },
    says: 'the local carrier bridges to PSTN endpoints alone',
  },
])('a bridge that $wrong is refused', async ({ changes, says = '' }) => {
  const carrier = await called({ NEW_INBOUND_CALL: () => actions(bridgeTo(THEM, changes)) });

  await carrier.advance(10);

  const error = carrier.eventOf('ACTION_FAILED').ActionData;
  expect(error).toMatchObject({ ErrorType: 'InvalidActionParameter' });
  expect(error?.['ErrorMessage']).toContain(says);
  expect(carrier.chime.calls()).toHaveLength(1);
});

test('the second leg counts among the legs in use', async () => {
  const limits = { callsPerSecond: Infinity, updatesPerSecond: Infinity, concurrentLegs: 2, numbers: 50 };
  const carrier = await called({ NEW_INBOUND_CALL: () => actions(bridgeTo(THEM)) }, {}, { limits });
  await carrier.advance(5);
  expect((await carrier.dial(OTHER)).error).toBe('ResourceLimitExceededException');

  await carrier.advance(10);
  expect((await carrier.dial(OTHER)).status).toBe(201);
});

test('without a free leg nobody is called', async () => {
  const limits = { callsPerSecond: Infinity, updatesPerSecond: Infinity, concurrentLegs: 1, numbers: 50 };
  const carrier = await called({ NEW_INBOUND_CALL: () => actions(bridgeTo(THEM)) }, {}, { limits });
  await carrier.advance(5);

  expect(carrier.eventOf('ACTION_FAILED').ActionData).toMatchObject({
    ErrorType: 'ActionExecutionThrottled',
  });
});

test('a second leg whose HANGUP is lost ends unheard', async () => {
  const carrier = await called({ NEW_INBOUND_CALL: () => actions(bridgeTo('+13125550138')) });
  await carrier.advance(60);

  expect(story(carrier).slice(2)).toEqual([]);
  expect(carrier.chime.calls()[1]).toMatchObject({ sipCode: 0 });
});
