import { untilAnswered } from './a-bad-day.ts';
import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';
import { OAKLAND, PATH, ordersOn } from './ordering.ts';
import { executionsOf, stopExecution } from './executions.ts';

let cloud: TestCloud;
let acme: Client;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
beforeEach(async () => {
  acme = await anAccount();
});
afterEach(() => cloud.cloud.faults.clear());
afterAll(() => cloud.stop());

const {
  anAccount,
  order,
  ordered,
  read,
  errorOf,
  used,
  numbers,
  asked,
  purchases,
  bought,
  atCarrier,
  fault,
} = ordersOn(
  () => cloud,
  () => acme,
);

test('sold out and lost five times are told alike, and give back what they took', async () => {
  const own = await anAccount({ plan: 'starter' });
  const from = asked();
  const ids = [];
  for (const areaId of ['US-327', 'US-329', 'US-353']) {
    ids.push(await ordered({ areaId }, own));
    await cloud.advance(60);
  }
  const [soldOut, ...lost] = await Promise.all(
    ids.map(async (id) => {
      const { orderId: _, areaId: _a, createdAt: _c, ...told } = await read(id, own);
      return told;
    }),
  );
  expect(soldOut).toMatchObject({ status: 'failed', error: 'area_unavailable', number: null });
  expect(lost).toEqual([soldOut, soldOut]);
  // Each of the other two has tried for five numbers.
  expect([purchases(from), await used(own)]).toEqual([10, 0]);
  // None of them counts: three more are taken.
  for (let i = 0; i < 3; i++) {
    const id = await ordered({ areaId: 'US-327' }, own);
    await cloud.advance(5);
    expect(await read(id, own)).toMatchObject({ status: 'failed' });
  }
});

test('a carrier that takes ten minutes is waited for', async () => {
  const id = await ordered({ areaId: 'US-350' });
  await cloud.advance(590);
  expect(await read(id)).toMatchObject({ status: 'pending', number: null });
  await cloud.advance(120);
  expect(await read(id)).toMatchObject({ status: 'live' });
  expect(bought(id)).toHaveLength(1);
  expect(cloud.counted('OrdersSlow')).toBe(0);
});

test('a number that can be linked only later is live then', async () => {
  const id = await ordered({ areaId: 'US-369' });
  await cloud.advance(30);
  expect(await read(id)).toMatchObject({ status: 'pending', number: null });
  await cloud.advance(60);
  expect(await read(id)).toMatchObject({ status: 'live' });
});

test('one that can never be linked is given back: the order fails, the slot is free, the order counts', async () => {
  const own = await anAccount({ plan: 'starter' });
  const id = await ordered({ areaId: 'US-363' }, own);
  await cloud.advance(3_000);
  const number = bought(id)[0]?.numbers[0]?.number ?? '';
  expect(await read(id, own)).toMatchObject({ status: 'pending', number: null });
  expect(await errorOf(own.ask('GET', `/v1/numbers/${encodeURIComponent(number)}`))).toBe('404 not_found');
  await cloud.advance(1_200);
  expect(await read(id, own)).toMatchObject({ status: 'failed', error: 'provider_failed', number: null });
  expect([await used(own), await numbers(own)]).toEqual([0, []]);
  expect(atCarrier(number)).toMatchObject({ status: 'ReleaseInProgress' });
  expect(await errorOf(own.ask('GET', `/v1/numbers/${encodeURIComponent(number)}`))).toBe('404 not_found');
  for (let i = 0; i < 2; i++) {
    await ordered(OAKLAND, own);
    await cloud.advance(10);
    const [live = ''] = await numbers(own);
    await own.ask('POST', `/v1/numbers/${encodeURIComponent(live)}/release`, { confirm: live });
    await booksOf(cloud.cloud).changeNumber(live, { accountId: acme.accountId });
  }
  expect(await errorOf(order(OAKLAND, own))).toBe('429 order_limit_reached');
});

test.each(['throttle', 'error'])('a carrier that answers a search with %s is asked again', async (kind) => {
  fault({ operation: 'SearchAvailablePhoneNumbers', kind, times: 6 });
  const id = await ordered();
  await cloud.advance(60);
  expect(await read(id)).toMatchObject({ status: 'live' });
});

test('a carrier that can not be searched for ten minutes has failed', async () => {
  fault({ operation: 'SearchAvailablePhoneNumbers', kind: 'error', times: 1_000 });
  const id = await ordered();
  await cloud.advance(590);
  expect(await read(id)).toMatchObject({ status: 'pending' });
  await cloud.advance(60);
  expect(await read(id)).toMatchObject({ status: 'failed', error: 'provider_failed' });
  expect(await used()).toBe(0);
});

