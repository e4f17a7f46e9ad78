import { v7 as uuidv7 } from 'uuid';
import { NO_CALL_HANDLING } from '../../lambdas/domain/account.ts';
import { type Client, type Heard, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { anAssistantOf } from './an-assistant.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
  await begin();
});
afterAll(() => cloud.stop());
/** Begins with an account that has one number, of which nothing is said. The carrier has few that nobody owns. */
async function begin(): Promise<void> {
  acme = await cloud.client({ limits: { numbers: 10 } });
}

const PATH = '/v1/numbers';
const pathOf = (number: string) => `${PATH}/${encodeURIComponent(number)}`;
const change = (body: unknown, number = acme.callerId) => acme.ask('PATCH', pathOf(number), body);
const handle = (callHandling: unknown) => change({ callHandling });
const byDefault = (callHandling: unknown) => acme.ask('PATCH', '/v1/account', { defaults: { callHandling } });
const read = async (number = acme.callerId) => (await acme.ask('GET', pathOf(number))).body;
const list = (query = '') => acme.ask('GET', `${PATH}?${query}`);
const numbersIn = ({ body }: Heard) => (body['numbers'] as { number: string }[]).map(({ number }) => number);

/** One more number of the account. */
async function another(): Promise<string> {
  const number = cloud.cloud.chime.numbers().find(({ status }) => status === 'Unassigned')?.number ?? '';
  await cloud.operator('POST', '/number-imports', { accountId: acme.accountId, provider: 'chime', number });
  return number;
}
const assistant = (changes: Readonly<Record<string, unknown>> = {}) => anAssistantOf(acme, changes);
/** Changes a number's row where no request can. */
async function put(number: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
  const books = booksOf(cloud.cloud);
  const row = (await books.part('Numbers', `N#${number}`))[0];
  await books.put('Numbers', { ...row, number: { ...(row?.['number'] as object), ...changes } });
}

/** What happens where nobody has said anything. */
const USUAL = { mode: 'assistant', ringSeconds: 20, recording: false, copilot: false };

test('an account lists its own numbers, newest first, page by page, and none of one instant is lost', async () => {
  await begin();
  const others = [await another(), await another(), await another()];
  await cloud.advance(1);
  const newest = await another();

  const pages: string[][] = [];
  const before = cloud.requests.length;
  for (let next: string | null = ''; next !== null;) {
    const page = await list(`limit=2${next === '' ? '' : `&cursor=${next}`}`);
    pages.push(numbersIn(page));
    next = page.body['nextCursor'] as string | null;
  }

  expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
  expect(pages[0]?.[0]).toBe(newest);
  expect(pages.flat().toSorted()).toEqual([acme.callerId, ...others, newest].toSorted());
  const queries = cloud.requests.slice(before).filter(({ operation }) => operation === 'Query');
  expect(queries).toHaveLength(3);
  const other = await cloud.client();
  expect(numbersIn(await other.ask('GET', PATH))).toEqual([other.callerId]);
});

test('a line of the list is the number as it is read by itself', async () => {
  await begin();
  await change({ nickname: 'Front desk' });

  expect((await list()).body).toEqual({ numbers: [await read()], nextCursor: null });
});

test('a list is narrowed by whether somebody answers, by an assistant, by status', async () => {
  await begin();
  const [inbound, outbound, nobody] = [await another(), await another(), acme.callerId];
  const [robin, alex] = [await assistant(), await assistant()];
  await change({ inboundAssistantId: robin, outboundAssistantId: alex }, inbound);
  await change({ outboundAssistantId: robin }, outbound);
  await put(nobody, { releaseAt: '2026-03-02T12:00:00.000Z' });

  const found = async (query: string) => numbersIn(await list(query)).toSorted();
  expect(await found('assigned=true')).toEqual([inbound]);
  expect(await found('assigned=false')).toEqual([nobody, outbound].toSorted());
  expect(await found(`assistantId=${robin}`)).toEqual([inbound, outbound].toSorted());
  expect(await found(`assistantId=${alex}&assigned=false`)).toEqual([]);
  expect(await found('status=live')).toEqual([inbound, outbound].toSorted());
  expect(await found('status=releasing')).toEqual([nobody]);
});

test.each([
  ['assigned=yes', 'invalid_request'],
  ['assistantId=robin', 'invalid_request'],
  ['status=sold', 'invalid_request'],
  ['limit=101', 'invalid_limit'],
  ['cursor=abc', 'invalid_cursor'],
])('a list by %s is refused: %s', async (query, error) => {
  expect(await list(query)).toMatchObject({ status: 400, body: { error } });
});

