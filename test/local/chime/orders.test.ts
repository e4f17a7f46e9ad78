import { aCarrier, numberPath, order, search, WEEK_SEC } from './a-carrier.ts';

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
    limits: { callsPerSecond: 1, updatesPerSecond: 5, concurrentLegs: 10, numbers: 39 },
  });
  const [one = '', two = ''] = await search(carrier, 'area-code=415');

  const first = await order(carrier, one);
  const second = await order(carrier, two);

  expect(first.status).toBe(201);
  expect([second.status, second.error]).toEqual([400, 'ResourceLimitExceededException']);
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
