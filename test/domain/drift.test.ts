import { type CarrierEntry, differencesBetween, standing } from '../../lambdas/domain/drift.ts';
import { ACCOUNT_ID, CALLER_ID, NOON, aNumber, anOwnedNumber, at } from '../makers.ts';

const OTHER = aNumber('+14155550191');
const ORDER_ID = '019cae6b-6600-7000-8000-00000000d001';
const entry = (changes: Partial<CarrierEntry> = {}): CarrierEntry => ({
  number: CALLER_ID,
  usable: true,
  name: null,
  linkId: 'rule-1',
  ...changes,
});
const kinds = (...given: Parameters<typeof differencesBetween>) =>
  differencesBetween(...given).map(({ number, kind }) => `${number} ${kind}`);

test('numbers that both have alike don’t differ', () => {
  expect(differencesBetween([anOwnedNumber()], [entry()], NOON)).toEqual([]);
  expect(differencesBetween([], [], NOON)).toEqual([]);
});

test('a number that no account has is extra, and its name tells which order of ours bought it', () => {
  expect(
    differencesBetween([], [entry({ name: ORDER_ID }), entry({ number: OTHER, name: 'front desk' })], NOON),
  ).toEqual([
    { number: CALLER_ID, kind: 'extra', accountId: null, orderId: ORDER_ID },
    { number: OTHER, kind: 'extra', accountId: null, orderId: null },
  ]);
});

test.each(['released', 'failed'] as const)(
  'a number that is %s here and still there is extra, and whose it was is told',
  (status) => {
    expect(differencesBetween([anOwnedNumber({ status })], [entry()], NOON)).toEqual([
      { number: CALLER_ID, kind: 'extra', accountId: ACCOUNT_ID, orderId: null },
    ]);
  },
);

test.each(['pending', 'releasing'] as const)('a number that is %s may be there or not', (status) => {
  const row = anOwnedNumber({ status });

  expect(differencesBetween([row], [entry({ linkId: null })], NOON)).toEqual([]);
  expect(differencesBetween([row], [], NOON)).toEqual([]);
});

test('a live number that the carrier hasn’t, or is deleting, is missing', () => {
  expect(kinds([anOwnedNumber()], [], NOON)).toEqual(['+14155550190 missing']);
  expect(kinds([anOwnedNumber()], [entry({ usable: false })], NOON)).toEqual(['+14155550190 missing']);
});

test('one that nobody has and that the carrier is deleting is nothing to tell of', () => {
  expect(kinds([], [entry({ usable: false })], NOON)).toEqual([]);
});

test('from its release on a number isn’t missing', () => {
  const row = anOwnedNumber({ releaseAt: NOON });

  expect(kinds([row], [], at('11:59:59.999'))).toEqual(['+14155550190 missing']);
  expect(kinds([row], [], NOON)).toEqual([]);
});

test.each([null, 'rule-2'])('a live number that is linked by %s differs in its status', (linkId) => {
  expect(kinds([anOwnedNumber()], [entry({ linkId })], NOON)).toEqual(['+14155550190 status']);
});

test('a link isn’t mended in the hour before its number goes', () => {
  const row = anOwnedNumber({ releaseAt: at('13:00:00') });

  expect(kinds([row], [entry({ linkId: null })], at('11:59:59'))).toEqual(['+14155550190 status']);
  expect(kinds([row], [entry({ linkId: null })], NOON)).toEqual([]);
});

test('a difference stands since it was first seen; one of another kind is a new one', () => {
  const [missing] = differencesBetween([anOwnedNumber()], [], NOON);
  const [extra] = differencesBetween([], [entry()], NOON);
  if (!missing || !extra) throw new Error('no difference');
  const first = standing(missing, undefined, NOON);

  expect(first).toEqual({ ...missing, foundAt: NOON, repairedAt: null });
  expect(standing(missing, first, at('13:00:00'))).toBe(first);
  expect(standing(extra, first, at('13:00:00'))).toEqual({
    ...extra,
    foundAt: at('13:00:00'),
    repairedAt: null,
  });
});
