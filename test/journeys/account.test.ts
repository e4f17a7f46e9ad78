import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client();
});
afterAll(() => cloud.stop());

const PATH = '/v1/account';
const read = async (client: Client = acme) => (await client.ask('GET', PATH)).body;
const change = (defaults: unknown, client: Client = acme) => client.ask('PATCH', PATH, { defaults });
const handle = (callHandling: unknown) => change({ callHandling });
const defaultsOf = async () => (await read())['defaults'] as Record<string, unknown>;
const NOTHING = {
  mode: null,
  ringTo: null,
  ringSeconds: null,
  forwardTo: null,
  transfer: null,
  recording: null,
  copilot: null,
};

test('an account sees itself as its operator does', async () => {
  const { body } = await cloud.operator('GET', `/accounts/${acme.accountId}`);

  expect(await read()).toEqual(body);
  expect(body).toMatchObject({ id: acme.accountId, name: 'Acme', plan: 'business', status: 'active' });
});

test('defaults change member by member; null takes one back, what is left out or unknown changes nothing', async () => {
  const { body } = await change({
    callerId: acme.callerId,
    language: 'ES-us',
    callHandling: { recording: true, ringSeconds: 20 },
    mood: 'good',
  });
  expect(body['defaults']).toEqual({
    callerId: acme.callerId,
    language: 'es-US',
    assistantId: null,
    callHandling: { ...NOTHING, recording: true, ringSeconds: 20 },
  });

  await change({ callHandling: { ringSeconds: null, mode: 'ring_first', ringTo: '+14155550123' } });
  await change({ language: null });
  expect(await defaultsOf()).toEqual({
    callerId: acme.callerId,
    language: null,
    assistantId: null,
    callHandling: { ...NOTHING, recording: true, mode: 'ring_first', ringTo: '+14155550123' },
  });

  await change({ callerId: null, callHandling: null });
  expect(await defaultsOf()).toEqual({
    callerId: null,
    language: null,
    assistantId: null,
    callHandling: NOTHING,
  });
  expect((await acme.ask('PATCH', PATH, { defaults: null, name: 'Other' })).body).toMatchObject({
    name: 'Acme',
  });
});

test('a transfer changes by its own members', async () => {
  await handle({ transfer: { allowed: true, to: '+14155550124' } });
  await handle({ transfer: { style: 'warm' } });
  expect((await defaultsOf())['callHandling']).toMatchObject({
    transfer: { allowed: true, style: 'warm', to: '+14155550124' },
  });

  await handle({ transfer: null });
  expect((await defaultsOf())['callHandling']).toMatchObject({ transfer: null });
});

test.each([
  { defaults: 'all', error: 'invalid_request', names: 'defaults' },
  { defaults: { language: 'he-IL' }, error: 'invalid_language', names: 'defaults.language' },
  { defaults: { language: '' }, error: 'invalid_language', names: 'defaults.language' },
  { defaults: { language: 'auto' }, error: 'invalid_language', names: 'defaults.language' },
  { defaults: { callerId: '4155550190' }, error: 'invalid_caller_id', names: 'defaults.callerId' },
  { defaults: { callerId: '+14155550101' }, error: 'caller_id_not_owned', names: 'defaults.callerId' },
  { defaults: { assistantId: 'robin' }, error: 'invalid_assistant', names: 'defaults.assistantId' },
  {
    defaults: { assistantId: '019cae6b-6600-7036-a220-fd0d44e0a1d0' },
    error: 'invalid_assistant',
    names: 'defaults.assistantId',
  },
  { defaults: { callHandling: 7 }, error: 'invalid_request', names: 'defaults.callHandling' },
  {
    defaults: { callHandling: { mode: 'ring' } },
    error: 'invalid_request',
    names: 'defaults.callHandling.mode',
  },
  {
    defaults: { callHandling: { ringSeconds: 4 } },
    error: 'invalid_request',
    names: 'defaults.callHandling.ringSeconds',
  },
  {
    defaults: { callHandling: { ringSeconds: 61 } },
    error: 'invalid_request',
    names: 'defaults.callHandling.ringSeconds',
  },
  {
    defaults: { callHandling: { recording: 'yes' } },
    error: 'invalid_request',
    names: 'defaults.callHandling.recording',
  },
  {
    defaults: { callHandling: { ringTo: '911' } },
    error: 'invalid_number',
    names: 'defaults.callHandling.ringTo',
  },
  {
    defaults: { callHandling: { forwardTo: '+19005550101' } },
    error: 'destination_blocked',
    names: 'defaults.callHandling.forwardTo',
  },
  {
    defaults: { callHandling: { transfer: { to: '+33140205050' } } },
    error: 'destination_blocked',
    names: 'defaults.callHandling.transfer.to',
  },
  {
    defaults: { callHandling: { transfer: { style: 'hot' } } },
    error: 'invalid_request',
    names: 'defaults.callHandling.transfer.style',
  },
])(
  'what can’t be is refused by the path of its member: $names, $error',
  async ({ defaults, error, names }) => {
    const before = await read();

    const refused = await change(defaults);

    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ error });
    expect(String(refused.body['message']).startsWith(`${names}: `)).toBe(true);
    expect(await read()).toEqual(before);
  },
);

