import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';

const PATH = '/v1/do-not-call';
const NUMBER = '+14155550101';

let cloud: TestCloud;
let acme: Client;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
beforeEach(async () => {
  acme = await cloud.client();
});

const enter = (body: object, headers = {}) => acme.ask('POST', PATH, body, headers);
const remove = (number: string) => acme.ask('DELETE', `${PATH}/${number}`);
const place = () => acme.ask('POST', '/v1/agent/calls', { to: NUMBER, objective: 'Ask for a table' });
const numbersOf = (body: Record<string, unknown>) =>
  (body['doNotCall'] as { number: string }[]).map(({ number }) => number);

test('a number on the list is not called, and off it is called again', async () => {
  expect(await enter({ number: NUMBER, reason: 'by letter' })).toMatchObject({
    status: 201,
    body: {
      number: NUMBER,
      direction: 'outbound',
      reason: 'by letter',
      source: 'api',
      createdAt: '2026-03-02T12:00:00.000Z',
    },
  });
  expect(await place()).toMatchObject({ status: 400, body: { error: 'do_not_call' } });

  const removed = await remove(encodeURIComponent(NUMBER));
  expect([removed.status, removed.body]).toEqual([204, {}]);
  expect((await place()).status).toBe(202);
});

test('a number that only may not call in is called', async () => {
  await enter({ number: NUMBER, direction: 'inbound' });
  expect((await place()).status).toBe(202);
});

test('the list goes newest first, page by page, and is the account’s alone', async () => {
  const numbers = ['+14155550105', '+442079460101', '+14155550103'];
  for (const number of numbers) {
    await enter({ number });
    await cloud.advance(1);
  }
  const { body: first } = await acme.ask('GET', `${PATH}?limit=2`);
  const next = `${PATH}?limit=2&cursor=${String(first['nextCursor'])}`;
  const { body: second } = await acme.ask('GET', next);

  expect(numbersOf(first)).toEqual(['+14155550103', '+442079460101']);
  expect(numbersOf(second)).toEqual(['+14155550105']);
  expect(second['nextCursor']).toBeNull();
  const other = await cloud.client();
  expect((await other.ask('GET', PATH)).body).toEqual({ doNotCall: [], nextCursor: null });
  expect((await other.ask('GET', next)).body['error']).toBe('invalid_cursor');
  const calls = await acme.ask('GET', `/v1/agent/calls?cursor=${String(first['nextCursor'])}`);
  expect(calls.body['error']).toBe('invalid_cursor');
});

test.each([
  [{}, 'number_required'],
  [{ number: null }, 'number_required'],
  [{ number: '' }, 'number_required'],
  [{ number: 14155550101 }, 'invalid_number'],
  [{ number: '4155550101' }, 'invalid_number'],
  [{ number: '+1 415 555 0101' }, 'invalid_number'],
  [{ number: NUMBER, direction: 'sideways' }, 'invalid_request'],
  [{ number: NUMBER, reason: 7 }, 'invalid_request'],
  [{ number: NUMBER, reason: 'x'.repeat(501) }, 'invalid_request'],
])('%j is refused: %s', async (body, error) => {
  expect(await enter(body)).toMatchObject({ status: 400, body: { error } });
  expect(numbersOf((await acme.ask('GET', PATH)).body)).toEqual([]);
});

test.each([encodeURIComponent(NUMBER), NUMBER])('the path of a number may be %s', async (number) => {
  await enter({ number: NUMBER });
  expect((await remove(number)).status).toBe(204);
  expect(await remove(number)).toMatchObject({ status: 404, body: { error: 'not_found' } });
});

test.each(['nobody', '%2B1', '%ZZ', '14155550101'])('there is no such entry as %s', async (number) => {
  await enter({ number: NUMBER });
  expect(await remove(number)).toMatchObject({ status: 404, body: { error: 'not_found' } });
});

test('a number that is entered again is changed and keeps when it was entered', async () => {
  await enter({ number: NUMBER, reason: 'by letter' });
  await cloud.advance(60);
  expect(await enter({ number: NUMBER, direction: 'both' })).toMatchObject({
    status: 201,
    body: { direction: 'both', reason: 'by letter', createdAt: expect.not.stringMatching(/:01:/) as string },
  });
  expect(numbersOf((await acme.ask('GET', PATH)).body)).toEqual([NUMBER]);
});

test('a request that is repeated under its key gets its first answer, whatever has become of the entry', async () => {
  const key = { 'idempotency-key': 'abc' };
  const first = await enter({ number: NUMBER }, key);
  await remove(NUMBER);

  const again = await enter({ unknown: 1, number: NUMBER, reason: null }, key);
  expect(again).toMatchObject({
    status: 201,
    body: first.body,
    headers: { 'idempotent-replayed': 'true' },
  });
  expect(first.headers['idempotent-replayed']).toBeUndefined();
  expect(numbersOf((await acme.ask('GET', PATH)).body)).toEqual([]);
  for (const other of [{ number: '+14155550102' }, { number: 'nonsense' }])
    expect((await enter(other, key)).body['error']).toBe('idempotency_key_reused');
  expect((await place()).status).toBe(202);
  await cloud.advance(24 * 3_600 - 1);
  expect((await enter({ number: '+14155550102' }, key)).status).toBe(422);
  await cloud.advance(1);
  expect((await enter({ number: '+14155550102' }, key)).status).toBe(201);
});

test('thirty requests at once under one key enter the number once and get one answer', async () => {
  const key = { 'idempotency-key': 'abc' };
  const answers = await Promise.all(Array.from({ length: 30 }, () => enter({ number: NUMBER }, key)));

  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(answers.filter(({ headers }) => !headers['idempotent-replayed'])).toHaveLength(1);
});

test('a key needs the scope to read the list, and another to change it', async () => {
  const { body } = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'reader',
    scopes: ['account:read'],
  });
  const reader = cloud.withKey(acme.accountId, String(body['key']));

  expect((await reader.ask('GET', PATH)).status).toBe(200);
  expect((await reader.ask('POST', PATH, { number: NUMBER })).body['error']).toBe('forbidden');
  expect((await reader.ask('DELETE', `${PATH}/${NUMBER}`)).body['error']).toBe('forbidden');
});

test('who asks in a call not to be called again enters the list in that minute, for calls that wait too', async () => {
  const to = '+14155550141';
  const order = { to, objective: 'Ask for a table' };
  const asked = await acme.place(order);
  const waiting = await acme.place({
    ...order,
    notBefore: new Date(cloud.cloud.clock.now() + 120_000).toISOString(),
  });
  await cloud.advance(60);

  const { body } = await acme.ask('GET', PATH);
  expect(body['doNotCall']).toMatchObject([
    { number: to, direction: 'outbound', source: 'call', reason: 'asked in a call' },
  ]);
  expect(await acme.call(asked)).toMatchObject({ status: 'completed', endReason: 'opt_out' });
  await cloud.advance(180);
  expect(await acme.call(waiting)).toMatchObject({ status: 'failed', error: 'do_not_call' });
});
