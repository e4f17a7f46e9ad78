import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { aCarrier, OURS } from './a-carrier.ts';

const WEEK_SEC = 7 * 24 * 3_600;
type Carrier = ReturnType<typeof aCarrier>;

const search = async (carrier: Carrier, query: string) =>
  (await carrier.request('GET', `/search?type=phone-numbers&${query}`)).body['E164PhoneNumbers'] as string[];

const order = (carrier: Carrier, ...numbers: string[]) =>
  carrier.request('POST', '/phone-number-orders', {
    ProductType: 'SipMediaApplicationDialIn',
    E164PhoneNumbers: numbers,
    Name: 'order-1',
  });

const numberPath = (number: string) => `/phone-numbers/${encodeURIComponent(number)}`;

const aRule = (carrier: Carrier, number: string, changes: object = {}) =>
  carrier.request('POST', '/sip-rules', {
    Name: 'rule',
    TriggerType: 'ToPhoneNumber',
    TriggerValue: number,
    TargetApplications: [{ SipMediaApplicationId: carrier.smaId, Priority: 1, AwsRegion: 'us-east-1' }],
    ...changes,
  });

test('the account begins with six numbers that are real and free', () => {
  const numbers = aCarrier().chime.numbers();

  expect(numbers.map(({ country, status }) => `${country} ${status}`)).toEqual([
    'US Unassigned',
    'US Unassigned',
    'US Unassigned',
    'CA Unassigned',
    'CA Unassigned',
    'GB Unassigned',
  ]);
  for (const { number, country } of numbers) {
    const parsed = parsePhoneNumberFromString(number);
    expect([number, parsed?.isValid(), parsed?.country]).toEqual([number, true, country]);
  }
});

test.each([
  { query: 'area-code=415', starts: '+1415', why: 'an area code' },
  { query: 'state=NV&city=Reno', starts: '+1775', why: 'a city in its state' },
  { query: 'country=CA&area-code=604&phone-number-type=Local', starts: '+1604', why: 'a Canadian area code' },
  { query: 'country=GB&city=London&phone-number-type=Local', starts: '+4420', why: 'a British city' },
  { query: 'toll-free-prefix=888', starts: '+1888', why: 'a toll-free prefix' },
])('numbers are found by $why', async ({ query, starts }) => {
  const found = await search(aCarrier(), `${query}&max-results=20`);

  expect(found).toHaveLength(20);
  expect(found.filter((number) => !number.startsWith(starts))).toEqual([]);
});

test('a search that fits nothing finds nothing, one without a place is refused', async () => {
  const carrier = aCarrier();

  expect(await search(carrier, 'area-code=999')).toEqual([]);
  expect(await search(carrier, 'country=DE&phone-number-type=Local')).toEqual([]);
  expect((await carrier.request('GET', '/search?type=phone-numbers')).status).toBe(400);
  expect((await carrier.request('GET', '/search?type=phone-numbers&country=GB')).status).toBe(400);
  expect((await carrier.request('GET', '/search?type=phone-numbers&state=NY&max-results=501')).status).toBe(
    400,
  );
});

test('a long list comes in pages, none twice and none left out', async () => {
  const carrier = aCarrier();
  const all = await search(carrier, 'area-code=415');
  const pages: string[] = [];
  let token = '';

  do {
    const { body } = await carrier.request(
      'GET',
      `/search?type=phone-numbers&area-code=415&max-results=25${token}`,
    );
    pages.push(...(body['E164PhoneNumbers'] as string[]));
    token = 'NextToken' in body ? `&next-token=${body['NextToken'] as string}` : '';
  } while (token !== '');

  expect(pages).toEqual(all);
  expect(new Set(all).size).toBe(60);
});

test('a number that is ordered is not offered meanwhile, and is ours five seconds later', async () => {
  const carrier = aCarrier();
  const [wanted = ''] = await search(carrier, 'area-code=415');

  const { status } = await order(carrier, wanted);
  const again = await order(carrier, wanted);

  expect(status).toBe(201);
  expect([again.status, again.error]).toEqual([400, 'BadRequestException']);
  expect(await search(carrier, 'area-code=415')).not.toContain(wanted);
  expect(carrier.chime.numbers().map(({ number }) => number)).not.toContain(wanted);

  await carrier.advance(5);

  expect(carrier.chime.orders()).toMatchObject([{ name: 'order-1', status: 'Successful' }]);
  expect(carrier.chime.numbers().find(({ number }) => number === wanted)).toMatchObject({
    status: 'Unassigned',
    name: 'order-1',
    createdAt: '2026-03-01T12:00:05.000Z',
  });
});

