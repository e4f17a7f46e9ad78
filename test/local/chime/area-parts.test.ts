import { CATALOGUE } from '../../../lambdas/domain/area.ts';
import { createPool } from '../../../local/chime/pool.ts';
import { aCarrier, aRule, order, search } from './a-carrier.ts';

const US = 'country=US&area-code=';

test('every area of the catalogue in the US, Canada and New Zealand has numbers for sale, overlays too', () => {
  const pool = createPool();
  const areas = CATALOGUE.filter(({ country }) => ['US', 'CA', 'NZ'].includes(country));
  const empty = areas.filter(
    ({ country, areaCode }) => pool.search({ type: 'Local', country, areaCode }).length === 0,
  );

  expect(areas.length).toBeGreaterThan(400);
  expect(empty).toEqual([]);
});

test('327 is sold out', async () => {
  expect(await search(aCarrier(), `${US}327`)).toEqual([]);
});

test('329: what is found has been taken by the time it is ordered', async () => {
  const carrier = aCarrier();
  const [number = ''] = await search(carrier, `${US}329`);

  expect(await order(carrier, number)).toMatchObject({ status: 400, error: 'BadRequestException' });
  expect(carrier.chime.orders()).toEqual([]);
});

test('350: an order takes ten minutes', async () => {
  const carrier = aCarrier();
  const [number = ''] = await search(carrier, `${US}350`);
  await order(carrier, number);

  await carrier.advance(599);
  expect(carrier.chime.orders()).toMatchObject([{ status: 'Processing' }]);
  await carrier.advance(1);
  expect(carrier.chime.orders()).toMatchObject([{ status: 'Successful' }]);
});

test('353: an order ends without its number; with one of another area it is partial', async () => {
  const carrier = aCarrier();
  const [lost = '', other = ''] = await search(carrier, `${US}353`);
  const [good = ''] = await search(carrier, `${US}510`);
  await order(carrier, lost);
  await order(carrier, other, good);
  await carrier.advance(5);

  expect(carrier.chime.orders()).toMatchObject([{ status: 'Failed' }, { status: 'Partial' }]);
  const owned = carrier.chime.numbers().map(({ number }) => number);
  expect([lost, other, good].filter((number) => owned.includes(number))).toEqual([good]);
});

test('363 can’t be linked, 369 only when it has been ours for a minute', async () => {
  const carrier = aCarrier();
  const [never = ''] = await search(carrier, `${US}363`);
  const [later = ''] = await search(carrier, `${US}369`);
  await order(carrier, never, later);
  await carrier.advance(5);

  expect(await aRule(carrier, never)).toMatchObject({ status: 400 });
  expect(await aRule(carrier, later)).toMatchObject({ status: 400 });
  await carrier.advance(60);
  expect(await aRule(carrier, never)).toMatchObject({ status: 400, error: 'BadRequestException' });
  expect(await aRule(carrier, later)).toMatchObject({ status: 201 });
});
