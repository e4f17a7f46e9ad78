import { type Bench, startBench } from '../../../local/bench/bench.ts';
import { type Client, type TestCloud, aLocalCloud } from '../../journeys/a-cloud.ts';
import { booksOf } from '../../journeys/books.ts';

let cloud: TestCloud;
let bench: Bench;
let acme: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
  bench = await startBench(cloud.cloud, 0);
  acme = await cloud.client();
});
afterAll(async () => {
  await bench.stop();
  await cloud.stop();
});

async function ask(method: string, path: string, body?: unknown) {
  const answer = await fetch(`http://127.0.0.1:${bench.port}${path}`, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('the clock tells the time and is moved by seconds or to an instant', async () => {
  expect(await ask('GET', '/clock')).toEqual({ status: 200, body: { now: '2026-03-02T12:00:00.000Z' } });
  expect(await ask('POST', '/clock/advance', { seconds: 90 })).toEqual({
    status: 200,
    body: { now: '2026-03-02T12:01:30.000Z' },
  });
  expect(await ask('POST', '/clock/advance', { to: '2026-03-02T13:05:00+01:00' })).toEqual({
    status: 200,
    body: { now: '2026-03-02T12:05:00.000Z' },
  });
});

test('time never goes back', async () => {
  const before = await ask('GET', '/clock');

  expect(await ask('POST', '/clock/advance', { to: '2026-03-01T00:00:00Z' })).toEqual({
    status: 400,
    body: {
      error: 'invalid_request',
      message: `to: time never goes back, and it is ${String(before.body['now'])} already.`,
    },
  });
  expect(await ask('GET', '/clock')).toEqual(before);
});

test('a destination behaves as it is told to, from the next call on', async () => {
  const script = await ask('PUT', '/carrier/scripts/+14155550110', { outcome: 'busy' });
  expect(script).toMatchObject({ status: 200, body: { outcome: 'busy', ringSec: 2 } });

  const id = await acme.place({ to: '+14155550110', objective: 'Ask for the price' });
  await ask('POST', '/clock/advance', { seconds: 10 });

  expect(await acme.call(id)).toMatchObject({ status: 'no_answer', endReason: 'busy' });
});

test('somebody calls a number of ours, and says what they are told to', async () => {
  await booksOf(cloud.cloud).answeredBy(acme.callerId, {});
  const says = ['Is anybody there?', 'Goodbye.'];
  const call = await ask('POST', '/carrier/inbound', { to: acme.callerId, from: '+14155550177', says });
  const { transactionId } = call.body;
  expect(call).toEqual({ status: 201, body: { transactionId } });
  await ask('POST', '/clock/advance', { seconds: 30 });

  const { calls } = (await ask('GET', '/carrier/calls')).body as { calls: Record<string, unknown>[] };
  const record = calls.find((one) => one['transactionId'] === transactionId);
  expect(record).toMatchObject({ to: acme.callerId, from: '+14155550177', sipCode: 0 });
  const { id, direction, transcript } = await acme.call(String(record?.['callId']));
  expect([id, direction]).toEqual([record?.['callId'], 'inbound']);
  expect(transcript).toContain('recipient: Is anybody there?');
  const { requests } = (await ask('GET', `/trace?callId=${String(id)}`)).body as { requests: object[] };
  expect(requests).toContainEqual(expect.objectContaining({ state: 'Conclude' }));
});

test.each([
  {
    body: { to: '+14155550199', from: '+14155550177' },
    message: 'Nobody takes calls to +14155550199: it has no enabled SIP rule.',
  },
  { body: { to: 'us' }, message: 'to: must be a phone number, such as +14155550101.' },
  { body: { to: '+14155550199', from: 'me' }, message: 'from: must be a phone number, or "anonymous".' },
])('a call that can’t come in is refused with a word: $message', async ({ body, message }) => {
  expect(await ask('POST', '/carrier/inbound', body)).toEqual({
    status: 400,
    body: { error: 'invalid_request', message },
  });
});

test('the words that a destination is told to say are heard in the call', async () => {
  const script = await ask('PUT', '/carrier/scripts/+14155550111', {
    says: ['Hello, this is the lighthouse.', 'We open at nine, every day.', 'Goodbye.'],
  });
  expect(script.status).toBe(200);

  const id = await acme.place({ to: '+14155550111', objective: 'Ask when they open' });
  await ask('POST', '/clock/advance', { seconds: 60 });

  const { transcript } = await acme.call(id);
  expect(String(transcript)).toMatch(
    /^recipient: Hello, this is the lighthouse\.\n(.*\n)*recipient: We open at nine, every day\.\n/m,
  );
});

test('the carrier’s own books show the calls that it saw, its numbers, its orders and what it was asked', async () => {
  const id = await acme.place({ to: '+14155550102', objective: 'Ask for the price' });
  await ask('POST', '/clock/advance', { seconds: 60 });

  const calls = (await ask('GET', '/carrier/calls')).body['calls'] as { callId: string; to: string }[];
  const numbers = (await ask('GET', '/carrier/numbers')).body['numbers'] as { number: string }[];
  const orders = await ask('GET', '/carrier/orders');
  const requests = (await ask('GET', '/carrier/requests')).body['requests'] as object[];

  expect(calls.find(({ callId }) => callId === id)).toMatchObject({
    to: '+14155550102',
    from: acme.callerId,
  });
  expect(numbers.map(({ number }) => number)).toContain(acme.callerId);
  expect(orders).toEqual({ status: 200, body: { orders: [] } });
  expect(requests.length).toBeGreaterThan(0);
});

test('the trace shows what passed the gate, of all or of one call', async () => {
  const id = await acme.place({ to: '+14155550102', objective: 'Ask for the price' });
  const entries = async (query: string) =>
    (await ask('GET', `/trace${query}`)).body['requests'] as { service: string; operation: string }[];

  const all = await entries('');
  const ofCall = await entries(`?callId=${id}`);

  expect(ofCall.map(({ service, operation }) => `${service} ${operation}`)).toContain('sqs SendMessage');
  expect(ofCall.length).toBeLessThan(all.length);
  expect(await entries('?callId=none')).toEqual([]);
});

test('the operator’s routes need no signature here', async () => {
  expect(await ask('GET', `/operator/accounts/${acme.accountId}`)).toMatchObject({
    status: 200,
    body: { id: acme.accountId, name: 'Acme' },
  });
  expect(await ask('POST', '/operator/accounts', { name: 'Bravo', plan: 'pro' })).toMatchObject({
    status: 201,
    body: { name: 'Bravo' },
  });
  expect((await ask('GET', '/operator/nothing')).status).toBe(404);
});

test.each([
  { method: 'POST', path: '/clock/advance', body: {}, says: 'The body: must be {seconds} or {to}' },
  { method: 'POST', path: '/clock/advance', body: { seconds: -1 }, says: 'seconds: ' },
  { method: 'POST', path: '/clock/advance', body: { seconds: '5' }, says: 'must be {seconds} or {to}' },
  { method: 'POST', path: '/clock/advance', body: { to: 'tomorrow' }, says: 'to: Invalid ISO datetime' },
  { method: 'POST', path: '/clock/advance', body: { seconds: 1, tickSec: 0 }, says: 'tickSec: ' },
  { method: 'POST', path: '/clock/advance', body: '{"seconds":', says: 'JSON' },
  { method: 'PUT', path: '/carrier/scripts/+14155550102', body: { outcome: 'explodes' }, says: 'outcome: ' },
  { method: 'PUT', path: '/carrier/scripts/+14155550102', body: { ringSec: -1 }, says: 'ringSec: ' },
  { method: 'PUT', path: '/carrier/scripts/+14155550102', body: { rings: 1 }, says: 'rings' },
  { method: 'PUT', path: '/carrier/scripts/%zz', body: {}, says: 'URI malformed' },
  { method: 'PUT', path: '/inbox/a', body: { status: 99 }, says: 'status: ' },
  { method: 'PUT', path: '/inbox/a', body: { delayMs: -1 }, says: 'delayMs: ' },
  {
    method: 'PUT',
    path: '/carrier/scripts/Sam',
    body: {},
    says: 'Sam is no phone number: write it as +14155550101.',
  },
])('$method $path with $body is answered 400: $says', async ({ method, path, body, says }) => {
  const now = await ask('GET', '/clock');

  const answer = await ask(method, path, body);

  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  expect(answer.body['message']).toContain(says);
  expect(await ask('GET', '/clock')).toEqual(now);
});

test('an inbox keeps what it receives, as it came, and answers as it was told to last', async () => {
  const url = `http://127.0.0.1:${bench.port}/inbox/orders`;
  const post = async (body: string) => {
    const answer = await fetch(url, { method: 'POST', body, redirect: 'manual', headers: { 'x-a': 'b' } });
    return {
      status: answer.status,
      retryAfter: answer.headers.get('retry-after'),
      text: await answer.text(),
    };
  };
  expect(await ask('GET', '/inbox/orders')).toEqual({ status: 200, body: { received: [] } });

  expect(await post('{ "n": 1 }')).toEqual({ status: 200, retryAfter: null, text: '{}' });
  expect(await ask('PUT', '/inbox/orders', { status: 503, headers: { 'retry-after': '7' } })).toEqual({
    status: 200,
    body: { status: 503, delayMs: 0, headers: { 'retry-after': '7' } },
  });
  expect(await post('no JSON')).toEqual({ status: 503, retryAfter: '7', text: '{}' });
  await ask('PUT', '/inbox/orders', {});
  expect(await post('')).toEqual({ status: 200, retryAfter: null, text: '{}' });

  const at = new Date(cloud.cloud.clock.now()).toISOString();
  const { body } = await ask('GET', '/inbox/orders');
  expect(body).toMatchObject({
    received: ['{ "n": 1 }', 'no JSON', ''].map((text) => ({ at, body: text, headers: { 'x-a': 'b' } })),
  });
  expect(await ask('GET', '/inbox/others')).toEqual({ status: 200, body: { received: [] } });
});

test('an inbox that takes its time takes virtual time', async () => {
  await ask('PUT', '/inbox/slow', { delayMs: 30_000 });
  const posted = fetch(`http://127.0.0.1:${bench.port}/inbox/slow`, { method: 'POST', body: '{}' });
  let answered = false;
  void posted.then(() => (answered = true));
  while (((await ask('GET', '/inbox/slow')).body['received'] as unknown[]).length === 0);

  await ask('POST', '/clock/advance', { seconds: 29 });
  expect(answered).toBe(false);
  await ask('POST', '/clock/advance', { seconds: 1 });

  expect((await posted).status).toBe(200);
});

test.each([
  ['GET', '/'],
  ['GET', '/clock/advance'],
  ['POST', '/carrier/calls'],
  ['GET', '/operators/accounts'],
])('%s %s is not there', async (method, path) => {
  expect(await ask(method, path)).toEqual({
    status: 404,
    body: { error: 'not_found', message: `The bench has no ${method} ${path}.` },
  });
});

test.each(['+14155550103', '14155550103', '%2B14155550103'])('a number may be written %s', async (number) => {
  const script = await ask('PUT', `/carrier/scripts/${number}`, { ringSec: 9 });

  expect(script).toMatchObject({ status: 200, body: { ringSec: 9 } });
  expect(cloud.cloud.chime.script('+14155550103', {}).ringSec).toBe(2);
});
