import { type Client, type TestCloud, aLocalCloud } from '../../journeys/a-cloud.ts';
import { untilAnswered } from '../../journeys/a-bad-day.ts';

/** What a fault does to the function that asks, and to who invoked it. */

const CALL = { to: '+14155550101', objective: 'Ask for the price' };

let cloud: TestCloud;
let acme: Client;
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client();
});
afterEach(async () => {
  cloud.cloud.faults.clear();
  await cloud.advance(600);
});
afterAll(() => cloud.stop());

const fault = (order: object) => cloud.cloud.faults.add(order);
const fired = () => cloud.cloud.faults.list().map((one) => one.fired);
const callRows = async () =>
  ((await acme.ask('GET', '/v1/agent/calls?limit=100')).body['calls'] as unknown[]).length;

test.each([
  { kind: 'kill_before', rows: 0 },
  { kind: 'kill_after', rows: 1 },
])(
  'a function that ends by $kind of its write leaves $rows rows, and its caller hears of a failure',
  async ({ kind, rows }) => {
    const before = await callRows();
    fault({ service: 'dynamodb', operation: 'TransactWriteItems', function: 'RestApiCalls', kind });

    const answer = await acme.ask('POST', '/v1/agent/calls', CALL);

    expect(answer).toMatchObject({ status: 503, body: { error: expect.any(String) as string } });
    expect(fired()).toEqual([1]);
    expect((await callRows()) - before).toBe(rows);
  },
);

test('nothing of an invocation goes on once it has ended: the write after it is not made', async () => {
  fault({
    service: 'dynamodb',
    operation: 'TransactWriteItems',
    function: 'RestApiCalls',
    kind: 'kill_after',
  });
  const sent = () => cloud.requests.filter(({ operation }) => operation === 'SendMessage').length;
  const before = sent();

  await acme.ask('POST', '/v1/agent/calls', CALL);

  expect(sent()).toBe(before);
});

test('a write whose answer was lost is asked for again under its token, and is done once', async () => {
  const before = await callRows();
  fault({
    service: 'dynamodb',
    operation: 'TransactWriteItems',
    function: 'RestApiCalls',
    kind: 'applied_then_error',
  });

  const answer = await untilAnswered(cloud, acme.ask('POST', '/v1/agent/calls', CALL));

  expect(answer.status).toBe(202);
  expect((await callRows()) - before).toBe(1);
});

test('a queue hands a message out again when the function that had it has ended', async () => {
  fault({ service: 'dynamodb', function: 'Dialer', kind: 'kill_before' });

  const id = await acme.place(CALL);
  await cloud.advance(600);

  expect(fired()).toEqual([1]);
  expect(await acme.call(id)).toMatchObject({ status: 'completed' });
});

test.each([
  { kind: 'throttle', status: 503 },
  { kind: 'error', status: 503 },
  { kind: 'applied_then_error', status: 503 },
  { kind: 'timeout', status: 503 },
  { kind: 'slow', status: 503 },
  { kind: 'kill_before', status: 503 },
  { kind: 'kill_after', status: 503 },
])('an invocation that meets $kind is answered by the gateway, in our shape', async ({ kind, status }) => {
  fault({ service: 'lambda', function: 'RestApiCalls', kind });

  const answer = await untilAnswered(cloud, acme.ask('GET', '/v1/agent/calls'));

  expect(answer.status).toBe(status);
  expect((await acme.ask('GET', '/v1/agent/calls')).status).toBe(200);
});

test('a model that falls silent is given up by the function’s own clock', async () => {
  fault({ service: 'bedrock', function: 'Converse', kind: 'timeout' });

  const id = await acme.place(CALL);
  await cloud.advance(60);

  expect(fired()).toEqual([1]);
  expect(await acme.call(id)).toMatchObject({ status: 'completed' });
});
