import { createPool } from '../../local/chime/pool.ts';
import { type Client, type Heard, type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
/** Every answer that Acme has heard, in words: its headers too. */
const heard: { readonly asked: string; readonly text: string }[] = [];
beforeAll(async () => {
  cloud = await aLocalCloud();
  const client = await cloud.client({ limits: { numbers: 10 } });
  acme = { ...client, ask: (...asked) => noted(asked, client.ask(...asked)) };
});
afterAll(() => cloud.stop());

async function noted(asked: readonly unknown[], answering: Promise<Heard>): Promise<Heard> {
  const answer = await answering;
  heard.push({ asked: asked.slice(0, 2).join(' '), text: JSON.stringify([answer.headers, answer.body]) });
  return answer;
}

const pool = createPool();
/** The numbers in a text that the carrier sells, or has sold us. */
const named = (text: string) =>
  (text.match(/\+?\d{10,15}/g) ?? [])
    .map((digits) => `+${digits.replace('+', '')}`)
    .filter(
      (number) => pool.find(number) ?? cloud.cloud.chime.numbers().some((held) => held.number === number),
    );

const ask = (method: string, path: string, body?: object) => acme.ask(method, path, body);
const order = async (areaId: string) => {
  const { status, body } = await ask('POST', '/v1/number-orders', { areaId });
  expect(status).toBe(202);
  return String(body['orderId']);
};
const orderNow = async (orderId: string) => (await ask('GET', `/v1/number-orders/${orderId}`)).body;
/** Looks at whatever there is to see, while orders are under way. */
async function lookAround(orders: readonly string[]): Promise<void> {
  for (const path of ['/v1/numbers', '/v1/number-orders', '/v1/account']) await ask('GET', path);
  for (const one of orders) await orderNow(one);
}

test('an account that may not list numbers is never told of one that it does not own', async () => {
  // Browsed
  for (const path of ['countries', 'countries/US/regions', 'countries/GB/regions'])
    await ask('GET', `/v1/number-areas/${path}`);
  await ask('GET', '/v1/number-areas?country=US&limit=100');
  await ask('GET', '/v1/number-areas?search=oakland');
  expect((await ask('GET', '/v1/available-numbers?country=US&searchBy=areaCode&q=510')).status).toBe(403);

  // Ordered: one that is had, one of an area that is sold out, one that loses five numbers to others, one that is bought
  // and can't be linked
  const [won, soldOut, lost, unlinked] = [
    await order('US-510'),
    await order('US-327'),
    await order('US-329'),
    await order('US-363'),
  ];
  const orders = [won, soldOut, lost, unlinked];
  for (const seconds of [1, 2, 3, 4, 5, 5, 10, 30, 600, 3_600, 600]) {
    await lookAround(orders);
    await cloud.advance(seconds);
  }
  const outcomes = await Promise.all(orders.map(orderNow));
  expect(outcomes).toMatchObject([
    { status: 'live', error: null },
    { status: 'failed', error: 'area_unavailable', number: null },
    { status: 'failed', error: 'area_unavailable', number: null },
    { status: 'failed', error: 'provider_failed', number: null },
  ]);
  const asksFor = (orderId: string) =>
    cloud.requests.filter(
      ({ operation, request }) => operation === 'CreatePhoneNumberOrder' && request.body.includes(orderId),
    );
  expect(orders.map((one) => asksFor(one).length)).toEqual([1, 0, 5, 1]);

  // Refused
  const [unsold = ''] = pool.search({ type: 'Local', areaCode: '907' });
  const somebodys = (await cloud.client()).callerId;
  for (const number of [unsold, somebodys]) {
    expect(
      (await ask('POST', '/v1/number-orders', { number, provider: 'chime', nickname: 'Mine' })).status,
    ).toBe(403);
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { nickname: 'Mine' }],
      ['POST', '/release', { confirm: number }],
    ] as const)
      expect((await ask(method, `/v1/numbers/${encodeURIComponent(number)}${path}`, body)).status).toBe(404);
  }

  const own = [acme.callerId, String(outcomes[0]?.['number'])];
  const told = heard.flatMap(({ asked, text }) =>
    named(text).flatMap((number) => (own.includes(number) ? [] : [`${asked}: ${number}`])),
  );
  expect(told).toEqual([]);
  expect(new Set(heard.flatMap(({ text }) => named(text)))).toEqual(new Set(own));

  // Sold out and lost five times: the same, but for the order's name, its area and its instants.
  const bare = (body: Heard['body'] | undefined) =>
    JSON.stringify(body).replaceAll(/"([0-9a-f-]{36}|US-\d{3}|\d{4}-[0-9T:.-]+Z)"/g, '""');
  expect(bare(outcomes[1])).toBe(bare(outcomes[2]));
});

test('a number that is listed to an account that may list is noticed by the same eyes', async () => {
  const lister = await cloud.client({ limits: { listing: true } });
  const { body } = await lister.ask('GET', '/v1/available-numbers?country=US&searchBy=areaCode&q=907');

  expect(named(JSON.stringify(body)).length).toBeGreaterThan(0);
});
