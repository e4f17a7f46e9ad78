import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { CallId, E164, KeyId, callIdsBetween } from '../../lambdas/domain/ids.ts';

test('a span of time is a span of call ids', () => {
  expect(
    callIdsBetween(Date.parse('2026-03-02T12:00:00.000Z'), Date.parse('2026-03-02T13:00:00.000Z')),
  ).toEqual({ first: '019cae6b-6600', beyond: '019caea2-5480' });
});

test('a span holds the ids of its first millisecond and not of its end', () => {
  const millis = fc.integer({ min: 0, max: 2 ** 48 - 2 });
  fc.assert(
    fc.property(millis, millis, millis, (a, b, placedAt) => {
      const [from, until] = [Math.min(a, b), Math.max(a, b)];
      const { first, beyond } = callIdsBetween(from, until);
      const id = uuidv7({ msecs: placedAt });
      expect(id >= first && id < beyond).toBe(placedAt >= from && placedAt < until);
    }),
  );
});

test('a span may begin before all time and end after it', () => {
  const { first, beyond } = callIdsBetween(-1, 2 ** 48 - 1);
  expect(first).toBe('00000000-0000');
  expect('ffffffff-fffe-7fff-bfff-ffffffffffff' < beyond).toBe(true);
});

test.each([
  { what: 'a call id', schema: CallId, good: '019cae6b-6600-7000-8000-00000000c001', bad: '019cae6b' },
  {
    what: 'a key id',
    schema: KeyId,
    good: '0123456789abcdef0123456789abcdef',
    bad: '0123456789ABCDEF0123456789ABCDEF',
  },
  { what: 'a number', schema: E164, good: '+1415555', bad: '+141555' },
  { what: 'a number', schema: E164, good: '+141555501010000', bad: '+1415555010100000' },
])('$good is $what, $bad is not', ({ schema, good, bad }) => {
  expect(schema.safeParse(good).success).toBe(true);
  expect(schema.safeParse(bad).success).toBe(false);
});