test('a nickname is trimmed; null takes it back', async () => {
  await begin();
  expect((await change({ nickname: '  Front desk ' })).body['nickname']).toBe('Front desk');
  expect((await change({ mood: 'good' })).body['nickname']).toBe('Front desk');
  expect((await change({ nickname: null })).body['nickname']).toBeNull();
});

test('a foreign number and an unknown one are answered alike', async () => {
  const other = await cloud.client();
  const bodies = await Promise.all(
    [other.callerId, '+14155559999', 'nobody'].map((number) => change({ nickname: 'Mine' }, number)),
  );

  for (const refused of bodies) {
    expect(refused.status).toBe(404);
    expect(refused.body).toEqual(bodies[0]?.body);
  }
  expect((await other.ask('GET', pathOf(other.callerId))).body['nickname']).toBeNull();
});

test('assistants are given to a number, moved and taken away', async () => {
  await begin();
  const [robin, alex] = [await assistant(), await assistant()];

  expect((await change({ inboundAssistantId: robin, outboundAssistantId: robin })).body).toMatchObject({
    inboundAssistantId: robin,
    outboundAssistantId: robin,
  });
  expect((await change({ inboundAssistantId: alex })).body).toMatchObject({
    inboundAssistantId: alex,
    outboundAssistantId: robin,
  });
  await change({ inboundAssistantId: null, outboundAssistantId: null });
  expect(await read()).toMatchObject({ inboundAssistantId: null, outboundAssistantId: null });
});

test.each(['inboundAssistantId', 'outboundAssistantId'])(
  'who can’t be given to a number: %s',
  async (member) => {
    const mine = acme;
    const off = await assistant({ active: false });
    const elsewhere = await assistant({ provider: 'elsewhere' });
    const here = await assistant({ provider: 'chime' });
    acme = await cloud.client();
    const foreign = await assistant();
    acme = mine;

    const refused = async (id: string) => {
      const { status, body } = await change({ nickname: 'Never', [member]: id });
      expect(String(body['message']).startsWith(`${member}: `)).toBe(true);
      return [status, body['error']];
    };
    expect(await refused('robin')).toEqual([400, 'invalid_assistant']);
    expect(await refused(uuidv7())).toEqual([400, 'invalid_assistant']);
    expect(await refused(foreign)).toEqual([400, 'invalid_assistant']);
    expect(await refused(off)).toEqual([409, 'assistant_inactive']);
    expect(await refused(elsewhere)).toEqual([409, 'provider_mismatch']);
    expect(await read()).toMatchObject({ nickname: null, [member]: null });
    expect((await change({ [member]: here })).status).toBe(200);
  },
);

test('call handling changes by its own members, and each that is null falls back to the account’s', async () => {
  await begin();
  await byDefault({
    mode: 'forward',
    forwardTo: '+14155550121',
    transfer: { allowed: true, style: 'warm', to: '+14155550122' },
  });
  const own = { mode: 'ring_first', ringTo: '+14155550123', ringSeconds: 5, transfer: { style: 'cold' } };

  const { body } = await handle(own);
  expect(body['callHandling']).toEqual({
    ...NO_CALL_HANDLING,
    ...own,
    transfer: { allowed: null, style: 'cold', to: null },
  });
  expect(body['effectiveCallHandling']).toEqual({
    ...NO_CALL_HANDLING,
    ...USUAL,
    ...own,
    forwardTo: '+14155550121',
    transfer: { allowed: true, style: 'cold', to: '+14155550122' },
  });

  await handle({ mode: null, ringSeconds: 60, transfer: null, copilot: true });
  expect(await read()).toMatchObject({
    callHandling: { mode: null, ringTo: '+14155550123', ringSeconds: 60, transfer: null, copilot: true },
    effectiveCallHandling: { mode: 'forward', ringSeconds: 60, transfer: { style: 'warm' } },
  });

  await handle(null);
  expect((await read())['callHandling']).toEqual(NO_CALL_HANDLING);
  await byDefault(null);
  expect((await read())['effectiveCallHandling']).toEqual({ ...NO_CALL_HANDLING, ...USUAL });
});

