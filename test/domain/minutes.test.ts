import fc from 'fast-check';
import { billedMinutes, mustExtend } from '../../lambdas/domain/minutes.ts';

test.each([
  { talked: null, stepSec: 60, billed: 0, why: 'never answered' },
  { talked: 0, stepSec: 60, billed: 1, why: 'answered, and its end told first' },
  { talked: 0, stepSec: 6, billed: 0.1, why: 'answered: one step' },
  { talked: 0.001, stepSec: 60, billed: 1, why: 'a whole minute for the first moment' },
  { talked: 59.999, stepSec: 60, billed: 1, why: 'up to the minute' },
  { talked: 60, stepSec: 60, billed: 1, why: 'exactly a minute' },
  { talked: 60.001, stepSec: 60, billed: 2, why: 'a moment more' },
  { talked: 1, stepSec: 30, billed: 0.5, why: 'the first step' },
  { talked: 31, stepSec: 30, billed: 1, why: 'the second step' },
  { talked: 61, stepSec: 6, billed: 1.1, why: 'eleven steps of six seconds' },
  { talked: 90, stepSec: 1, billed: 1.5, why: 'by the second' },
  { talked: 601, stepSec: 60, billed: 10, why: 'no more than was held' },
])('$talked s by steps of $stepSec s is $billed min: $why', ({ talked, stepSec, billed }) => {
  expect(billedMinutes(talked, 10, { stepSec })).toBe(billed);
});

test('a bill never exceeds what was held, nor undercuts what was talked', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_000 }),
      fc.integer({ min: 2, max: 62 }),
      fc.integer({ min: 1, max: 60 }),
      (talked, held, stepSec) => {
        const billed = billedMinutes(talked, held, { stepSec });
        expect(billed).toBeLessThanOrEqual(held);
        expect(billed).toBeGreaterThanOrEqual(Math.min(talked / 60, held));
      },
    ),
  );
});

test.each([
  { talked: 0, held: 2, asks: false, why: 'just answered' },
  { talked: 89.999, held: 2, asks: false, why: 'more than 30 s are left' },
  { talked: 90, held: 2, asks: true, why: '30 s are left' },
  { talked: 130, held: 2, asks: true, why: 'nothing is left' },
  { talked: 130, held: 3, asks: false, why: 'it has asked already' },
])(
  'after $talked s with $held min held another minute is asked for: $asks, $why',
  ({ talked, held, asks }) => {
    expect(mustExtend(talked, held)).toBe(asks);
  },
);
