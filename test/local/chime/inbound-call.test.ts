import { aCarrier, actions, hangup, legOf, OURS, pause, speak, type Answers } from './a-carrier.ts';

const CALLER = '+13125550177';

/** A carrier where calls to our number are routed. */
async function aRoutedCarrier(answers: Answers) {
  const carrier = aCarrier(answers);
  const { body } = await carrier.request('POST', '/sip-rules', {
    Name: 'rule',
    TriggerType: 'ToPhoneNumber',
    TriggerValue: OURS,
    TargetApplications: [{ SipMediaApplicationId: carrier.smaId, Priority: 1, AwsRegion: 'us-east-1' }],
  });
  return { ...carrier, ruleId: (body['SipRule'] as { SipRuleId: string }).SipRuleId };
}

const onArrival =
  (answer: Answers): Answers =>
  (event, attempt) =>
    event.InvocationEventType === 'NEW_INBOUND_CALL' ? answer(event, attempt) : actions();

test('a call that comes in is told of by its rule, and answered by the first thing that is said', async () => {
  const carrier = await aRoutedCarrier(onArrival((event) => actions(pause(1_000), speak(event), hangup)));

  const { transactionId } = carrier.chime.inbound({ to: OURS, from: CALLER, says: ['Hi'] });
  await carrier.advance(10);

  expect(carrier.events()).toEqual(['NEW_INBOUND_CALL', 'HANGUP']);
  expect(carrier.eventOf('NEW_INBOUND_CALL').CallDetails).toMatchObject({
    TransactionId: transactionId,
    SipRuleId: carrier.ruleId,
  });
  expect(legOf(carrier.eventOf('NEW_INBOUND_CALL'))).toMatchObject({
    To: OURS,
    From: CALLER,
    Direction: 'Inbound',
  });
  expect(legOf(carrier.eventOf('NEW_INBOUND_CALL')).Status).toBeUndefined();
  expect(carrier.onlyCall()).toMatchObject({
    callId: null,
    ringAt: '2026-03-01T12:00:00.000Z',
    answeredAt: '2026-03-01T12:00:01.100Z',
    endedAt: '2026-03-01T12:00:01.850Z',
    sipCode: 0,
  });
});

test('a call that comes in is refused by a Hangup before anything is said', async () => {
  const busy = { Type: 'Hangup', Parameters: { SipResponseCode: '480' } };
  const carrier = await aRoutedCarrier(onArrival(() => actions(busy)));

  carrier.chime.inbound({ to: OURS, from: CALLER });
  await carrier.advance(10);

  expect(carrier.onlyCall()).toMatchObject({ answeredAt: null, sipCode: 480 });
});

test.each([{ answer: actions() }, { answer: { SchemaVersion: '1.0' } }])(
  'a call that comes in needs an action: $answer is an error',
  async ({ answer }) => {
    const carrier = await aRoutedCarrier(onArrival(() => answer));

    carrier.chime.inbound({ to: OURS, from: CALLER });
    await carrier.advance(10);

    expect(carrier.eventOf('INVALID_LAMBDA_RESPONSE').ErrorMessage).toBe('Actions list is empty.');
    expect(carrier.onlyCall().sipCode).toBe(480);
  },
);

test('a call that nothing answers ends after 30 s', async () => {
  const carrier = await aRoutedCarrier(onArrival(() => actions(pause(30_000), pause(30_000))));

  carrier.chime.inbound({ to: OURS, from: CALLER });
  await carrier.advance(60);

  expect(carrier.onlyCall()).toMatchObject({ endedAt: '2026-03-01T12:00:30.000Z', sipCode: 480 });
});

test('a number without an enabled rule takes no calls', async () => {
  const carrier = await aRoutedCarrier(() => actions());
  await carrier.request('PUT', `/sip-rules/${carrier.ruleId}`, { Name: 'rule', Disabled: true });

  expect(() => carrier.chime.inbound({ to: OURS, from: CALLER })).toThrow('no enabled SIP rule');
  expect(() => carrier.chime.inbound({ to: '+12125550191', from: CALLER })).toThrow('no enabled SIP rule');
});
