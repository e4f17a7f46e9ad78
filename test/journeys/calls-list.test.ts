import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

interface Line {
  readonly id: string;
  readonly to: string;
}
const PATH = '/v1/agent/calls';

async function pages(client: Client, query: string): Promise<readonly (readonly Line[])[]> {
  const all: Line[][] = [];
  for (let cursor = ''; ;) {
    const { status, body } = await client.ask('GET', `${PATH}?${query}${cursor && `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    all.push(body['calls'] as Line[]);
    if (body['nextCursor'] === null) return all;
    cursor = body['nextCursor'] as string;
  }
}

async function someCalls(client: Client, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    ids.push(await client.place({ to: `+1415555010${i}`, objective: `Ask question ${i}` }));
    await cloud.advance(2);
  }
  return ids;
}

test('an account’s calls are listed newest first, page by page, each once', async () => {
  const acme = await cloud.client();
  const ids = await someCalls(acme, 5);

  const listed = await pages(acme, 'limit=2');

  expect(listed.map((page) => page.length)).toEqual([2, 2, 1]);
  expect(listed.flat().map(({ id }) => id)).toEqual([...ids].reverse());
  expect(listed[0]?.[0]).toMatchObject({
    to: '+14155550104',
    objective: 'Ask question 4',
    direction: 'outbound',
    summary: null,
  });
});

test('a key without account:calls lists and reads the calls that it placed', async () => {
  const acme = await cloud.client();
  const [first] = await someCalls(acme, 1);
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'own',
    scopes: ['calls:write', 'calls:read'],
  });
  const own = cloud.withKey(acme.accountId, String(made.body['key']));
  const ids = await someCalls(own, 3);

  expect((await pages(own, 'limit=2')).flat().map(({ id }) => id)).toEqual([...ids].reverse());
  expect((await own.ask('GET', `${PATH}/${first ?? ''}`)).status).toBe(404);
  expect((await pages(acme, 'limit=100')).flat()).toHaveLength(4);
});

test('a list is narrowed by status, number, direction and time', async () => {
  const acme = await cloud.client();
  const ids = await someCalls(acme, 3);
  const created = String((await acme.call(ids[1] ?? ''))['createdAt']);
  const list = async (query: string) => (await pages(acme, query)).flat().map(({ id }) => id);
  await cloud.advance(60);

  for (const to of ['%2B14155550101', '+14155550101', '14155550101'])
    expect(await list(`to=${to}`)).toEqual([ids[1]]);
  expect(await list('status=completed')).toEqual([...ids].reverse());
  expect(await list('status=queued')).toEqual([]);
  expect(await list('direction=inbound')).toEqual([]);
  expect(await list(`from=${created}`)).toEqual([ids[2], ids[1]]);
  expect(await list(`until=${created}`)).toEqual([ids[0]]);
  expect(await list(`from=${created.replace('Z', '%2B00:00')}&until=${created}`)).toEqual([]);
});

test('bad limits, cursors and filters are named', async () => {
  const [acme, other] = [await cloud.client(), await cloud.client()];
  await someCalls(acme, 2);
  const { body } = await acme.ask('GET', `${PATH}?limit=1`);
  const error = async (client: Client, query: string) =>
    (await client.ask('GET', `${PATH}?${query}`)).body['error'];

  for (const limit of ['0', '101', 'ten', '1.5', '-1'])
    expect(await error(acme, `limit=${limit}`)).toBe('invalid_limit');
  expect(await error(acme, 'cursor=abc')).toBe('invalid_cursor');
  expect(await error(other, `cursor=${String(body['nextCursor'])}`)).toBe('invalid_cursor');
  expect(await error(acme, 'status=ringing')).toBe('invalid_request');
  expect(await error(acme, 'from=yesterday')).toBe('invalid_request');
});

/** All that a stranger could tell two answers apart by. */
async function heardBy(client: Client, path: string) {
  const { status, body, headers } = await client.ask('GET', path);
  const { 'x-request-id': _, date: __, ...rest } = headers;
  return { status, body, headers: rest };
}

test('a foreign call and an unknown one answer alike', async () => {
  const [acme, other] = [await cloud.client(), await cloud.client()];
  const [id] = await someCalls(acme, 1);

  const foreign = await heardBy(other, `${PATH}/${id ?? ''}`);
  const unknown = await heardBy(other, `${PATH}/019cae6b-6600-7036-a220-fd0d44e0a1d0`);
  const nonsense = await heardBy(other, `${PATH}/nonsense`);

  expect(foreign).toMatchObject({ status: 404, body: { error: 'not_found' } });
  expect(unknown).toEqual(foreign);
  expect(nonsense).toEqual(foreign);
});

test('a call of another key of the account and an unknown one answer alike to a key without account:calls', async () => {
  const acme = await cloud.client();
  const [id] = await someCalls(acme, 1);
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'own',
    scopes: ['calls:read'],
  });
  const own = cloud.withKey(acme.accountId, String(made.body['key']));

  const ofAnotherKey = await heardBy(own, `${PATH}/${id ?? ''}`);
  const unknown = await heardBy(own, `${PATH}/019cae6b-6600-7036-a220-fd0d44e0a1d0`);

  expect(ofAnotherKey).toMatchObject({ status: 404, body: { error: 'not_found' } });
  expect(unknown).toEqual(ofAnotherKey);
  expect((await acme.call(id ?? ''))['id']).toBe(id);
});

test('voices and languages tell what may be asked for', async () => {
  const acme = await cloud.client();

  const voices = (await acme.ask('GET', '/v1/voices')).body['voices'] as {
    voice: string;
    languages: string[];
  }[];
  const languages = (await acme.ask('GET', '/v1/languages')).body['languages'] as { language: string }[];

  expect(voices.map(({ voice }) => voice)).toEqual(['Aoede', 'Puck', 'Charon']);
  expect(voices[0]?.languages).toEqual(languages.map(({ language }) => language));
  for (const { language } of languages) {
    const answer = await acme.ask('POST', PATH, {
      to: '+14155550101',
      objective: 'x',
      language,
      dryRun: true,
    });
    expect(answer).toMatchObject({ status: 200, body: { language, languageSource: 'explicit' } });
  }
});
