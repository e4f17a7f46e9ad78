import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { costOf } from '../../bench/cost.ts';
import { type Counted, counted } from '../../bench/counts.ts';
import { type Driver, startDriver } from '../../bench/driver.ts';
import { median, tableOf, verdictOf } from '../../bench/figures.ts';
import { textUnits } from '../../bench/texts.ts';

describe('what is counted', () => {
  let driver: Driver;
  let counts: Counted;
  beforeAll(async () => {
    driver = await startDriver(process.env['TRUNKLINE_TEST_ASSEMBLY'] ?? '', 0);
    counts = await counted(driver);
  });
  afterAll(() => driver.cloud.stop());
  const valueOf = (what: string) => counts.figures.find((figure) => figure.what === what)?.value;

  test('a warm placement is one transaction and one message; a usual call enters two states', () => {
    expect(valueOf('AWS requests, warm')).toBe(2);
    expect(valueOf('usual call')).toBe(2);
  });

  test('an order and a release enter five states each beside those in which they wait; a page of numbers is one query', () => {
    expect(valueOf('an order for a number, waits aside')).toBe(5);
    expect(valueOf('a release, waits aside')).toBe(5);
    expect(valueOf('queries of a page of numbers')).toBe(1);
  });

  test('all counts keep their budgets, but the reads of a cold placement', () => {
    const over = counts.figures.filter((figure) => verdictOf(figure) === 'over');

    expect(over.map(({ what, value }) => ({ what, value }))).toEqual([
      // Key, account, settings and numbers, each at most five seconds old.
      { what: 'AWS requests, cold', value: 6 },
    ]);
  });

  test('nothing is counted as nothing', () => {
    const { answered, unanswered } = counts;

    expect(Object.entries({ ...answered }).filter(([, value]) => !(value > 0))).toEqual([]);
    expect(unanswered.writeUnits).toBeLessThan(answered.writeUnits);
    expect(valueOf('whole, with its texts')).toBeGreaterThan(valueOf('whole answered call') ?? Infinity);
    // Ring asks 0.3 s after its slot.
    expect(valueOf('idle queue to the dial, by the clock')).toBeCloseTo(300, -2);
  });
});

test('what a call costs is its counts by their prices', () => {
  const prices = {
    dynamodbWriteUnit: 0.5,
    dynamodbReadUnit: 0.25,
    sqsRequest: 0.125,
    stateTransition: 2,
    lambdaGbSecond: 4,
    lambdaRequest: 1,
    apiRequest: 8,
  };
  const usage = {
    writeUnits: 10,
    readUnits: 4,
    queueRequests: 8,
    states: 2,
    invocations: 3,
    gbSeconds: 0.5,
    apiRequests: 1,
  };

  expect(costOf(usage, prices)).toEqual({ line: 5, all: 5 + 5 + 1 + 3 + 2 + 8 });
});

test.each([
  { what: 'a turn', item: { sk: { S: 'TURN#00001' } }, units: 1 },
  { what: 'a turn over 1 KB', item: { sk: { S: 'TURN#00001' }, said: { S: 'x'.repeat(1_010) } }, units: 2 },
  {
    what: 'words of a call',
    item: { sk: { S: 'C#1#words' }, fields: { L: [{ M: { a: { N: '1' } } }] } },
    units: 1,
  },
  { what: 'the call itself', item: { sk: { S: 'C#1' }, call: { M: {} } }, units: 0 },
])('of $what $units write units are texts; twice that in a transaction', ({ item, units }) => {
  expect(textUnits(JSON.stringify({ Item: item }))).toBe(units);
  expect(textUnits(JSON.stringify({ TransactItems: [{ Put: { Item: item } }, { Update: {} }] }))).toBe(
    2 * units,
  );
});

test('a figure stands beside its budget, with ok or over', () => {
  const figures = [
    { group: 'a', what: 'kept', value: 2, unit: 'x', budget: 2 },
    { group: 'a', what: 'broken', value: 2.346, unit: 'x', budget: 2 },
    { group: 'b', what: 'free', value: 12_345, unit: 'x' },
  ];

  expect(tableOf(figures).split('\n')).toEqual([
    '   what    value  unit  budget',
    'a  kept        2  x     <= 2    ok',
    '   broken   2.35  x     <= 2    over',
    'b  free    12345  x',
  ]);
});

test('the median is the middle one', () => {
  expect(median([9, 1, 5])).toBe(5);
});

test('the latest run tells its commit, its time and its machine’s cores, and every figure with its verdict', () => {
  const latest: unknown = JSON.parse(
    readFileSync(new URL('../../bench/latest.json', import.meta.url), 'utf8'),
  );
  const { figures } = z
    .strictObject({
      commit: z.string().regex(/^[0-9a-f]{40}$/),
      at: z.iso.datetime(),
      cores: z.int().positive(),
      node: z.string(),
      figures: z.array(
        z.strictObject({
          group: z.string(),
          what: z.string(),
          value: z.number(),
          unit: z.string(),
          budget: z.number().optional(),
          verdict: z.enum(['ok', 'over', '']),
        }),
      ),
    })
    .parse(latest);

  expect(figures.filter(({ verdict, budget }) => (verdict === '') !== (budget === undefined))).toEqual([]);
  expect(figures.length).toBeGreaterThan(50);
});
