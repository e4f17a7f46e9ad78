import { v7 as uuidv7 } from 'uuid';
import { anAssistant } from '../makers.ts';
import { type Client, type Heard, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';
import { executionsOf } from './executions.ts';
import { OAKLAND, PATH, ordersOn } from './ordering.ts';

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
  assistant,
  fault,
  offered,
} = ordersOn(
  () => cloud,
  () => acme,
);

test('an order by area is pending, then live: with a number of that area which is the account’s', async () => {
  const [inbound, outbound] = [await assistant(), await assistant()];
  const placed = await order({
    ...OAKLAND,
    nickname: 'Front desk',
    inboundAssistantId: inbound,
    outboundAssistantId: outbound,
  });
  const id = String(placed.body['orderId']);
  expect(placed).toMatchObject({ status: 202, headers: { location: `${PATH}/${id}` } });
  expect(placed.body).toEqual({ orderId: id, status: 'pending' });
  const wanted = {
    orderId: id,
    areaId: 'US-510',
    nickname: 'Front desk',
    inboundAssistantId: inbound,
    outboundAssistantId: outbound,
    createdAt: new Date(cloud.cloud.clock.now()).toISOString(),
  };
  expect(await read(id)).toEqual({ ...wanted, status: 'pending', number: null, error: null });
  expect([await used(), await numbers()]).toEqual([1, []]);

  await cloud.advance(10);
  const [number = ''] = await numbers();
  expect(number).toMatch(/^\+1510/);
  expect(await read(id)).toEqual({ ...wanted, status: 'live', number, error: null });
  expect((await acme.ask('GET', `/v1/numbers/${encodeURIComponent(number)}`)).body).toMatchObject({
    status: 'live',
    country: 'US',
    nickname: 'Front desk',
    inboundAssistantId: inbound,
    outboundAssistantId: outbound,
    releaseAt: null,
  });
  expect(bought(id)).toMatchObject([{ status: 'Successful', numbers: [{ number }] }]);
  expect(atCarrier(number)).toMatchObject({ status: 'Assigned', name: id });
  expect(await used()).toBe(1);
  const call = await acme.place({ to: '+14155550101', objective: 'Ask whether they are open' });
  await cloud.advance(120);
  expect(await acme.call(call)).toMatchObject({ status: 'completed', callerId: number });
});

test('a usual order enters six states', async () => {
  await ordered();
  await cloud.advance(10);
  const [execution] = executionsOf(cloud.cloud, acme.accountId);
  expect(execution?.states.map(({ name }) => name)).toEqual(['Step', 'Done', 'Wait', 'Step', 'Done', 'End']);
});

test('twenty orders at once and five slots: five are taken, and five numbers are bought', async () => {
  const from = asked();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => errorOf(order(OAKLAND))));
  expect(outcomes.filter((outcome) => outcome === '202 pending')).toHaveLength(5);
  expect(outcomes.filter((outcome) => outcome === '409 number_limit_reached')).toHaveLength(15);
  await cloud.advance(60);
  expect(new Set(await numbers()).size).toBe(5);
  expect([purchases(from), await used()]).toEqual([5, 5]);
});

test.each([
  ['starter', 1],
  ['pro', 3],
])('an account of the plan %s may have %s', async (plan, included) => {
  const own = await anAccount({ plan });
  for (let i = 0; i < included; i++) await ordered(OAKLAND, own);
  expect(await errorOf(order(OAKLAND, own))).toBe('409 number_limit_reached');
});

test('a released number frees its slot, but not for all month: three orders a cycle where one number is included', async () => {
  const own = await anAccount({ plan: 'starter' });
  for (let i = 0; i < 3; i++) {
    await ordered(OAKLAND, own);
    await cloud.advance(10);
    const last = (await own.ask('GET', PATH)).body['orders'] as { number: string }[];
    const number = last[0]?.number ?? '';
    await own.ask('POST', `/v1/numbers/${encodeURIComponent(number)}/release`, { confirm: number });
  }
  expect(await used(own)).toBe(0);
  expect(await errorOf(order(OAKLAND, own))).toBe('429 order_limit_reached');
});

test('an account that is being set up browses, and orders nothing', async () => {
  const own = await anAccount({ status: 'setup' });
  expect((await own.ask('GET', '/v1/number-areas?country=US&search=510')).status).toBe(200);
  expect(await errorOf(order({}, own))).toBe('403 account_setup_required');
  const suspended = await anAccount({ status: 'suspended' });
  expect(await errorOf(order({}, suspended))).toBe('403 account_suspended');
});

test('what is wrong first is told, and nothing is written', async () => {
  const lister = await anAccount({ limits: { listing: true } });
  const off = await assistant({ active: false });
  const elsewhere = await assistant({ provider: 'twilio' });
  const number = '+15105550190';
  const named = { number, provider: 'chime', nickname: 'Front desk' };
  const both = { ...OAKLAND, ...named };
  const none = uuidv7();
  for (const [body, by, expected] of [
    [{}, acme, '400 invalid_area'],
    [{ areaId: 'US-000' }, acme, '400 invalid_area'],
    [{ areaId: 510 }, acme, '400 invalid_area'],
    [both, acme, '400 invalid_request'],
    [named, acme, '403 forbidden'],
    [{ ...OAKLAND, provider: 'twilio' }, acme, '409 provider_not_configured'],
    [{ ...named, provider: 'twilio', number: 'x' }, lister, '409 provider_not_configured'],
    [{ provider: 'chime' }, lister, '400 number_required'],
    [{ ...named, number: '' }, lister, '400 number_required'],
    [{ ...named, number: '5105550190' }, lister, '400 invalid_number'],
    [{ ...named, number: '+972501234567' }, lister, '400 invalid_number'],
    [{ ...named, nickname: null }, lister, '400 nickname_required'],
    [{ ...named, nickname: ' ' }, lister, '400 invalid_request'],
    [{ ...OAKLAND, nickname: 'x'.repeat(101) }, acme, '400 invalid_request'],
    [{ areaId: 'GB-20', inboundAssistantId: none }, acme, '409 registration_required'],
    [{ ...named, number: '+442079460990' }, lister, '409 registration_required'],
    [{ ...OAKLAND, inboundAssistantId: 'x' }, acme, '400 invalid_assistant'],
    [{ ...OAKLAND, inboundAssistantId: none, outboundAssistantId: off }, acme, '400 invalid_assistant'],
    [{ ...OAKLAND, outboundAssistantId: off }, acme, '409 assistant_inactive'],
    [{ ...OAKLAND, inboundAssistantId: elsewhere }, acme, '409 provider_mismatch'],
  ] as const)
    expect([body, await errorOf(order(body, by))]).toEqual([body, expected]);
  expect([await used(), await used(lister)]).toEqual([0, 0]);
  expect((await acme.ask('GET', PATH)).body).toEqual({ orders: [], nextCursor: null });
});

