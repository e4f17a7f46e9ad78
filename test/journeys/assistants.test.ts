import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';

const PATH = '/v1/assistants';
const UNKNOWN = '019cae6b-6600-7036-a220-fd0d44e0a1d0';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
let other: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client();
  other = await cloud.client();
});
afterAll(() => cloud.stop());

const make = (body: object, headers = {}, client: Client = acme) =>
  client.ask('POST', PATH, { name: 'Robin', ...body }, headers);
const idOf = async (body: object = {}) => String((await make(body)).body['id']);
const change = (id: string, body: object) => acme.ask('PATCH', `${PATH}/${id}`, body);
const remove = (id: string, client: Client = acme) => client.ask('DELETE', `${PATH}/${id}`);
const assign = (body: object, client = acme) =>
  client.ask('PATCH', `/v1/numbers/${encodeURIComponent(client.callerId)}`, body);

test('an assistant is made, read where its Location says, changed and deleted', async () => {
  const whole = {
    name: 'Robin',
    active: false,
    provider: 'chime',
    voice: 'Puck',
    language: 'en-US',
    persona: 'Friendly and brief.',
    greeting: 'Bella Pizza, how can I help you?',
    knowledge: 'Open from noon to ten.',
    transfer: { allowed: true, style: 'warm', to: '+14155550123' },
  };
  const made = await make({ ...whole, name: ' Robin ', language: 'EN-us', accountId: other.accountId });
  const id = String(made.body['id']);
  expect(made).toMatchObject({ status: 201, headers: { location: `${PATH}/${id}` } });
  expect(made.body).toEqual({ id, ...whole });
  expect((await acme.ask('GET', made.headers['location'] ?? '')).body).toEqual(made.body);

  const changed = await change(id, { active: true, voice: null, transfer: { to: null } });
  expect(changed.status).toBe(200);
  expect(changed.body).toEqual({
    ...made.body,
    active: true,
    voice: null,
    transfer: { allowed: true, style: 'warm', to: null },
  });

  expect(await remove(id)).toMatchObject({ status: 204, body: {} });
  expect((await acme.ask('GET', `${PATH}/${id}`)).body['error']).toBe('not_found');
});

test('assistants are listed newest first, page by page, one query each, and are their account’s alone', async () => {
  const third = await cloud.client();
  const ids: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    ids.unshift(String((await make({ name }, {}, third)).body['id']));
    await cloud.advance(1);
  }
  const first = await third.ask('GET', `${PATH}?limit=2`);
  const before = cloud.requests.length;
  const second = await third.ask('GET', `${PATH}?limit=2&cursor=${String(first.body['nextCursor'])}`);
  const queries = cloud.requests.slice(before).filter(({ operation }) => operation === 'Query');

  const listed = [first, second].map(({ body }) =>
    (body['assistants'] as { id: string }[]).map(({ id }) => id),
  );
  expect(listed).toEqual([ids.slice(0, 2), ids.slice(2)]);
  expect(second.body['nextCursor']).toBeNull();
  expect(queries).toHaveLength(1);
  expect((await other.ask('GET', PATH)).body).toEqual({ assistants: [], nextCursor: null });
});

test('a foreign assistant is answered as one that there isn’t', async () => {
  const id = await idOf();
  for (const [method, body] of [['GET'], ['PATCH', { name: 'Mine' }], ['DELETE']] as const) {
    const [foreign, unknown, none] = [
      await other.ask(method, `${PATH}/${id}`, body),
      await other.ask(method, `${PATH}/${UNKNOWN}`, body),
      await other.ask(method, `${PATH}/robin`, body),
    ];
    expect(foreign).toMatchObject({ status: 404, body: { error: 'not_found' } });
    expect([unknown.body, none.body]).toEqual([foreign.body, foreign.body]);
  }
  expect((await acme.ask('GET', `${PATH}/${id}`)).body['name']).toBe('Robin');
});

