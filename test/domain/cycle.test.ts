import fc from 'fast-check';
import { cycleHolding } from '../../lambdas/domain/cycle.ts';
import { type Instant, instantAt } from '../../lambdas/domain/time.ts';
import { instant } from '../makers.ts';

const midnight = (day: string) => instant(`${day}T00:00:00.000Z`);

test.each([
  { anchor: '2026-01-15', on: '2026-03-02', start: '2026-02-15', end: '2026-03-15', why: 'a plain day' },
  {
    anchor: '2026-01-15',
    on: '2026-03-15',
    start: '2026-03-15',
    end: '2026-04-15',
    why: 'a cycle holds its start',
  },
  { anchor: '2026-01-15', on: '2026-01-15', start: '2026-01-15', end: '2026-02-15', why: 'the first' },
  { anchor: '2026-01-15', on: '2027-01-20', start: '2027-01-15', end: '2027-02-15', why: 'a year on' },
  {
    anchor: '2026-01-28',
    on: '2026-02-28',
    start: '2026-02-28',
    end: '2026-03-28',
    why: 'February has a 28th',
  },
  { anchor: '2026-01-29', on: '2026-02-28', start: '2026-02-28', end: '2026-03-29', why: 'but no 29th' },
  {
    anchor: '2028-01-29',
    on: '2028-02-29',
    start: '2028-02-29',
    end: '2028-03-29',
    why: 'in a leap year it has',
  },
  {
    anchor: '2026-01-30',
    on: '2026-02-27',
    start: '2026-01-30',
    end: '2026-02-28',
    why: 'the last day before',
  },
  { anchor: '2026-01-30', on: '2026-03-01', start: '2026-02-28', end: '2026-03-30', why: 'back to the 30th' },
  { anchor: '2026-01-31', on: '2026-02-28', start: '2026-02-28', end: '2026-03-31', why: 'the last day' },
  {
    anchor: '2028-01-31',
    on: '2028-02-29',
    start: '2028-02-29',
    end: '2028-03-31',
    why: 'the last of a leap year',
  },
  {
    anchor: '2026-01-31',
    on: '2026-03-31',
    start: '2026-03-31',
    end: '2026-04-30',
    why: 'not from February on',
  },
  {
    anchor: '2026-01-31',
    on: '2026-05-01',
    start: '2026-04-30',
    end: '2026-05-31',
    why: 'a month of 30 days',
  },
  {
    anchor: '2026-01-31',
    on: '2026-12-31',
    start: '2026-12-31',
    end: '2027-01-31',
    why: 'over the new year',
  },
  {
    anchor: '2028-02-29',
    on: '2029-02-28',
    start: '2029-02-28',
    end: '2029-03-29',
    why: 'born on a leap day',
  },
  {
    anchor: '2000-02-29',
    on: '2100-02-28',
    start: '2100-02-28',
    end: '2100-03-29',
    why: '2100 is no leap year',
  },
])('anchored on $anchor, $on is in the cycle from $start to $end: $why', ({ anchor, on, start, end }) => {
  expect(cycleHolding(midnight(on), midnight(anchor))).toEqual({
    start: midnight(start),
    end: midnight(end),
  });
});

test('a cycle begins at the hour of its anchor and not a millisecond before', () => {
  const anchor = instant('2026-01-31T17:30:00.500Z');
  expect(cycleHolding(instant('2026-02-28T17:30:00.499Z'), anchor)).toEqual({
    start: '2026-01-31T17:30:00.500Z',
    end: '2026-02-28T17:30:00.500Z',
  });
  expect(cycleHolding(instant('2026-02-28T17:30:00.500Z'), anchor)).toEqual({
    start: '2026-02-28T17:30:00.500Z',
    end: '2026-03-31T17:30:00.500Z',
  });
});

const moments = (from: string, until: string) =>
  fc.integer({ min: Date.parse(from), max: Date.parse(until) }).map((millis): Instant => instantAt(millis));
const anchors = moments('2020-01-01', '2030-01-01');

test('every instant is in one cycle, and the next begins where it ends', () => {
  fc.assert(
    fc.property(anchors, moments('2015-01-01', '2060-01-01'), (anchor, now) => {
      const { start, end } = cycleHolding(now, anchor);
      expect(start <= now && now < end).toBe(true);
      expect(cycleHolding(start, anchor)).toEqual({ start, end });
      expect(cycleHolding(end, anchor).start).toBe(end);
      expect(cycleHolding(instantAt(Date.parse(end) - 1), anchor).end).toBe(end);
    }),
  );
});

test('a cycle begins on the day of its anchor, or on the last day of a shorter month', () => {
  fc.assert(
    fc.property(anchors, moments('2020-01-01', '2060-01-01'), (anchor, now) => {
      const { start } = cycleHolding(now, anchor);
      const [year = 0, month = 0, day] = start.slice(0, 10).split('-').map(Number);
      const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
      expect(day).toBe(Math.min(Number(anchor.slice(8, 10)), daysInMonth));
      expect(start.slice(10)).toBe(anchor.slice(10));
    }),
  );
});
