import fc from 'fast-check';
import { costUs, latestFullAt, waitSec } from '../../lambdas/domain/bucket.ts';

/** A key that places calls one by one, as the table would count them: the instants (µs) of those that fit in. */
function accepted(callsPerMinute: number, instants: readonly number[]): number[] {
  let fullAt = 0;
  return instants.filter((now) => {
    if (fullAt > now && fullAt > latestFullAt(now, callsPerMinute)) return false;
    fullAt = Math.max(fullAt, now) + costUs(callsPerMinute);
    return true;
  });
}

const noon = Date.parse('2026-03-02T12:00:00.000Z') * 1000;
const ms = 1_000;

test('a key may spend a whole minute at once, and then a call each time one has flowed back', () => {
  const burst = Array.from({ length: 15 }, () => noon);
  expect(accepted(10, burst)).toHaveLength(10);
  expect(accepted(10, [...burst, noon + 5_999 * ms])).toHaveLength(10);
  expect(accepted(10, [...burst, noon + 6_000 * ms])).toHaveLength(11);
  expect(accepted(10, [...burst, noon + 6_000 * ms, noon + 6_001 * ms])).toHaveLength(11);
});

test.each([
  { fullInMs: 0, callsPerMinute: 10, wait: 0, why: 'the bucket is full' },
  { fullInMs: 54_000, callsPerMinute: 10, wait: 0, why: 'one call is left' },
  { fullInMs: 54_001, callsPerMinute: 10, wait: 1, why: 'never less than a second' },
  { fullInMs: 60_000, callsPerMinute: 10, wait: 6, why: 'until one has flowed back' },
  { fullInMs: 57_500, callsPerMinute: 10, wait: 4, why: 'seconds are rounded up' },
  { fullInMs: 60_000, callsPerMinute: 1, wait: 60, why: 'one call a minute' },
  { fullInMs: -600_000, callsPerMinute: 10, wait: 0, why: 'full for ten minutes' },
])(
  'a bucket that is full in $fullInMs ms has room in $wait s: $why',
  ({ fullInMs, callsPerMinute, wait }) => {
    expect(waitSec(noon + fullInMs * ms, noon, callsPerMinute)).toBe(wait);
  },
);

test('a client that waits as long as it was told gets through', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 60_000 }), (rate, fullInMs) => {
      const wait = waitSec(noon + fullInMs * ms, noon, rate);
      expect(waitSec(noon + fullInMs * ms, noon + wait * 1_000 * ms, rate)).toBe(0);
    }),
  );
});

test('in any minute a key places at most twice its rate, and over an hour no more than its rate', () => {
  const rates = fc.integer({ min: 1, max: 30 });
  const gaps = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 300 });
  fc.assert(
    fc.property(rates, gaps, (rate, between) => {
      let now = noon;
      const placed = accepted(
        rate,
        between.map((gap) => (now += gap * ms)),
      );
      for (const first of placed) {
        expect(placed.filter((at) => at >= first && at < first + 60_000 * ms).length).toBeLessThanOrEqual(
          2 * rate,
        );
      }
      const minutes = (now - noon) / (60_000 * ms);
      expect(placed.length).toBeLessThanOrEqual(Math.floor(rate * (minutes + 1) + 1e-3));
    }),
    { numRuns: 50 },
  );
});
