import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };

test('an account is made with its first key and webhook secret, which are shown nowhere else', async () => {
  const made = await cloud.operator('POST', '/accounts', {
    name: 'Acme',
    plan: 'Pro',
    limits: { minutes: 50 },
  });

  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    name: 'Acme',
    plan: 'pro',
    status: 'active',
    browsingOnly: false,
    numbers: { included: 3, used: 0 },
    limits: { minutes: 50, numbers: 3 },
    cycle: { start: '2026-03-02T12:00:00.000Z', end: '2026-04-02T12:00:00.000Z' },
  });
  expect(made.body['apiKey']).toMatch(/^tl_ak_[0-9A-Za-z]{36}$/);
  expect(made.body['webhookSecret']).toMatch(/^whsec_/);
  const shown = await cloud.operator('GET', `/accounts/${String(made.body['id'])}`);
  const { apiKey, webhookSecret, ...account } = made.body;
  expect(shown.body).toEqual(account);
  expect(JSON.stringify((await cloud.operator('GET', '/accounts')).body)).not.toContain(
    String(webhookSecret),
  );
  expect(cloud.logs.join('\n')).not.toContain(String(apiKey));
});

test.each([
  [{ plan: 'pro' }, 'name'],
  [{ name: 'A', plan: 'gold' }, 'plan'],
  [{ name: 'A', plan: 'pro', status: 'closed' }, 'status'],
  [{ name: 'A', plan: 'pro', status: 'trialing' }, 'trialEndsAt'],
  [{ name: 'A', plan: 'pro', limits: { minutes: -1 } }, 'limits.minutes'],
  [{ name: 'A', plan: 'pro', anchor: 'today' }, 'anchor'],
])('an account of %j is refused by a sentence that names %s', async (body, member) => {
  const answer = await cloud.operator('POST', '/accounts', body);

  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  expect(String(answer.body['message'])).toContain(`${member}: `);
});

test('an account’s state, plan and limits are changed one by one', async () => {
  const acme = await cloud.client();
  const path = `/accounts/${acme.accountId}`;

  await cloud.operator('PATCH', path, { status: 'suspended' });
  const changed = await cloud.operator('PATCH', path, { limits: { minutes: 7 } });

  expect(changed.body).toMatchObject({
    status: 'suspended',
    plan: 'business',
    limits: { minutes: 7, numbers: 5 },
  });
  expect((await cloud.operator('PATCH', path, { limits: { minutes: null } })).body).toMatchObject({
    limits: { minutes: 2000 },
  });
  expect(await cloud.operator('PATCH', path, { anchor: '2026-01-01T00:00:00Z' })).toMatchObject({
    status: 400,
  });
  expect((await cloud.operator('PATCH', '/accounts/nobody', { name: 'B' })).status).toBe(404);
});

test('an anchor may be moved while the account is being set up', async () => {
  const made = await cloud.operator('POST', '/accounts', { name: 'New', plan: 'starter', status: 'setup' });

  const moved = await cloud.operator('PATCH', `/accounts/${String(made.body['id'])}`, {
    anchor: '2026-01-31T00:00:00+01:00',
  });

  expect(moved.body).toMatchObject({
    browsingOnly: true,
    cycle: { start: '2026-02-28T23:00:00.000Z', end: '2026-03-30T23:00:00.000Z' },
  });
});

test('a revoked key is refused within five seconds, and its queued calls are not rung', async () => {
  const acme = await cloud.client();
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, { name: 'second' });
  expect(made.body).toMatchObject({ name: 'second', last4: String(made.body['key']).slice(-4) });
  const second = cloud.withKey(acme.accountId, String(made.body['key']));
  const later = { ...GOOD, notBefore: new Date(cloud.cloud.clock.now() + 600_000).toISOString() };
  const id = await second.place(later);

  expect((await cloud.operator('DELETE', `/keys/${String(made.body['id'])}`)).status).toBe(204);
  expect((await cloud.operator('DELETE', `/keys/${String(made.body['id'])}`)).status).toBe(204);
  expect((await cloud.operator('DELETE', '/keys/0123456789abcdef0123456789abcdef')).status).toBe(404);
  await cloud.advance(5);

  expect((await second.ask('GET', '/v1/voices')).status).toBe(401);
  await cloud.advance(900);
  expect(await acme.call(id)).toMatchObject({ status: 'failed', error: 'key_revoked', endReason: 'blocked' });
  expect(cloud.cloud.chime.calls().filter(({ callId }) => callId === id)).toEqual([]);
});