test('an order under a key that was used is the same order', async () => {
  const key = { 'idempotency-key': 'front-desk' };
  const first = await order(OAKLAND, acme, key);
  const again = await order({ areaId: 'US-510', unknown: 1 }, acme, key);
  expect(again).toMatchObject({ status: 202, headers: { 'idempotent-replayed': 'true' }, body: first.body });
  expect(again.headers['location']).toBe(first.headers['location']);
  expect(await errorOf(order({ areaId: 'US-415' }, acme, key))).toBe('422 idempotency_key_reused');
  expect(await used()).toBe(1);
});

test('orders are listed newest first, a query a page, and a foreign one is not there', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 3; i++) {
    ids.unshift(await ordered());
    await cloud.advance(1);
  }
  const first = await acme.ask('GET', `${PATH}?limit=2`);
  const rest = await acme.ask('GET', `${PATH}?limit=2&cursor=${String(first.body['nextCursor'])}`);
  const idsIn = ({ body }: Heard) => (body['orders'] as { orderId: string }[]).map(({ orderId }) => orderId);
  expect([...idsIn(first), ...idsIn(rest)]).toEqual(ids);
  expect(rest.body['nextCursor']).toBeNull();
  const other = await anAccount();
  expect(await errorOf(other.ask('GET', `${PATH}/${ids[0] ?? ''}`))).toBe('404 not_found');
  expect(await errorOf(other.ask('GET', `${PATH}/nothing`))).toBe('404 not_found');
  expect(await errorOf(other.ask('GET', `${PATH}?cursor=${String(first.body['nextCursor'])}`))).toBe(
    '400 invalid_cursor',
  );
});

describe('a number that an account picks from the list', () => {
  test('it is bought, and nobody else can order it meanwhile', async () => {
    const [own, other] = [await anAccount(LISTING), await anAccount(LISTING)];
    const [number = ''] = await offered('415', own);
    const wish = { number, provider: 'chime', nickname: 'Front desk' };
    const id = await ordered(wish, own);
    expect(await read(id, own)).toMatchObject({ status: 'pending', areaId: null, number });
    expect(await errorOf(order(wish, other))).toBe('409 number_unavailable');
    expect(await used(other)).toBe(0);
    await cloud.advance(10);
    expect(await read(id, own)).toMatchObject({ status: 'live', number });
    expect(await numbers(own)).toEqual([number]);
  });

  test('one that somebody has taken by then fails, and is asked for once', async () => {
    const own = await anAccount(LISTING);
    const [number = ''] = await offered('329', own);
    const from = asked();
    const id = await ordered({ number, nickname: 'Front desk' }, own);
    await cloud.advance(10);
    expect(await read(id, own)).toMatchObject({ status: 'failed', error: 'number_unavailable' });
    expect([purchases(from), await used(own), await numbers(own)]).toEqual([1, 0, []]);
  });

  test('one whose order the carrier never got is asked for again, when that is certain', async () => {
    const own = await anAccount(LISTING);
    const [number = ''] = await offered('415', own);
    fault({ operation: 'CreatePhoneNumberOrder', kind: 'error' });
    const id = await ordered({ number, nickname: 'Front desk' }, own);
    await cloud.advance(299);
    expect(bought(id)).toEqual([]);
    await cloud.advance(60);
    expect(bought(id)).toHaveLength(1);
    expect(await read(id, own)).toMatchObject({ status: 'live', number });
  });

  const LISTING = { limits: { listing: true } };
});

describe('whoever answers', () => {
  test('without an assistant of its own a number is answered by the account’s', async () => {
    const ours = await assistant();
    await acme.ask('PATCH', '/v1/account', { defaults: { assistantId: ours } });
    await ordered();
    await cloud.advance(10);
    const [row] = (await acme.ask('GET', '/v1/numbers')).body['numbers'] as object[];
    expect(row).toMatchObject({ inboundAssistantId: ours, outboundAssistantId: null });
  });

  test('one who is switched off by the time the number is live is not given to it', async () => {
    const ours = await assistant();
    await ordered({ ...OAKLAND, inboundAssistantId: ours });
    await booksOf(cloud.cloud).put('Accounts', {
      pk: `A#${acme.accountId}`,
      sk: `ASSISTANT#${ours}`,
      assistant: { ...anAssistant(), id: ours, accountId: acme.accountId, active: false },
    });
    await cloud.advance(10);
    const [row] = (await acme.ask('GET', '/v1/numbers')).body['numbers'] as object[];
    expect(row).toMatchObject({ inboundAssistantId: null });
  });
});