test.each([
  [{ nickname: '   ' }, 'invalid_request', 'nickname'],
  [{ callHandling: { ringSeconds: 61 } }, 'invalid_request', 'callHandling.ringSeconds'],
  [{ callHandling: { ringTo: '+14159110101' } }, 'invalid_number', 'callHandling.ringTo'],
  [{ callHandling: { forwardTo: '+19005550101' } }, 'destination_blocked', 'callHandling.forwardTo'],
  [{ callHandling: { transfer: { to: '+33140205050' } } }, 'destination_blocked', 'callHandling.transfer.to'],
  // What would have no number to ring is no flag to be kept.
  [{ callHandling: { mode: 'forward' } }, 'invalid_request', 'callHandling.forwardTo'],
  [{ callHandling: { mode: 'ring_first' } }, 'invalid_request', 'callHandling.ringTo'],
  [{ callHandling: { transfer: { allowed: true } } }, 'invalid_request', 'callHandling.transfer.to'],
])('%j is refused: %s, by the path of its member', async (body, error, path) => {
  const before = await read();

  const refused = await change(body);

  expect(refused).toMatchObject({ status: 400, body: { error } });
  expect(String(refused.body['message']).startsWith(`${path}: `)).toBe(true);
  expect(await read()).toEqual(before);
});

test('the number that a mode rings may be the account’s, whom to transfer to an assistant’s own', async () => {
  await begin();
  await byDefault({ forwardTo: '+14155550121' });
  expect((await handle({ mode: 'forward' })).status).toBe(200);
  await handle({ mode: null });

  await change({ inboundAssistantId: await assistant() });
  expect((await handle({ transfer: { allowed: true } })).status).toBe(200);
});

test('calls are led to no number that answers here, whoever has it, nor to one that the deny table holds by now', async () => {
  const other = await cloud.client();
  for (const number of [acme.callerId, other.callerId])
    for (const say of [{ ringTo: number }, { forwardTo: number }, { transfer: { to: number } }])
      expect(await handle(say)).toMatchObject({ status: 400, body: { error: 'destination_blocked' } });

  expect((await handle({ ringTo: '+14155550123' })).status).toBe(200);
  const { body } = await cloud.operator('GET', '/destination-rules');
  const rules = { version: Number(body['version']), deny: body['deny'] as string[] };
  await cloud.operator('PUT', '/destination-rules', {
    version: rules.version + 1,
    deny: [...rules.deny, '+14155550123'],
  });
  expect((await handle({ ringTo: '+14155550123' })).body['error']).toBe('destination_blocked');
  await cloud.operator('PUT', '/destination-rules', { version: rules.version + 2, deny: rules.deny });
});

test('a number is changed while it works: not before it is live, not once it is released', async () => {
  await begin();
  await put(acme.callerId, { status: 'pending' });
  expect(await change({ nickname: 'Early' })).toMatchObject({
    status: 409,
    body: { error: 'number_not_live' },
  });

  await put(acme.callerId, { status: 'live', releaseAt: '2099-01-01T00:00:00.000Z' });
  expect((await change({ nickname: 'In time' })).body).toMatchObject({ status: 'live', nickname: 'In time' });

  await put(acme.callerId, { releaseAt: '2026-03-02T12:00:00.000Z' });
  expect(await change({ nickname: 'Late' })).toMatchObject({
    status: 409,
    body: { error: 'release_pending' },
  });
  expect(await read()).toMatchObject({ status: 'releasing', nickname: 'In time' });
});

test('of changes at the same time none is lost', async () => {
  await begin();
  await Promise.all([
    change({ nickname: 'Front desk' }),
    handle({ recording: true }),
    handle({ ringSeconds: 30 }),
    handle({ transfer: { style: 'warm' } }),
  ]);

  expect(await read()).toMatchObject({
    nickname: 'Front desk',
    callHandling: { recording: true, ringSeconds: 30, transfer: { style: 'warm' } },
  });
});

test('an account that is being set up arranges its numbers already', async () => {
  acme = await cloud.client({ status: 'setup' });

  expect((await change({ nickname: 'Soon' })).body['nickname']).toBe('Soon');
  expect(numbersIn(await list())).toEqual([acme.callerId]);
});

test('changing a number needs numbers:write', async () => {
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'reader',
    scopes: ['numbers:read'],
  });
  const reader = cloud.withKey(acme.accountId, String(made.body['key']));

  expect((await reader.ask('PATCH', pathOf(acme.callerId), {})).body['error']).toBe('forbidden');
});