test.each([
  [{ mode: 'forward' }, 'forwardTo'],
  [{ mode: 'ring_first', ringTo: null }, 'ringTo'],
])('a default mode without its number is refused: %j', async (callHandling, lacking) => {
  const refused = await handle(callHandling);

  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  expect(String(refused.body['message'])).toContain(`defaults.callHandling.${lacking}: is missing`);
});

test('a number that the default mode rings is not taken back alone', async () => {
  const other = await cloud.client();
  const say = (callHandling: object) => change({ callHandling }, other);
  await say({ mode: 'forward', forwardTo: '+14155550123' });

  expect((await say({ forwardTo: null })).body['error']).toBe('invalid_request');
  expect((await say({ forwardTo: null, mode: null })).status).toBe(200);
});

test('calls are not led to a number that answers here, whoever has it', async () => {
  const other = await cloud.client();

  for (const number of [acme.callerId, other.callerId])
    for (const say of [{ ringTo: number }, { forwardTo: number }, { transfer: { to: number } }])
      expect(await handle(say)).toMatchObject({ status: 400, body: { error: 'destination_blocked' } });
});

test('a default is in force for the next call, and a number’s own say comes before it', async () => {
  const other = await cloud.client();
  await change({ language: 'es', callHandling: { recording: true } }, other);
  await cloud.advance(5);
  const order = { to: '+14155550101', objective: 'hm' };

  const recorded = await other.place(order);
  await cloud.advance(60);
  await other.ask('PATCH', `/v1/numbers/${other.callerId}`, { callHandling: { recording: false } });
  await cloud.advance(5);
  const unrecorded = await other.place(order);
  await cloud.advance(60);

  const first = await other.call(recorded);
  expect(first).toMatchObject({ status: 'completed', languageSource: 'auto' });
  expect(first['recordingUrl']).toMatch(/\/recording$/);
  expect(String(first['transcript'])).toMatch(/^agent: .*se está grabando/);
  expect(await other.call(unrecorded)).toMatchObject({ status: 'completed', recordingUrl: null });
});

test('of changes at the same time none is lost', async () => {
  const other = await cloud.client();

  await Promise.all([
    change({ language: 'en-GB' }, other),
    change({ callHandling: { recording: true } }, other),
    change({ callHandling: { ringSeconds: 30 } }, other),
  ]);

  expect((await read(other))['defaults']).toMatchObject({
    language: 'en-GB',
    callHandling: { recording: true, ringSeconds: 30 },
  });
});

test('reading needs account:read, changing account:write', async () => {
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'reader',
    scopes: ['account:read'],
  });
  const reader = cloud.withKey(acme.accountId, String(made.body['key']));

  expect((await reader.ask('GET', PATH)).status).toBe(200);
  expect(await change({ language: 'en-GB' }, reader)).toMatchObject({
    status: 403,
    body: { error: 'forbidden' },
  });
});
