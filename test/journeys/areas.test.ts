import { untilAnswered } from './a-bad-day.ts';
import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';

const AREAS = '/v1/number-areas';

let cloud: TestCloud;
/** An account that is still being set up: it may browse. */
let acme: Client;
/** An account that may list numbers. */
let picky: Client;
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await account({ status: 'setup' });
  picky = await account({ limits: { listing: true } });
});
afterAll(() => cloud.stop());

async function account(more: object): Promise<Client> {
  const { body } = await cloud.operator('POST', '/accounts', { name: 'Acme', plan: 'pro', ...more });
  return cloud.withKey(String(body['id']), String(body['apiKey']));
}
interface Area {
  readonly areaId: string;
  readonly region: string | null;
}
const areas = async (query: string) =>
  (await acme.ask('GET', `${AREAS}?${query}`)).body as { areas: Area[]; nextCursor: string | null };
const ids = async (query: string) => (await areas(query)).areas.map(({ areaId }) => areaId);

test('the countries tell what can be ordered at once, and which papers the others need', async () => {
  const facts = { orderable: true, requires: [] };

  expect(await acme.ask('GET', `${AREAS}/countries`)).toMatchObject({
    status: 200,
    body: {
      countries: [
        { country: 'US', name: 'United States', narrowBy: 'region', ...facts },
        { country: 'CA', name: 'Canada', narrowBy: 'region', ...facts },
        {
          country: 'GB',
          name: 'United Kingdom',
          narrowBy: 'type',
          orderable: false,
          requires: ['identity', 'address'],
        },
        { country: 'AU', name: 'Australia', narrowBy: null, ...facts },
        { country: 'NZ', name: 'New Zealand', narrowBy: null, ...facts },
      ],
    },
  });
});

test('a country’s areas are narrowed by states or provinces, by types, or by nothing', async () => {
  const regions = async (country: string) => {
    const { body } = await acme.ask('GET', `${AREAS}/countries/${country}/regions`);
    return body as { regions: { region: string; name: string }[]; types: string[] };
  };
  const [us, ca] = [await regions('US'), await regions('ca')];

  expect([us.regions.length, ca.regions.length]).toEqual([51, 13]);
  expect(us.regions).toContainEqual({ region: 'CA', name: 'California' });
  expect([us.types, ca.types]).toEqual([[], []]);
  expect(await regions('GB')).toEqual({ regions: [], types: ['local', 'national', 'mobile'] });
  expect(await regions('NZ')).toEqual({ regions: [], types: [] });
  expect(await acme.ask('GET', `${AREAS}/countries/FR/regions`)).toMatchObject({
    status: 404,
    body: { error: 'not_found' },
  });
});

test('510, oakland and montreal are found', async () => {
  expect((await areas('search=510')).areas).toEqual([
    {
      areaId: 'US-510',
      areaCode: '510',
      region: 'CA',
      cities: expect.arrayContaining(['Oakland', 'Berkeley']) as unknown,
      label: '510 Oakland, California',
    },
  ]);
  expect((await ids('search=oakland'))[0]).toBe('US-510');
  expect(await ids('search=montreal')).toEqual(['CA-263', 'CA-438', 'CA-514']);
  expect(await ids('search=Montr%C3%A9al')).toEqual(await ids('search=montreal'));
});

test('the list is narrowed by country, region and type', async () => {
  expect(await ids('country=nz')).toEqual(['NZ-3', 'NZ-4', 'NZ-6', 'NZ-7', 'NZ-9']);
  expect(await ids('country=US&region=ak')).toEqual(['US-907']);
  expect(await ids('country=GB&type=national')).toEqual(['GB-30', 'GB-33', 'GB-34', 'GB-37']);
  expect(await ids('country=CA&region=PE')).toEqual(['CA-782', 'CA-902']);
});

test('the list goes by pages, each area once, for its own account', async () => {
  const listed: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await areas(`country=US&limit=100${cursor && `&cursor=${cursor}`}`);
    listed.push(...page.areas.map(({ areaId }) => areaId));
    cursor = page.nextCursor;
  }

  expect([listed.length, new Set(listed).size]).toEqual([359, 359]);
  expect((await ids('')).length).toBe(20);
  const { nextCursor } = await areas('country=US');
  expect((await picky.ask('GET', `${AREAS}?country=US&cursor=${nextCursor ?? ''}`)).body['error']).toBe(
    'invalid_cursor',
  );
  expect((await acme.ask('GET', `${AREAS}?country=NZ&cursor=${nextCursor ?? ''}`)).body['error']).toBe(
    'invalid_cursor',
  );
});

