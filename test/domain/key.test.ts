import fc from 'fast-check';
import { isWellFormedSecret, newSecret } from '../../lambdas/domain/key.ts';

/** Checksums made by another CRC-32 (zlib's), in base62. */
const VECTORS = [
  'tl_ak_0000000000000000000000000000000t76Ok',
  'tl_ak_0123456789ABCDEFGHIJKLMNOPQRST3MXjqV',
  'tl_ak_abcdefghijklmnopqrstuvwxyz01233dxUeu',
  'tl_ak_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz3B7mrh',
  // A small checksum is padded with zeros.
  'tl_ak_00000000000000000000000000057900yZs6',
];

test.each(VECTORS)('%s is a well-formed key', (secret) => {
  expect(isWellFormedSecret(secret)).toBe(true);
});

test('a new key is its prefix, 30 random digits and their checksum', () => {
  let next = 0;
  expect(newSecret(() => next++)).toBe('tl_ak_0123456789ABCDEFGHIJKLMNOPQRST3MXjqV');
  expect(newSecret(() => 61)).toBe('tl_ak_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz3B7mrh');
});

test('every new key is well-formed', () => {
  const digits = fc.array(fc.integer({ min: 0, max: 61 }), { minLength: 30, maxLength: 30 });
  fc.assert(
    fc.property(digits, ([...random]) => {
      const secret = newSecret(() => random.pop() ?? 0);
      expect(secret).toMatch(/^tl_ak_[0-9A-Za-z]{36}$/);
      expect(isWellFormedSecret(secret)).toBe(true);
    }),
  );
});

test('a key with any one character changed is refused', () => {
  const [secret = ''] = VECTORS;
  const others = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_- ';
  const passed = Array.from(secret).flatMap((digit, i) =>
    Array.from(others)
      .filter((other) => other !== digit)
      .map((other) => secret.slice(0, i) + other + secret.slice(i + 1))
      .filter(isWellFormedSecret),
  );
  expect(passed).toEqual([]);
});

test.each([
  { secret: '', why: 'nothing' },
  { secret: 'tl_ak_', why: 'the prefix alone' },
  { secret: 'tl_ak_0000000000000000000000000000000t76O', why: 'a digit short' },
  { secret: 'tl_ak_0000000000000000000000000000000t76Okk', why: 'a digit long' },
  { secret: 'TL_AK_0000000000000000000000000000000t76Ok', why: 'another prefix' },
  { secret: 'tl_ak_0000000000000000000000000000000T76oK', why: 'case counts' },
  { secret: 'tl_ak_0000000000000000000000000000000t76Ok\n', why: 'a line end' },
  { secret: 'tl_ak_０00000000000000000000000000000t76Ok', why: 'a digit of another script' },
])('"$secret" is no key: $why', ({ secret }) => {
  expect(isWellFormedSecret(secret)).toBe(false);
});
