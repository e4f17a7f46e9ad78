import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';
import { takeAway } from './take-away.ts';

const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };
const clouds: TestCloud[] = [];
afterEach(async () => {
  for (const cloud of clouds.splice(0)) await cloud.stop();
});

/** A cloud in which a role may not do something: that is how an effect is lost between two lines. */
async function without(role: string, action: string): Promise<TestCloud> {
  const cloud = await aLocalCloud((_, { Resources }) => takeAway(Resources, role, action));
  clouds.push(cloud);
  return cloud;
}

const rings = (cloud: TestCloud, id: string) =>
  cloud.cloud.chime.calls().filter(({ callId }) => callId === id);

test('a call whose poke is lost is accepted all the same and dialed by the sweep', async () => {
  const cloud = await without('RestApiCalls', 'sqs:SendMessage');
  const acme = await cloud.client();

  const id = await acme.place(GOOD);
  await cloud.advance(50);
  expect((await acme.call(id))['status']).toBe('queued');
  await cloud.advance(100);

  expect((await acme.call(id))['status']).toBe('completed');
  expect(rings(cloud, id)).toHaveLength(1);
});

test('a claimed call whose workflow did not start is started by the sweep', async () => {
  const cloud = await without('DialQueueDialer', 'states:StartExecution');
  const acme = await cloud.client();

  const id = await acme.place(GOOD);
  await cloud.advance(240);

  expect((await acme.call(id))['status']).toBe('completed');
  expect(rings(cloud, id)).toHaveLength(1);
});

test('a call whose end nobody could pass on is concluded by the sweep', async () => {
  const cloud = await without('TelephonyCarrierEvents', 'states:SendTaskSuccess');
  const acme = await cloud.client();

  const id = await acme.place(GOOD);
  await cloud.advance(240);

  expect(await acme.call(id)).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
  expect(rings(cloud, id)).toHaveLength(1);
});

test('a call that can’t be rung for a fault of ours is tried again, rings nobody, and says so in the end', async () => {
  const cloud = await without('CallWorkflowRing', 'dynamodb:BatchGetItem');
  const acme = await cloud.client();

  const id = await acme.place(GOOD);
  await cloud.advance(900);

  expect(await acme.call(id)).toMatchObject({
    status: 'failed',
    error: 'placement_failed',
    endReason: 'carrier_refused',
  });
  expect(rings(cloud, id)).toEqual([]);
  expect(await booksOf(cloud.cloud).minutes(acme.accountId)).toEqual({ used: 0, reserved: 0, inbound: 0 });
});

test('a call that was claimed just before dialing was switched off waits until it is on again', async () => {
  const cloud = await aLocalCloud();
  clouds.push(cloud);
  const acme = await cloud.client();
  const id = await acme.place({ ...GOOD, to: '+14155550135' });
  await cloud.advance(2);
  await cloud.operator('PUT', '/dialing', { enabled: false });

  await cloud.advance(1_200);
  expect((await acme.call(id))['status']).toBe('dialing');
  await cloud.operator('PUT', '/dialing', { enabled: true });
  await cloud.advance(240);

  expect((await acme.call(id))['status']).toBe('completed');
  expect(rings(cloud, id)).toHaveLength(1);
  expect(cloud.cloud.workflows.executions().filter(({ status }) => status === 'RUNNING')).toEqual([]);
});

test('a throttled call is taken in the end, however many others wait for the carrier', async () => {
  const cloud = await aLocalCloud();
  clouds.push(cloud);
  const acme = await cloud.client({ limits: { callsPerMinute: 1_000, concurrentCalls: 20 } });
  const throttled = await acme.place({ ...GOOD, to: '+14155550135' });
  for (let i = 0; i < 25; i++) await acme.place({ ...GOOD, to: '+14155550131' });

  await cloud.advance(180);

  expect((await acme.call(throttled))['status']).toBe('completed');
});

test.each([0, 10, 20, 30, 40, 50])(
  'a carrier that falls silent is given 90 s, wherever in the minute the request falls (+%i s)',
  async (offset) => {
    const cloud = await aLocalCloud();
    clouds.push(cloud);
    const acme = await cloud.client();
    await cloud.advance(offset);
    const [late, tooLate] = [
      await acme.place({ ...GOOD, to: '+14155550145' }),
      await acme.place({ ...GOOD, to: '+14155550146' }),
    ];

    await cloud.advance(600);

    expect(await acme.call(late)).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
    expect(await acme.call(tooLate)).toMatchObject({ status: 'failed', error: 'outcome_unknown' });
  },
);

test('a workflow that was aborted while the phone rings is replaced, and nobody is rung again', async () => {
  const cloud = await aLocalCloud();
  clouds.push(cloud);
  const acme = await cloud.client();
  const id = await acme.place(GOOD);
  await cloud.advance(3);
  const [execution] = cloud.cloud.workflows.executions();
  await cloud.cloud.workflows.handle({
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': 'AWSStepFunctions.StopExecution' },
    body: Buffer.from(JSON.stringify({ executionArn: execution?.arn })),
  });

  await cloud.advance(240);

  expect(await acme.call(id)).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
  expect(rings(cloud, id)).toHaveLength(1);
  expect(cloud.cloud.workflows.executions().map(({ name, status }) => [name, status])).toEqual([
    [`${id}-1`, 'ABORTED'],
    [`${id}-2`, 'SUCCEEDED'],
  ]);
});

test('nobody is rung before notBefore, and a call that can’t be dialed in time expires', async () => {
  const cloud = await aLocalCloud();
  clouds.push(cloud);
  const acme = await cloud.client();
  const at = (seconds: number) => new Date(cloud.cloud.clock.now() + seconds * 1000).toISOString();
  const later = await acme.place({ ...GOOD, notBefore: at(3_600), notAfter: at(7_200) });
  const never = await acme.place({ ...GOOD, notBefore: at(3_600), notAfter: at(3_720) });

  await cloud.advance(3_599);
  expect(cloud.cloud.chime.calls()).toEqual([]);
  await cloud.operator('PUT', '/dialing', { enabled: false });
  await cloud.advance(600);
  await cloud.operator('PUT', '/dialing', { enabled: true });
  await cloud.advance(600);

  expect((await acme.call(later))['status']).toBe('completed');
  expect(await acme.call(never)).toMatchObject({ status: 'failed', error: 'expired', endReason: 'expired' });
  expect(rings(cloud, never)).toEqual([]);
});

test('an account never has more calls open than its limit, and each end leads the next one to the phone', async () => {
  const cloud = await aLocalCloud();
  clouds.push(cloud);
  const acme = await cloud.client({ limits: { concurrentCalls: 2 } });
  const ids: string[] = [];
  for (let i = 0; i < 6; i++) ids.push(await acme.place(GOOD));

  let most = 0;
  for (let i = 0; i < 100; i++) {
    await cloud.advance(1);
    const open = cloud.cloud.chime.calls().filter(({ endedAt }) => endedAt === null).length;
    most = Math.max(most, open);
  }

  expect(most).toBe(2);
  for (const id of ids) expect((await acme.call(id))['status']).toBe('completed');
});