test.each(['country=FR', 'region=ZZ', 'country=GB&region=CA', 'type=satellite', 'country='])(
  'the catalogue has nothing for %s',
  async (query) => {
    expect(await acme.ask('GET', `${AREAS}?${query}`)).toMatchObject({
      status: 400,
      body: { error: 'invalid_area' },
    });
  },
);

const search = (query: string, client = picky) => client.ask('GET', `/v1/available-numbers?${query}`);
interface Row {
  readonly number: string;
  readonly locality: { readonly city: string | null; readonly region: string | null };
}
const found = async (query: string) => {
  const answer = await search(query);
  expect(answer.status).toBe(200);
  return answer.body['numbers'] as Row[];
};

test('numbers are listed by area code, state or city, with what the carrier tells of them', async () => {
  const [byCode, byState, byCity] = [
    await found('searchBy=areaCode&q=510'),
    await found('searchBy=region&q=alaska'),
    await found('provider=chime&country=US&searchBy=city&q=springfield'),
  ];

  expect(byCode).toHaveLength(30);
  const { number } = byCode[0] ?? { number: '' };
  expect(byCode[0]).toEqual({
    friendlyName: `(510) ${number.slice(5, 8)}-${number.slice(8)}`,
    number: expect.stringMatching(/^\+1510\d{7}$/) as unknown,
    locality: { city: null, region: 'CA', postalCode: null, country: 'US' },
    capabilities: { voice: true, sms: null, mms: null },
  });
  expect(byState.every((row) => row.number.startsWith('+1907'))).toBe(true);
  expect(new Set(byCity.map(({ locality }) => locality.city))).toEqual(new Set(['Springfield']));
  expect(byCity.length).toBe(30);
  expect((await found('country=CA&searchBy=city&q=Montr%C3%A9al'))[0]?.locality).toMatchObject({
    city: 'Montreal',
    region: 'QC',
  });
  expect((await found('country=NZ&searchBy=areaCode&q=09'))[0]?.number).toMatch(/^\+649/);
});

test('nothing found is an empty list, and the carrier isn’t asked for places that there are not', async () => {
  const before = cloud.cloud.chime.requests().length;

  expect(await found('searchBy=areaCode&q=999')).toEqual([]);
  expect(await found('searchBy=region&q=Bavaria')).toEqual([]);
  expect(await found('searchBy=city&q=Atlantis')).toEqual([]);
  expect(cloud.cloud.chime.requests()).toHaveLength(before);
  expect(await found('country=AU&searchBy=city&q=Sydney')).toEqual([]);
});

test.each([
  ['provider=twilio&searchBy=areaCode&q=510', 409, 'provider_not_configured'],
  ['country=FR&searchBy=areaCode&q=510', 400, 'invalid_area'],
  ['searchBy=colour&q=510', 400, 'invalid_request'],
  ['q=510', 400, 'invalid_request'],
  ['searchBy=areaCode', 400, 'search_required'],
  ['searchBy=areaCode&q=%20', 400, 'search_required'],
])('a search for %s is told %i %s', async (query, status, error) => {
  expect(await search(query)).toMatchObject({ status, body: { error } });
});

test('an account that may not list numbers is told nothing of them', async () => {
  expect(await search('searchBy=areaCode&q=510', acme)).toMatchObject({
    status: 403,
    body: { error: 'forbidden' },
  });
});

test('a carrier that is busy is asked again, one that goes on failing is told as such', async () => {
  const asked = { service: 'chime', operation: 'SearchAvailablePhoneNumbers' } as const;
  cloud.cloud.faults.add({ ...asked, kind: 'throttle' });
  expect((await untilAnswered(cloud, search('searchBy=areaCode&q=510'))).status).toBe(200);

  cloud.cloud.faults.add({ ...asked, kind: 'error', times: 9 });
  expect(await untilAnswered(cloud, search('searchBy=areaCode&q=510'))).toMatchObject({
    status: 502,
    body: { error: 'provider_failed' },
  });
});
