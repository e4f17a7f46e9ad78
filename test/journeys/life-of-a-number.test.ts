import { type Bench, startBench } from '../../local/bench/bench.ts';
import { type Client, type Heard, type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
let bench: Bench;
beforeAll(async () => {
  cloud = await aLocalCloud();
  bench = await startBench(cloud.cloud, 0);
});
afterAll(async () => {
  await bench.stop();
  await cloud.stop();
});

type Body = Readonly<Record<string, unknown>>;

async function onBench(method: string, path: string, body?: object): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`http://127.0.0.1:${bench.port}${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}
/** While nothing but time is to pass, schedules need not run more often than daily. */
const advance = (to: object) => onBench('POST', '/clock/advance', { ...to, tickSec: 86_400 });
const before = (instant: string, seconds: number) =>
  new Date(Date.parse(instant) - seconds * 1000).toISOString();
const rowsIn = ({ body }: { body: Body }, list: string) => body[list] as readonly Body[];
const inPath = (number: string) => `/v1/numbers/${encodeURIComponent(number)}`;

const CALLER = '+14155550177';
const SAYS = ['Hello, do you open on Sunday?', 'Please tell them that Sam Carter called.', 'Thank you, bye.'];
const RECIPIENT = '+14155550101';

test('a number is found, ordered, answered, called from, given back, and works until it is gone', async () => {
  const made = await onBench('POST', '/operator/accounts', { name: 'Acme', plan: 'starter' });
  const acme = cloud.withKey(String(made.body['id']), String(made.body['apiKey']));
  const slotsUsed = async () => ((await acme.ask('GET', '/v1/account')).body['numbers'] as Body)['used'];

  // Found
  const countries = rowsIn(await acme.ask('GET', '/v1/number-areas/countries'), 'countries');
  expect(countries.find(({ country }) => country === 'US')).toMatchObject({ orderable: true, requires: [] });
  const [area] = rowsIn(await acme.ask('GET', '/v1/number-areas?country=US&search=oakland'), 'areas');
  expect(area).toMatchObject({ areaCode: '510', region: 'CA' });

  // Ordered: pending, and nobody is told which number it will be, or may never be
  const ordered = await acme.ask('POST', '/v1/number-orders', { areaId: area?.['areaId'] });
  expect(ordered).toMatchObject({ status: 202, body: { status: 'pending' } });
  const order = `/v1/number-orders/${String(ordered.body['orderId'])}`;
  expect((await acme.ask('GET', order)).body).toMatchObject({ status: 'pending', number: null });
  expect((await acme.ask('GET', '/v1/numbers')).body).toEqual({ numbers: [], nextCursor: null });
  expect(await slotsUsed()).toBe(1);

  // Live
  await advance({ seconds: 60 });
  const live = (await acme.ask('GET', order)).body;
  expect(live).toMatchObject({ status: 'live', error: null });
  const number = String(live['number']);
  expect(number).toMatch(/^\+1510/);
  const read = () => acme.ask('GET', inPath(number));
  expect((await read()).body).toMatchObject({ status: 'live', country: 'US', inboundAssistantId: null });

  // Assigned
  const robin = await acme.ask('POST', '/v1/assistants', {
    name: 'Robin',
    greeting: 'Thanks for calling Acme, this is Robin.',
  });
  expect(robin.status).toBe(201);
  const { id: assistantId } = robin.body;
  const assigned = { inboundAssistantId: assistantId, outboundAssistantId: assistantId };
  expect((await acme.ask('PATCH', inPath(number), assigned)).body).toMatchObject(assigned);

  // Answered, by that assistant
  expect((await callIn(acme, number)).body).toMatchObject({
    direction: 'inbound',
    status: 'completed',
    to: number,
    callerId: CALLER,
    summary: expect.stringMatching(/./) as unknown,
    transcript: expect.stringContaining('Thanks for calling Acme, this is Robin.') as unknown,
  });

  // Called from
  const callId = await acme.place({ to: RECIPIENT, objective: 'Ask whether they are open' });
  await advance({ seconds: 90 });
  expect(await acme.call(callId)).toMatchObject({ status: 'completed', callerId: number });
  const rung = rowsIn(await onBench('GET', '/carrier/calls'), 'calls');
  expect(rung.find((call) => call['callId'] === callId)).toMatchObject({ from: number, to: RECIPIENT });

  // Given back: the slot is free at once, the number works on
  const { end } = (await acme.ask('GET', '/v1/account')).body['cycle'] as { end: string };
  const returned = await acme.ask('POST', `${inPath(number)}/release`, { confirm: number });
  expect(returned).toMatchObject({ status: 202, body: { number, status: 'live', releaseAt: end } });
  expect(await slotsUsed()).toBe(0);
  await advance({ to: before(end, 60) });
  expect((await read()).body).toMatchObject({ status: 'live', releaseAt: end });
  expect((await callIn(acme, number)).body).toMatchObject({ status: 'completed', to: number });

  // Gone
  await advance({ to: before(end, -600) });
  expect((await read()).status).toBe(404);
  expect((await acme.ask('GET', '/v1/numbers')).body['numbers']).toEqual([]);
  const refused = { to: RECIPIENT, objective: 'Ask whether they are open', callerId: number };
  expect(await acme.ask('POST', '/v1/agent/calls', refused)).toMatchObject({
    status: 400,
    body: { error: 'caller_id_not_owned' },
  });
  const held = rowsIn(await onBench('GET', '/carrier/numbers'), 'numbers');
  expect(held.find((one) => one['number'] === number)).toMatchObject({ status: 'ReleaseInProgress' });
  expect((await onBench('POST', '/carrier/inbound', { to: number, from: CALLER })).status).toBe(400);
  expect(cloud.denied).toEqual([]);
});

/** Somebody calls a number and talks for half a minute; answers the call, which is the newest of the list. */
async function callIn(acme: Client, to: string): Promise<Heard> {
  const rung = await onBench('POST', '/carrier/inbound', { to, from: CALLER, says: SAYS });
  expect(rung.status).toBeLessThan(300);
  await advance({ seconds: 45 });
  const [newest] = rowsIn(await acme.ask('GET', '/v1/agent/calls?direction=inbound'), 'calls');
  return acme.ask('GET', `/v1/agent/calls/${String(newest?.['id'])}`);
}
