import { conflict } from '../../local/faults/shown.ts';
import { untilAnswered } from './a-bad-day.ts';
import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
/** How many transactions will still meet another one. */
let conflicts = 0;
beforeAll(async () => {
  cloud = await aLocalCloud(undefined, {
    answerInstead(asked) {
      if (asked.operation !== 'TransactWriteItems' || conflicts === 0) return undefined;
      conflicts -= 1;
      return conflict(asked);
    },
  });
});
afterEach(() => {
  conflicts = 0;
});
afterAll(() => cloud.stop());

const GOOD = { to: '+14155550101', objective: 'Ask whether they are open', metadata: { a: '1', b: '2' } };
const PATH = '/v1/agent/calls';
const key = (name: string) => ({ 'idempotency-key': name });

test('the same key and request give the first answer again, whatever the order of members', async () => {
  const acme = await cloud.client();

  const first = await acme.ask('POST', PATH, GOOD, key('abc'));
  const again = await acme.ask(
    'POST',
    PATH,
    { metadata: { b: '2', a: '1' }, unknown: true, context: null, objective: GOOD.objective, to: GOOD.to },
    key('"abc"'),
  );

  expect(first.status).toBe(202);
  expect(first.headers['idempotent-replayed']).toBeUndefined();
  expect(again).toMatchObject({
    status: 202,
    body: first.body,
    headers: { 'idempotent-replayed': 'true', location: first.headers['location'] },
  });
  expect((await acme.ask('GET', PATH)).body['calls']).toHaveLength(1);
});

test('the same key for another request is refused and writes nothing', async () => {
  const acme = await cloud.client();
  await acme.ask('POST', PATH, GOOD, key('abc'));

  const other = await acme.ask('POST', PATH, { ...GOOD, objective: 'Something else' }, key('abc'));
  const wrong = await acme.ask('POST', PATH, { to: 'nonsense' }, key('abc'));

  expect(other).toMatchObject({ status: 422, body: { error: 'idempotency_key_reused' } });
  expect(wrong).toMatchObject({ status: 422, body: { error: 'idempotency_key_reused' } });
  expect((await acme.ask('GET', PATH)).body['calls']).toHaveLength(1);
});

test('a replay is answered before any guard', async () => {
  const acme = await cloud.client({ limits: { callsPerMinute: 1 } });
  const first = await acme.ask('POST', PATH, GOOD, key('abc'));
  expect((await acme.ask('POST', PATH, GOOD)).status).toBe(429);
  await cloud.operator('PATCH', `/accounts/${acme.accountId}`, { status: 'suspended' });
  await cloud.advance(5);

  const again = await acme.ask('POST', PATH, GOOD, key('abc'));

  expect(again).toMatchObject({ status: 202, body: first.body });
});

test('a refused request leaves nothing under its key', async () => {
  const acme = await cloud.client();

  expect((await acme.ask('POST', PATH, { ...GOOD, to: '+1' }, key('abc'))).status).toBe(400);
  expect((await acme.ask('POST', PATH, GOOD, key('abc'))).status).toBe(202);
});

test('a key is free again after 24 hours though its row remains, and not a second before', async () => {
  const acme = await cloud.client();
  const first = await acme.ask('POST', PATH, GOOD, key('abc'));

  await cloud.advance(24 * 3_600 - 1);
  const before = await acme.ask('POST', PATH, GOOD, key('abc'));
  await cloud.advance(1);
  const rows = (await booksOf(cloud.cloud).all('Calls')).filter(({ pk }) =>
    String(pk).startsWith(`I#${acme.accountId}#`),
  );
  const after = await acme.ask('POST', PATH, GOOD, key('abc'));

  expect(rows).toHaveLength(1);
  expect(before.body['callId']).toBe(first.body['callId']);
  expect(after.status).toBe(202);
  expect(after.body['callId']).not.toBe(first.body['callId']);
});

test('two accounts may use one key', async () => {
  const [acme, other] = [await cloud.client(), await cloud.client()];

  const first = await acme.ask('POST', PATH, GOOD, key('abc'));
  const second = await other.ask('POST', PATH, GOOD, key('abc'));

  expect(second.status).toBe(202);
  expect(second.body['callId']).not.toBe(first.body['callId']);
});

test('a dozen requests at once with one key are one call', async () => {
  const acme = await cloud.client();

  const answers = await Promise.all(
    Array.from({ length: 12 }, () => acme.ask('POST', PATH, GOOD, key('abc'))),
  );

  expect(new Set(answers.map(({ body }) => body['callId'])).size).toBe(1);
  expect(answers.every(({ status }) => status === 202)).toBe(true);
});

test('who meets others with the key on every try is told so, and nothing is written', async () => {
  const acme = await cloud.client();
  const books = booksOf(cloud.cloud);
  const all = async () => [await books.all('Calls'), await books.all('Accounts')];
  const before = await all();
  conflicts = Infinity;

  const answer = await untilAnswered(cloud, acme.ask('POST', PATH, GOOD, key('abc')));

  expect(answer).toMatchObject({ status: 409, body: { error: 'idempotency_in_progress' } });
  expect(await all()).toEqual(before);
  conflicts = 0;
  expect((await acme.ask('POST', PATH, GOOD, key('abc'))).status).toBe(202);
});

test('a conflict that passes is not told to anybody', async () => {
  const acme = await cloud.client();
  conflicts = 5;

  const answer = await untilAnswered(cloud, acme.ask('POST', PATH, GOOD, key('abc')));

  expect(answer.status).toBe(202);
  expect(conflicts).toBe(0);
});

test.each(['', 'with space', 'ü', 'x'.repeat(256)])('the key "%s" is malformed', async (name) => {
  const acme = await cloud.client();

  const answer = await acme.ask('POST', PATH, GOOD, key(name));

  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_idempotency_key' } });
  expect((await acme.ask('GET', PATH)).body['calls']).toEqual([]);
});