test('a number is brought in with its SIP rule, once, into a free slot', async () => {
  const made = await cloud.operator('POST', '/accounts', { name: 'Small', plan: 'starter' });
  const accountId = String(made.body['id']);
  const [one, two] = cloud.cloud.chime.numbers().filter(({ status }) => status === 'Unassigned');
  const bring = (number: unknown, provider = 'chime') =>
    cloud.operator('POST', '/number-imports', { accountId, provider, number });

  expect(await bring(one?.number)).toMatchObject({
    status: 201,
    body: { number: one?.number, status: 'live', provider: 'chime', country: 'US' },
  });

  const atCarrier = cloud.cloud.chime.numbers().find(({ number }) => number === one?.number);
  expect(atCarrier).toMatchObject({ status: 'Assigned' });
  expect(await bring(one?.number)).toMatchObject({ status: 409, body: { error: 'number_unavailable' } });
  expect(await bring(two?.number)).toMatchObject({ status: 409, body: { error: 'number_limit_reached' } });
  expect(await bring('+14155559999')).toMatchObject({ status: 409, body: { error: 'number_unavailable' } });
  expect(await bring('4155550190')).toMatchObject({ status: 400, body: { error: 'invalid_number' } });
  expect(await bring('')).toMatchObject({ status: 400, body: { error: 'number_required' } });
  expect(await bring(two?.number, 'twilio')).toMatchObject({
    status: 409,
    body: { error: 'provider_not_configured' },
  });
  expect((await cloud.operator('GET', `/accounts/${accountId}`)).body).toMatchObject({
    numbers: { included: 1, used: 1 },
  });
});

test('a number that is brought in is answered by the account’s default assistant, if that is active', async () => {
  const acme = await cloud.client();
  const books = booksOf(cloud.cloud);
  const bring = async () => {
    const free = cloud.cloud.chime.numbers().find(({ status }) => status === 'Unassigned');
    const { accountId } = acme;
    const { body } = await cloud.operator('POST', '/number-imports', { accountId, number: free?.number });
    return body['inboundAssistantId'];
  };
  expect(await bring()).toBeNull();

  const robin = await books.answeredBy(acme.callerId, {});
  expect(await acme.ask('PATCH', '/v1/account', { defaults: { assistantId: robin } })).toMatchObject({
    status: 200,
  });
  expect(await bring()).toBe(robin);

  const { assistant, ...item } = (await books.part('Accounts', `A#${acme.accountId}`)).find(
    ({ sk }) => sk === `ASSISTANT#${robin}`,
  ) as Record<string, unknown>;
  await books.put('Accounts', { ...item, assistant: { ...(assistant as object), active: false } });
  expect(await bring()).toBeNull();
});

test('the deny table is replaced by its next version, and is in force within a minute, for queued calls too', async () => {
  const acme = await cloud.client();
  const { body: before } = await cloud.operator('GET', '/destination-rules');
  const id = await acme.place({
    ...GOOD,
    to: '+12065550107',
    notBefore: new Date(cloud.cloud.clock.now() + 600_000).toISOString(),
  });
  const next = { version: Number(before['version']) + 1, deny: [...(before['deny'] as string[]), '+1206'] };

  expect(await cloud.operator('PUT', '/destination-rules', { ...next, version: 7 })).toMatchObject({
    status: 409,
  });
  expect(await cloud.operator('PUT', '/destination-rules', { ...next, deny: ['1206'] })).toMatchObject({
    status: 400,
  });
  expect(await cloud.operator('PUT', '/destination-rules', next)).toMatchObject({ status: 200, body: next });
  await cloud.advance(5);

  expect(await acme.ask('POST', '/v1/agent/calls', { ...GOOD, to: '+12065550101' })).toMatchObject({
    status: 400,
    body: { error: 'destination_blocked' },
  });
  await cloud.advance(900);
  expect(await acme.call(id)).toMatchObject({
    status: 'failed',
    error: 'destination_blocked',
    endReason: 'blocked',
  });
});

test('with dialing off new calls are refused and queued ones wait', async () => {
  const acme = await cloud.client();
  const id = await acme.place({
    ...GOOD,
    notBefore: new Date(cloud.cloud.clock.now() + 60_000).toISOString(),
  });

  expect(await cloud.operator('PUT', '/dialing', { enabled: false })).toMatchObject({
    status: 200,
    body: { enabled: false },
  });
  await cloud.advance(600);
  const refused = await acme.ask('POST', '/v1/agent/calls', GOOD);
  expect(refused).toMatchObject({ status: 503, body: { error: 'dialing_paused' } });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await acme.call(id))['status']).toBe('queued');

  await cloud.operator('PUT', '/dialing', { enabled: true });
  await cloud.advance(600);

  expect((await acme.call(id))['status']).toBe('completed');
  expect(await cloud.operator('PUT', '/dialing', { enabled: 'yes' })).toMatchObject({ status: 400 });
});