test('a carrier that is too busy is asked for the same number again', async () => {
  const from = asked();
  fault({ operation: 'CreatePhoneNumberOrder', kind: 'throttle', times: 3 });
  const id = await ordered();
  await cloud.advance(60);
  expect(await read(id)).toMatchObject({ status: 'live' });
  // What is throttled never comes to the carrier.
  expect([purchases(from), bought(id).length]).toEqual([1, 1]);
});

test('an order that was taken and answered as failed is found, and nothing is bought twice', async () => {
  fault({ operation: 'CreatePhoneNumberOrder', kind: 'applied_then_error' });
  const id = await ordered();
  await cloud.advance(60);
  expect(await read(id)).toMatchObject({ status: 'live' });
  expect(bought(id)).toHaveLength(1);
});

test.each(['error', 'timeout'])(
  'an order that never came to the carrier (%s) is for another number, when that is certain',
  async (kind) => {
    fault({ operation: 'CreatePhoneNumberOrder', kind });
    const id = await ordered();
    await cloud.advance(295);
    expect([bought(id), (await read(id))['status']]).toEqual([[], 'pending']);
    await cloud.advance(60);
    expect(bought(id)).toHaveLength(1);
    expect(await read(id)).toMatchObject({ status: 'live' });
  },
);

test('a carrier that does not tell of its order is asked again', async () => {
  fault({ operation: 'GetPhoneNumberOrder', kind: 'error', times: 20 });
  const id = await ordered();
  await cloud.advance(300);
  expect(await read(id)).toMatchObject({ status: 'live' });
  expect(bought(id)).toHaveLength(1);
});

test('an order that the table stored and never said so is taken, and not told as lost', async () => {
  cloud.cloud.faults.add({
    service: 'dynamodb',
    operation: 'TransactWriteItems',
    function: 'RestApiNumbers',
    kind: 'applied_then_error',
    nth: 1,
    times: 10,
  });
  const id = await untilAnswered(cloud, ordered());
  expect(await used()).toBe(1);
  await cloud.advance(60);
  expect(await read(id)).toMatchObject({ status: 'live' });
});

test('an order whose workflow was not started is started by the sweep', async () => {
  fault({ service: 'states', operation: 'StartExecution', kind: 'error', times: 3 });
  const id = await untilAnswered(cloud, ordered());
  await cloud.advance(30);
  expect(executionsOf(cloud.cloud, acme.accountId)).toEqual([]);
  await cloud.advance(120);
  expect(await read(id)).toMatchObject({ status: 'live' });
});

test('an order whose execution was ended goes on with another one', async () => {
  const id = await ordered({ areaId: 'US-350' });
  await cloud.advance(100);
  for (const execution of executionsOf(cloud.cloud, acme.accountId))
    await stopExecution(cloud.cloud, execution);
  await cloud.advance(1_200);
  expect(await read(id)).toMatchObject({ status: 'live' });
  expect(bought(id)).toHaveLength(1);
});

test('no answer names a number that is not the account’s, whatever becomes of its orders', async () => {
  const answers: string[] = [];
  const hear = async (path: string) => {
    answers.push(JSON.stringify((await acme.ask('GET', path)).body));
  };
  const ids: string[] = [];
  for (const areaId of ['US-510', 'US-327', 'US-329', 'US-353', 'US-363'])
    ids.push(await ordered({ areaId }));
  for (const seconds of [1, 3, 10, 60, 3_600, 300]) {
    await cloud.advance(seconds);
    for (const path of [...ids.map((id) => `${PATH}/${id}`), PATH, '/v1/numbers', '/v1/account'])
      await hear(path);
    const own = await numbers();
    const candidates = (await booksOf(cloud.cloud).all('Numbers'))
      .filter(({ pk }) => pk === 'NUMBERS')
      .map(({ sk }) => String(sk))
      .filter((number) => !own.includes(number));
    for (const number of candidates) await hear(`/v1/numbers/${encodeURIComponent(number)}`);
  }
  expect((await Promise.all(ids.map((id) => read(id)))).map(({ status }) => status)).toEqual([
    'live',
    ...Array<string>(4).fill('failed'),
  ]);
  const named = new Set(answers.flatMap((answer) => answer.match(/\+?\d{10,15}/g) ?? []));
  expect([...named]).toEqual(await numbers());
  const inputs = executionsOf(cloud.cloud, acme.accountId).map((execution) => JSON.stringify(execution));
  expect([...cloud.logs, ...inputs].filter((line) => /\+1\d{10}/.test(line))).toEqual([]);
});