test('an order is partial when somebody else takes one of its numbers, and failed when it was the only one', async () => {
  const carrier = aCarrier();
  const [one = '', two = '', three = '', four = ''] = await search(carrier, 'area-code=415');

  await order(carrier, one, two);
  await order(carrier, three);
  carrier.chime.takeAway(two);
  carrier.chime.takeAway(three);
  carrier.chime.takeAway(four);
  const late = await order(carrier, four);
  await carrier.advance(5);

  expect(late.status).toBe(400);
  expect(
    carrier.chime.orders().map(({ status, numbers }) => [status, ...numbers.map((each) => each.status)]),
  ).toEqual([
    ['Partial', 'Acquired', 'Failed'],
    ['Failed', 'Failed'],
  ]);
});

test('no more numbers are sold than the account may have, those being ordered included', async () => {
  const carrier = aCarrier(undefined, {
    limits: { callsPerSecond: 1, updatesPerSecond: 5, concurrentLegs: 10, numbers: 7 },
  });
  const [one = '', two = ''] = await search(carrier, 'area-code=415');

  const first = await order(carrier, one);
  const second = await order(carrier, two);

  expect(first.status).toBe(201);
  expect([second.status, second.error]).toEqual([400, 'ResourceLimitExceededException']);
});

test('a number outside the US is for SIP media applications only', async () => {
  const carrier = aCarrier();
  const [london = ''] = await search(carrier, 'country=GB&city=London&phone-number-type=Local');

  const ordered = await carrier.request('POST', '/phone-number-orders', {
    ProductType: 'VoiceConnector',
    E164PhoneNumbers: [london],
  });
  const changed = await carrier.request('POST', numberPath('+442079460991'), {
    ProductType: 'VoiceConnector',
  });

  expect([ordered.status, changed.status]).toEqual([400, 400]);
});

test('a rule is made for a number of ours, for an application of ours, once', async () => {
  const carrier = aCarrier();
  const target = { SipMediaApplicationId: 'no-such', Priority: 1, AwsRegion: 'us-east-1' };

  const foreign = await aRule(carrier, '+14155550100');
  const nowhere = await aRule(carrier, OURS, { TargetApplications: [target] });
  const host = await aRule(carrier, 'abc.voiceconnector.chime.aws', { TriggerType: 'RequestUriHostname' });
  const badName = await aRule(carrier, OURS, { Name: 'rule/1' });
  const made = await aRule(carrier, OURS);
  const twice = await aRule(carrier, OURS);

  expect([foreign, nowhere, host, badName].map(({ status, error }) => [status, error])).toEqual(
    Array.from({ length: 4 }, () => [400, 'BadRequestException']),
  );
  expect(made.status).toBe(201);
  expect([twice.status, twice.error]).toEqual([409, 'ConflictException']);
  expect(carrier.chime.numbers()[0]).toMatchObject({ number: OURS, status: 'Assigned' });
});

test('a number is released step by step: the rule disabled, deleted, then the number', async () => {
  const carrier = aCarrier();
  const { body } = await aRule(carrier, OURS);
  const rulePath = `/sip-rules/${(body['SipRule'] as { SipRuleId: string }).SipRuleId}`;

  const early = await carrier.request('DELETE', numberPath(OURS));
  const enabled = await carrier.request('DELETE', rulePath);
  const disabled = await carrier.request('PUT', rulePath, { Name: 'rule', Disabled: true });
  const deleted = await carrier.request('DELETE', rulePath);
  const gone = await carrier.request('DELETE', rulePath);
  const released = await carrier.request('DELETE', numberPath(OURS));

  expect(early).toMatchObject({ status: 400, body: { Code: 'PhoneNumberAssociationsExist' } });
  expect(enabled).toMatchObject({ status: 409, error: 'ConflictException' });
  expect([disabled.status, deleted.status, gone.status, released.status]).toEqual([202, 204, 404, 204]);
});

test('a deleted number waits seven days, during which it comes back if it is wanted', async () => {
  const carrier = aCarrier();
  const inPath = numberPath(OURS);

  await carrier.request('DELETE', inPath);
  await carrier.advance(WEEK_SEC - 1);
  expect((await carrier.request('GET', inPath)).body).toMatchObject({
    PhoneNumber: { Status: 'ReleaseInProgress', DeletionTimestamp: '2026-03-08T12:00:00.000Z' },
  });
  expect((await carrier.request('DELETE', inPath)).status).toBe(400);
  expect((await aRule(carrier, OURS)).status).toBe(400);
  expect((await carrier.request('POST', `${inPath}?operation=restore`)).body).toMatchObject({
    PhoneNumber: { Status: 'Unassigned' },
  });

  await carrier.request('DELETE', inPath);
  await carrier.advance(WEEK_SEC);
  expect((await carrier.request('GET', inPath)).status).toBe(404);
  expect((await carrier.request('POST', `${inPath}?operation=restore`)).status).toBe(404);
});

