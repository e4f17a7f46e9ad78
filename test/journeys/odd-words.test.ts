import { type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});

const PATH = '/v1/agent/calls';

test('fields and metadata may bear names that mean something to JavaScript', async () => {
  const acme = await cloud.client();
  cloud.cloud.chime.script('+14155550177', {
    says: ['Hello?', 'At 3 pm.', 'At 3 pm.', 'At 3 pm.', 'Goodbye.'],
  });
  const metadata = '{"constructor":"c","__proto__":"p","toString":"t"}';
  const placed = await acme.ask(
    'POST',
    PATH,
    `{"to":"+14155550177","objective":"Ask when they open","metadata":${metadata},
      "fields":[{"name":"constructor","description":"the time"},{"name":"hasOwnProperty","description":"the time"}]}`,
  );
  expect(placed.status).toBe(202);
  await cloud.advance(120);

  const call = await acme.call(String(placed.body['callId']));

  expect(call).toMatchObject({
    status: 'completed',
    extracted: { constructor: '3 pm', hasOwnProperty: '3 pm' },
  });
  expect(JSON.stringify(call['metadata'])).toBe(metadata);
});

test.each([
  { member: 'objective', body: { objective: 'a\ud800b' }, error: 'invalid_objective' },
  { member: 'context', body: { context: 'a\ud800b' }, error: 'invalid_context' },
  {
    member: 'a description',
    body: { fields: [{ name: 'a', description: '\udc00' }] },
    error: 'invalid_fields',
  },
  { member: 'a metadata value', body: { metadata: { a: '\ud800' } }, error: 'invalid_metadata' },
  { member: 'a metadata name', body: { metadata: { '\ud800': 'a' } }, error: 'invalid_metadata' },
  {
    member: 'a day of the year 10000',
    body: { notBefore: '9999-12-31T23:59:59-10:00' },
    error: 'invalid_schedule',
  },
  {
    member: 'a day before the year 0',
    body: { notAfter: '0000-01-01T00:00:00+10:00' },
    error: 'invalid_schedule',
  },
])('$member that can’t be kept is refused by name', async ({ body, error }) => {
  const acme = await cloud.client();

  const answer = await acme.ask('POST', PATH, {
    to: '+14155550101',
    objective: 'Ask when they open',
    ...body,
  });

  expect(answer).toMatchObject({ status: 400, body: { error } });
});

test('a span that ends before it begins holds no calls', async () => {
  const acme = await cloud.client();
  await acme.place({ to: '+14155550101', objective: 'Ask when they open' });
  await cloud.advance(1);
  await acme.place({ to: '+14155550101', objective: 'Ask when they open' });
  const { nextCursor } = (await acme.ask('GET', `${PATH}?limit=1`)).body;

  const backwards = await acme.ask('GET', `${PATH}?from=2026-11-22T00:00:00Z&until=2026-11-21T00:00:00Z`);
  const behind = await acme.ask('GET', `${PATH}?cursor=${String(nextCursor)}&from=2026-03-09T00:00:00Z`);

  expect(backwards).toMatchObject({ status: 200, body: { calls: [], nextCursor: null } });
  expect(behind).toMatchObject({ status: 200, body: { calls: [], nextCursor: null } });
});

test.each(['A', '=', '!', '.'])('a cursor with %s added is no cursor', async (added) => {
  const acme = await cloud.client();
  for (let i = 0; i < 2; i++) {
    await acme.place({ to: '+14155550101', objective: 'Ask when they open' });
    await cloud.advance(1);
  }
  const { nextCursor } = (await acme.ask('GET', `${PATH}?limit=1`)).body;
  const cursor = encodeURIComponent(String(nextCursor) + added);

  expect(await acme.ask('GET', `${PATH}?cursor=${cursor}`)).toMatchObject({
    status: 400,
    body: { error: 'invalid_cursor' },
  });
});

test('used minutes don’t come back with another anchor, by way of setup either', async () => {
  const acme = await cloud.client();
  const path = `/accounts/${acme.accountId}`;
  const anchor = '2025-01-05T00:00:00.000Z';

  expect((await cloud.operator('PATCH', path, { status: 'setup' })).status).toBe(200);
  const refused = await cloud.operator('PATCH', path, { anchor });

  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  const fresh = await cloud.operator('POST', '/accounts', { name: 'New', plan: 'starter', status: 'setup' });
  const moved = await cloud.operator('PATCH', `/accounts/${String(fresh.body['id'])}`, { anchor });
  expect(moved).toMatchObject({ status: 200, body: { cycle: { start: '2026-02-05T00:00:00.000Z' } } });
});
