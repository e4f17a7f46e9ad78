import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { anAssistantOf } from './an-assistant.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client();
});
afterAll(() => cloud.stop());

const CALLER = '+14155550177';
const OFFICE = '+13125550110';
const RINGS_OUT = '+13125550130';
const ASKS = ['Hello, I have a question.', 'Can I talk to a person, please?'];

async function handled(callHandling: object, inboundAssistantId: string | null = null) {
  const path = `/v1/numbers/${encodeURIComponent(acme.callerId)}`;
  await acme.ask('PATCH', path, { callHandling: null });
  expect((await acme.ask('PATCH', path, { callHandling, inboundAssistantId })).status).toBe(200);
}

/** Somebody calls the account's number, behaves so, and the time passes, sweep by sweep. */
async function called(script: object, minutes = 5) {
  const { transactionId } = cloud.cloud.chime.inbound({ to: acme.callerId, from: CALLER, ...script });
  for (let i = 0; i < minutes; i++) await cloud.advance(60);
  const legs = cloud.cloud.chime.calls().filter((leg) => leg.transactionId === transactionId);
  return { legs, call: await acme.call(legs[0]?.callId ?? '') };
}

test('events that come twice and out of order ring one second leg, and end a forwarded call once', async () => {
  await handled({ mode: 'forward', forwardTo: OFFICE });

  const { legs, call } = await called({ eventsRepeated: true });

  expect(legs).toHaveLength(2);
  expect(call).toMatchObject({ status: 'completed', endReason: 'forwarded', billedMinutes: 1 });
});

test('so do those of a transfer, which is announced once', async () => {
  const transfer = { allowed: true, style: 'warm', to: OFFICE };
  await handled({}, await anAssistantOf(acme, { transfer, language: 'en-US' }));

  const { legs, call } = await called({ eventsRepeated: true, says: ASKS });

  expect(legs).toHaveLength(2);
  expect(legs[1]?.said).toHaveLength(1);
  expect(call).toMatchObject({ status: 'completed', endReason: 'transferred' });
});

test('a forwarded call of which nothing more is heard is let go of after the longest ring, and costs nothing', async () => {
  await handled({ mode: 'forward', forwardTo: RINGS_OUT });
  const { transactionId } = cloud.cloud.chime.inbound({ to: acme.callerId, from: CALLER, hangupLost: true });
  await cloud.advance(5);
  // From here on the function tells the carrier nothing, which gives up.
  const deaf = { service: 'dynamodb', function: 'TelephonyCarrierEvents', kind: 'kill_before' };
  cloud.cloud.faults.add({ ...deaf, nth: 1, times: 50 });
  await cloud.advance(60);
  const [leg] = cloud.cloud.chime.calls().filter((one) => one.transactionId === transactionId);
  expect(leg).toMatchObject({ answeredAt: null, sipCode: 480 });
  expect(await acme.call(leg?.callId ?? '')).toMatchObject({ status: 'dialing' });

  for (let i = 0; i < 5; i++) await cloud.advance(60);
  cloud.cloud.faults.clear();

  expect(await acme.call(leg?.callId ?? '')).toMatchObject({
    status: 'failed',
    error: 'outcome_unknown',
    startedAt: null,
    billedMinutes: 0,
  });
});

test('two who were joined, and of whose end nobody tells, end at the last that was heard of them', async () => {
  await handled({ mode: 'forward', forwardTo: OFFICE });
  cloud.cloud.chime.script(OFFICE, { hangupLost: true });

  const { call } = await called({ hangupLost: true, talkSec: 5 }, 66);

  expect(call).toMatchObject({ status: 'completed', endReason: 'outcome_unknown', durationSec: 0 });
  cloud.cloud.chime.script(OFFICE, { outcome: 'answer' });
});

test('while dialing is switched off nobody is rung: the assistant goes on', async () => {
  const transfer = { allowed: true, style: 'cold', to: OFFICE };
  await handled({}, await anAssistantOf(acme, { transfer, language: 'en-US' }));
  await cloud.operator('PUT', '/dialing', { enabled: false });

  const { legs, call } = await called({ says: [...ASKS, 'Goodbye.'] });
  await cloud.operator('PUT', '/dialing', { enabled: true });

  expect(legs).toHaveLength(1);
  expect(call).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
});

test.each([
  {
    function: 'TelephonyCarrierEvents',
    service: 'dynamodb',
    operation: 'PutItem',
    kind: 'kill_after',
    nth: 2,
  },
  {
    function: 'TelephonyCarrierEvents',
    service: 'dynamodb',
    operation: 'PutItem',
    kind: 'kill_before',
    nth: 2,
  },
  {
    function: 'TelephonyCarrierEvents',
    service: 'dynamodb',
    operation: 'BatchGetItem',
    kind: 'kill_before',
    nth: 1,
  },
  { function: 'TelephonyCarrierEvents', service: 'dynamodb', operation: 'PutItem', kind: 'throttle', nth: 2 },
] as const)('a transfer survives a bad moment ($operation $kind): one second leg, one end', async (fault) => {
  const transfer = { allowed: true, style: 'warm', to: OFFICE };
  await handled({}, await anAssistantOf(acme, { transfer, language: 'en-US' }));
  cloud.cloud.faults.add({ ...fault, times: 1 });

  const { legs, call } = await called({ says: ASKS });

  expect(cloud.cloud.faults.list().at(-1)?.fired).toBe(1);
  expect(legs).toHaveLength(2);
  expect(legs[1]?.said).toHaveLength(1);
  expect(call).toMatchObject({ status: 'completed', endReason: 'transferred' });
  const books = booksOf(cloud.cloud);
  expect(await books.recount(acme.accountId)).toEqual(await books.minutes(acme.accountId));
});
