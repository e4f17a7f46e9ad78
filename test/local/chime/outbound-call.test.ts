import { aCarrier, actions, hangup, OURS, speak, START } from './a-carrier.ts';

const THEM = '+13125550101';

test('a call that is answered and hung up is told from its first event to its last', async () => {
  const carrier = aCarrier((event) =>
    event.InvocationEventType === 'CALL_ANSWERED' ? actions(speak(event), hangup) : actions(),
  );

  const { status, body } = await carrier.dial(THEM, { callId: 'c-42', tenant: 'acme' });
  await carrier.advance(60);

  expect(status).toBe(201);
  expect(carrier.told.map(({ sec, event }) => [event.Sequence, event.InvocationEventType, sec])).toEqual([
    [1, 'NEW_OUTBOUND_CALL', 0.1],
    [2, 'RINGING', 0.5],
    [3, 'CALL_ANSWERED', 2.5],
    [4, 'HANGUP', 3.25],
  ]);
  expect(carrier.onlyCall()).toEqual({
    transactionId: (body['SipMediaApplicationCall'] as { TransactionId: string }).TransactionId,
    callId: 'c-42',
    to: THEM,
    from: OURS,
    requestedAt: START,
    ringAt: '2026-03-01T12:00:00.500Z',
    answeredAt: '2026-03-01T12:00:02.500Z',
    endedAt: '2026-03-01T12:00:03.250Z',
    sipCode: 0,
    said: ['agent: Hello there'],
  });
});

test('the first event names the call, the function is invoked in the name of the application', async () => {
  const carrier = aCarrier();

  await carrier.dial(THEM, { callId: 'c-42' });
  await carrier.advance(0.2);

  const [first] = carrier.told;
  const { transactionId } = carrier.onlyCall();
  expect(first?.event).toEqual({
    SchemaVersion: '1.0',
    Sequence: 1,
    InvocationEventType: 'NEW_OUTBOUND_CALL',
    ActionData: { Type: 'CallCreateRequest', Parameters: { Arguments: { callId: 'c-42' } } },
    CallDetails: {
      TransactionId: transactionId,
      AwsAccountId: '000000000000',
      AwsRegion: 'us-east-1',
      SipMediaApplicationId: carrier.smaId,
      Participants: [
        {
          CallId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
          ParticipantTag: 'LEG-A',
          To: THEM,
          From: OURS,
          Direction: 'Outbound',
          StartTimeInMilliseconds: '1772366400000',
        },
      ],
    },
  });
  expect(first?.caller).toEqual({
    service: 'voiceconnector.chime.amazonaws.com',
    sourceArn: `arn:aws:chime:us-east-1:000000000000:sma/${carrier.smaId}`,
    sourceAccount: '000000000000',
  });
});

test('a call without arguments has no ActionData in its first event', async () => {
  const carrier = aCarrier();

  await carrier.dial(THEM);
  await carrier.advance(0.2);

  expect(carrier.eventOf('NEW_OUTBOUND_CALL').ActionData).toBeUndefined();
});

test('the participant is connected once answered and disconnected at the end', async () => {
  const carrier = aCarrier((event) =>
    event.InvocationEventType === 'CALL_ANSWERED' ? actions(hangup) : actions(),
  );

  await carrier.dial(THEM);
  await carrier.advance(10);

  expect(carrier.told.map(({ event }) => event.CallDetails.Participants[0]?.Status)).toEqual([
    undefined,
    undefined,
    'Connected',
    'Disconnected',
  ]);
  const { CallId } = carrier.eventOf('HANGUP').CallDetails.Participants[0] ?? {};
  expect(carrier.eventOf('HANGUP').ActionData).toEqual({
    Type: 'Hangup',
    Parameters: { SipResponseCode: 0, CallId, ParticipantTag: 'LEG-A' },
  });
});

test.each([
  {
    digits: '30',
    events: ['NEW_OUTBOUND_CALL', 'RINGING', 'HANGUP'],
    code: 480,
    ended: 30.5,
    why: 'rings out',
  },
  { digits: '31', events: ['NEW_OUTBOUND_CALL', 'HANGUP'], code: 486, ended: 0.5, why: 'is busy' },
  {
    digits: '32',
    events: ['NEW_OUTBOUND_CALL', 'RINGING', 'HANGUP'],
    code: 603,
    ended: 2.5,
    why: 'declines',
  },
])('a number that $why ends with $code', async ({ digits, events, code, ended }) => {
  const carrier = aCarrier();

  await carrier.dial(`+131255501${digits}`);
  await carrier.advance(60);

  expect(carrier.events()).toEqual(events);
  expect(carrier.told.at(-1)?.sec).toBe(ended);
  expect(carrier.eventOf('HANGUP').ActionData).toMatchObject({ Parameters: { SipResponseCode: code } });
  expect(carrier.onlyCall()).toMatchObject({ answeredAt: null, sipCode: code });
});

