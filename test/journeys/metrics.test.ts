import { type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});

test('what happens to calls is counted, once each', async () => {
  const acme = await cloud.client({ limits: { callsPerMinute: 1_000, concurrentCalls: 20 } });
  const order = { objective: 'Ask whether they are open' };
  for (const to of ['+14155550101', '+14155550130', '+14155550134', '+14155550135', '+14155550137'])
    await acme.place({ ...order, to });
  await acme.ask('POST', '/v1/agent/calls', { ...order, to: '+14155550101', dryRun: true });
  for (const headers of [{ 'idempotency-key': 'k' }, { 'idempotency-key': 'k' }])
    await acme.ask('POST', '/v1/agent/calls', { ...order, to: '+14155550103' }, headers);
  await acme.ask('POST', '/v1/agent/calls', { ...order, to: 'nobody' });
  await cloud.withKey(acme.accountId, 'no key').ask('GET', '/v1/voices');

  await cloud.advance(600);

  const ended = (status: string, endReason: string) => cloud.counted('CallsEnded', { status, endReason });
  expect({
    placed: cloud.counted('CallsPlaced'),
    refused: cloud.counted('RequestsRefused', { class: 'request' }),
    unlet: cloud.counted('RequestsRefused', { class: 'access' }),
    dialed: cloud.counted('CallsDialed'),
    answered: cloud.counted('CallsAnswered'),
    throttles: cloud.counted('CarrierThrottles'),
    refusals: cloud.counted('CarrierRefusals'),
    noAnswers: cloud.counted('CarrierUnknown'),
    unknown: cloud.counted('OutcomesUnknown'),
  }).toEqual({
    placed: 6,
    refused: 1,
    unlet: 1,
    dialed: 4,
    answered: 3,
    throttles: 2,
    refusals: 1,
    noAnswers: 1,
    unknown: 1,
  });
  expect(cloud.counted('CallsEnded')).toBe(6);
  expect(ended('completed', 'agent_hangup')).toBe(3);
  expect(ended('no_answer', 'no_answer')).toBe(1);
  expect(ended('failed', 'carrier_refused')).toBe(1);
  expect(ended('failed', 'outcome_unknown')).toBe(1);
});

test('every sweep tells how far behind it is, also when nothing is overdue', async () => {
  const runs = () => cloud.logs.filter((line) => line.includes('"SweepLag":')).length;
  const before = runs();

  await cloud.advance(600);

  // A line that is printed is there a moment later.
  expect(Math.abs(runs() - before - 10)).toBeLessThanOrEqual(1);
  expect(cloud.counted('SweepFailures')).toBe(0);
});

test('metrics name the deployment, and no call, account or number', () => {
  const told = cloud.logs.filter((line) => line.startsWith('{"_aws"'));

  expect(told.length).toBeGreaterThan(10);
  for (const line of told) {
    const { _aws: _, ...members } = JSON.parse(line) as Record<string, unknown>;
    const texts = Object.entries(members).filter(([, value]) => typeof value === 'string');
    expect(texts.map(([name]) => name)).toEqual(expect.arrayContaining(['service']));
    expect(['service', 'status', 'endReason', 'class']).toEqual(
      expect.arrayContaining(texts.map(([name]) => name)),
    );
    expect(members['service']).toBe('Trunkline-local');
  }
});