test('a number that left the queue can be ordered again', async () => {
  const carrier = aCarrier();
  const [wanted = ''] = await search(carrier, 'area-code=415');
  await order(carrier, wanted);
  await carrier.advance(5);
  await carrier.request('DELETE', numberPath(wanted));

  expect(await search(carrier, 'area-code=415')).not.toContain(wanted);
  await carrier.advance(WEEK_SEC);
  expect(await search(carrier, 'area-code=415')).toContain(wanted);
});

test('one attribute of a number is changed at a time', async () => {
  const carrier = aCarrier();

  const both = await carrier.request('POST', numberPath(OURS), { Name: 'a', CallingName: 'Acme' });
  const none = await carrier.request('POST', numberPath(OURS), {});
  const named = await carrier.request('POST', numberPath(OURS), { CallingName: 'Acme' });
  const renamed = await carrier.request('POST', numberPath(OURS), { CallingName: 'Other' });
  const british = await carrier.request('POST', numberPath('+442079460991'), { CallingName: 'Acme' });
  await carrier.advance(3 * 24 * 3_600);
  const later = await carrier.request('GET', numberPath(OURS));

  expect([both.status, none.status, renamed.status, british.status]).toEqual([400, 400, 400, 400]);
  expect(named.body).toMatchObject({ PhoneNumber: { CallingNameStatus: 'UpdateInProgress' } });
  expect(later.body).toMatchObject({
    PhoneNumber: { CallingName: 'Acme', CallingNameStatus: 'UpdateSucceeded' },
  });
});

test.each(['+14155550190', '%2B14155550190', '%252B14155550190', '14155550190'])(
  'a number is found by its id as %s',
  async (id) => {
    const { body } = await aCarrier().request('GET', `/phone-numbers/${id}`);

    expect(body).toMatchObject({ PhoneNumber: { E164PhoneNumber: OURS, PhoneNumberId: '%2B14155550190' } });
  },
);

test('what is not played is answered so, and not taken for something else', async () => {
  const carrier = aCarrier();

  const batch = await carrier.request('POST', '/phone-numbers?operation=batch-delete', {
    PhoneNumberIds: [OURS],
  });
  const unknown = await carrier.request('GET', '/voice-connectors');
  const noJson = await carrier.chime.handle({
    method: 'POST',
    path: '/sip-rules',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from('{'),
  });

  expect([batch.status, batch.error]).toEqual([404, 'UnknownOperationException']);
  expect([unknown.status, unknown.error]).toEqual([404, 'UnknownOperationException']);
  expect(noJson.status).toBe(400);
});

test('a restart keeps numbers, orders and rules', async () => {
  const before = aCarrier();
  const [wanted = '', other = ''] = await search(before, 'area-code=415');
  await order(before, wanted);
  before.chime.takeAway(other);
  await aRule(before, OURS);
  const kept: unknown = JSON.parse(JSON.stringify(before.chime.snapshot()));

  const after = aCarrier();
  after.chime.restore(kept);
  await after.advance(5);

  expect(after.chime.numbers().map(({ number, status }) => [number, status])).toEqual([
    [OURS, 'Assigned'],
    ['+12125550191', 'Unassigned'],
    ['+13125550192', 'Unassigned'],
    ['+16045550193', 'Unassigned'],
    ['+14165550194', 'Unassigned'],
    ['+442079460991', 'Unassigned'],
    [wanted, 'Unassigned'],
  ]);
  expect(after.chime.orders()).toMatchObject([{ status: 'Successful' }]);
  expect(after.smaId).toBe(before.smaId);
  expect(await search(after, 'area-code=415')).not.toContain(other);
  expect(() => after.chime.restore({ numbers: 'all' })).toThrow();
});

test('the books list every control request with its answer', async () => {
  const carrier = aCarrier();

  await carrier.request('GET', numberPath(OURS));
  await carrier.advance(1);
  await carrier.request('DELETE', '/sip-rules/none');

  expect(carrier.chime.requests()).toEqual([
    {
      at: '2026-03-01T12:00:00.000Z',
      operation: 'GetPhoneNumber',
      method: 'GET',
      path: '/phone-numbers/%2B14155550190',
      status: 200,
    },
    {
      at: '2026-03-01T12:00:01.000Z',
      operation: 'DeleteSipRule',
      method: 'DELETE',
      path: '/sip-rules/none',
      status: 404,
    },
  ]);
});