test('a number that is refused is answered 400 and never rings', async () => {
  const carrier = aCarrier();

  const answer = await carrier.dial('+13125550134');
  await carrier.advance(60);

  expect(answer).toMatchObject({ status: 400, error: 'BadRequestException', body: { Code: 'BadRequest' } });
  expect(carrier.chime.calls()).toEqual([]);
  expect(carrier.told).toEqual([]);
});

test('a number that is throttled is answered 429 twice, then called; and so is its next call', async () => {
  const carrier = aCarrier();
  const statuses: number[] = [];

  for (let i = 0; i < 6; i += 1) statuses.push((await carrier.dial('+13125550135')).status);

  expect(statuses).toEqual([429, 429, 201, 429, 429, 201]);
  expect(carrier.chime.calls()).toHaveLength(2);
});

test('a request may be answered 500 although the call is made', async () => {
  const carrier = aCarrier();

  const answer = await carrier.dial('+13125550136', { callId: 'c-1' });
  await carrier.advance(3);

  expect(answer).toMatchObject({ status: 500, error: 'ServiceFailureException' });
  expect(carrier.onlyCall()).toMatchObject({ callId: 'c-1', answeredAt: '2026-03-01T12:00:02.500Z' });
});

test('a request may never be answered, and then nothing rings', async () => {
  const held: string[] = [];
  const carrier = aCarrier(undefined, { onHeld: ({ path }) => void held.push(path) });
  let answered = false;

  void carrier.dial('+13125550137').then(() => (answered = true));
  await carrier.advance(600);

  expect(answered).toBe(false);
  expect(held).toEqual([`/sip-media-applications/${carrier.smaId}/calls`]);
  expect(carrier.chime.calls()).toEqual([]);
  expect(carrier.chime.requests().at(-1)).toMatchObject({
    operation: 'CreateSipMediaApplicationCall',
    status: null,
  });
});

test('a call can only be made from a number of the account', async () => {
  const carrier = aCarrier();

  const foreign = await carrier.dial(THEM, {}, '+14155550111');
  await carrier.request('DELETE', `/phone-numbers/${encodeURIComponent(OURS)}`);
  const deleted = await carrier.dial(THEM, {}, OURS);

  expect([foreign.status, foreign.error]).toEqual([400, 'BadRequestException']);
  expect([deleted.status, deleted.error]).toEqual([400, 'BadRequestException']);
  expect(carrier.chime.calls()).toEqual([]);
});

test('a recipient who hangs up while the agent speaks ends the action, then the call', async () => {
  const carrier = aCarrier((event) =>
    event.InvocationEventType === 'CALL_ANSWERED' ? actions(speak(event), speak(event)) : actions(),
  );

  await carrier.dial('+13125550139');
  await carrier.advance(60);

  expect(carrier.events().slice(3)).toEqual(['ACTION_FAILED', 'HANGUP']);
  const failed = carrier.eventOf('ACTION_FAILED');
  expect(failed.ActionData).toMatchObject({ Type: 'Speak', ErrorType: 'SystemException' });
  expect(failed.CallDetails.Participants[0]?.Status).toBe('Disconnected');
  expect(carrier.onlyCall()).toMatchObject({ endedAt: '2026-03-01T12:00:03.000Z', sipCode: 0 });
});

test('a script changes how a destination behaves from now on', async () => {
  const carrier = aCarrier();

  carrier.chime.script('+13125550131', { outcome: 'answer', ringSec: 10 });
  await carrier.dial('+13125550131');
  await carrier.advance(11);

  expect(carrier.onlyCall().answeredAt).toBe('2026-03-01T12:00:10.500Z');
});

test('a script with a member that is none, or out of range, is refused', () => {
  const { chime } = aCarrier();

  expect(() => chime.script(THEM, { ringSec: -1 })).toThrow('ringSec');
  expect(() => chime.script(THEM, { mood: 'good' } as object)).toThrow('mood');
});

test('every other number answers, and says in five lines or more a time, a name and a price', () => {
  const { says } = aCarrier().chime.script('+442079460123', {});

  expect(says.length).toBeGreaterThanOrEqual(5);
  expect(says.join(' ')).toMatch(/3 pm.*Sam Carter.*40 dollars/);
});
