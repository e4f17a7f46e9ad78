import fc from 'fast-check';
import { DEFAULT_DENY, denies } from '../../lambdas/domain/deny-table.ts';
import { checkCallerIdForm, checkDestination } from '../../lambdas/domain/destination.ts';

const check = (raw: string) => checkDestination(raw, DEFAULT_DENY);

const digits = (least: number, most: number) =>
  fc.string({ unit: fc.integer({ min: 0, max: 9 }).map(String), minLength: least, maxLength: most });
/** Numbers that get far into the rules, beside strings of every kind. */
const anyString = fc.oneof(
  fc.string({ unit: 'binary' }),
  digits(0, 18).map((rest) => `+${rest}`),
  fc
    .tuple(
      fc.constantFrom('+1', '+1415', '+1555', '+16', '+1900', '+44', '+447', '+61', '+64', '+972'),
      digits(4, 10),
    )
    .map(([code, rest]) => code + rest),
);

test('any string is allowed, invalid or blocked, and what is allowed is what was checked', () => {
  fc.assert(
    fc.property(anyString, (raw) => {
      const answer = check(raw);
      if (!answer.allowed) {
        expect(['invalid_number', 'destination_blocked']).toContain(answer.token);
        return;
      }
      expect(answer.number).toBe(raw);
      expect(raw).toMatch(/^\+(?:1|44|61|64|972)\d+$/);
      expect(raw).toMatch(/^\+[1-9][0-9]{6,14}$/);
      expect(denies(DEFAULT_DENY, raw)).toBe(false);
    }),
    { numRuns: 3_000 },
  );
});

test('a reason never repeats the number', () => {
  fc.assert(
    fc.property(anyString, (raw) => {
      const answer = check(raw);
      const tail = raw.replace(/\D/g, '').slice(-4);
      if (!answer.allowed && tail.length === 4) expect(answer.reason).not.toContain(tail);
    }),
  );
});

test('whatever the deny table names is never allowed', () => {
  const prefix = fc.constantFrom(
    '+1',
    '+1415',
    '+1?15',
    '+14155550101',
    '+44',
    '+4479',
    '+61',
    '+64',
    '+97250',
  );
  fc.assert(
    fc.property(fc.array(prefix, { maxLength: 3 }), anyString, (deny, raw) => {
      const table = { version: 2, deny };
      if (denies(table, raw)) expect(checkDestination(raw, table).allowed).toBe(false);
    }),
  );
});

test('a long string is refused by its length: none of its characters is read', () => {
  const read: PropertyKey[] = [];
  const watched = new Proxy(Object('+1415555'.padEnd(100_000, '0')) as string & object, {
    get: (text, key) => {
      read.push(key);
      return Reflect.get(text, key, text) as unknown;
    },
  });
  expect(check(watched)).toMatchObject({ allowed: false, token: 'invalid_number' });
  expect(read).toEqual(['length']);
});

test('any string gets an answer as a caller ID', () => {
  fc.assert(
    fc.property(anyString, (raw) => {
      const answer = checkCallerIdForm(raw);
      if (answer.allowed) expect(answer.number).toBe(raw);
    }),
  );
});