test('a repeated request makes one assistant', async () => {
  const key = { 'idempotency-key': 'robin' };
  const [first, again] = [await make({ persona: 'Brief.' }, key), await make({ persona: 'Brief.' }, key)];

  expect(again).toMatchObject({ status: 201, headers: { 'idempotent-replayed': 'true' } });
  expect(again.headers['location']).toBe(first.headers['location']);
  expect(again.body).toEqual(first.body);
  expect(await make({ persona: 'Verbose.' }, key)).toMatchObject({
    status: 422,
    body: { error: 'idempotency_key_reused' },
  });
});

test.each([
  [{ name: ' ' }, 400, 'invalid_request', 'name: '],
  [{ name: null }, 400, 'invalid_request', 'name: '],
  [{ knowledge: 'x'.repeat(20_001) }, 400, 'invalid_request', 'knowledge: '],
  [{ voice: 'Nobody' }, 400, 'invalid_voice', 'voice: '],
  [{ language: 'he-IL' }, 400, 'invalid_language', 'language: '],
  [{ voice: 'Puck', language: 'pl-PL' }, 400, 'invalid_voice', 'voice: '],
  [{ transfer: { to: 'nobody' } }, 400, 'invalid_number', 'transfer.to: '],
  [{ transfer: { to: '+14155551' } }, 400, 'invalid_number', 'transfer.to: '],
  [{ transfer: { to: '+19005550101' } }, 400, 'destination_blocked', 'transfer.to: '],
])('%j is told %i %s by its path', async (body, status, error, path) => {
  const made = await make(body);
  expect(made).toMatchObject({ status, body: { error } });
  expect(String(made.body['message']).startsWith(path)).toBe(true);
});

test('calls are not transferred to a number that answers here', async () => {
  const id = await idOf();

  expect(await change(id, { transfer: { allowed: true, to: other.callerId } })).toMatchObject({
    status: 400,
    body: { error: 'destination_blocked' },
  });
});

test('an assistant for another carrier is given to no number of this one, and one that has a number stays with its carrier', async () => {
  const elsewhere = await idOf({ provider: 'twilio' });
  const mismatch = { status: 409, body: { error: 'provider_mismatch' } };
  expect(await assign({ inboundAssistantId: elsewhere })).toMatchObject(mismatch);

  const here = await idOf();
  await assign({ inboundAssistantId: here });
  const moved = await change(here, { provider: 'twilio' });
  expect(moved).toMatchObject(mismatch);
  expect(moved.body['message']).toContain(acme.callerId);
  expect((await change(here, { provider: 'chime' })).status).toBe(200);

  await assign({ inboundAssistantId: null });
  expect((await change(here, { provider: 'twilio' })).body['provider']).toBe('twilio');
});

test('changes at one time are all made', async () => {
  const id = await idOf();
  const answers = await Promise.all([
    change(id, { persona: 'Brief.' }),
    change(id, { greeting: 'Hello!' }),
    change(id, { name: 'Robin II' }),
  ]);

  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await acme.ask('GET', `${PATH}/${id}`)).body).toMatchObject({
    name: 'Robin II',
    persona: 'Brief.',
    greeting: 'Hello!',
  });
});

test('an assistant that something names is not deleted, and the answer names what does', async () => {
  const id = await idOf();
  await assign({ inboundAssistantId: id });
  const inUse = await remove(id);
  expect(inUse).toMatchObject({ status: 409, body: { error: 'assistant_in_use' } });
  expect(inUse.body['message']).toContain(acme.callerId);
  expect((await remove(id, other)).body['error']).toBe('not_found');

  await assign({ inboundAssistantId: null, outboundAssistantId: id });
  expect((await remove(id)).body['message']).toContain(acme.callerId);

  await assign({ outboundAssistantId: null });
  await acme.ask('PATCH', '/v1/account', { defaults: { assistantId: id } });
  const byDefault = await remove(id);
  expect(byDefault).toMatchObject({ status: 409, body: { error: 'assistant_in_use' } });
  expect(byDefault.body['message']).toContain('defaults.assistantId');
  expect(byDefault.body['message']).not.toContain(acme.callerId);

  await acme.ask('PATCH', '/v1/account', { defaults: { assistantId: null } });
  expect((await remove(id)).status).toBe(204);
});
