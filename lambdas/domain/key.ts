import * as z from 'zod/mini';
import { E164, AccountId, KeyId } from './ids.ts';
import { Instant } from './time.ts';

/** What a key may do. `account:calls` widens its reads from its own calls to the account's. */
export const SCOPES = [
  'calls:write',
  'calls:read',
  'numbers:write',
  'numbers:read',
  'assistants:write',
  'assistants:read',
  'account:read',
  'account:write',
  'billing:read',
  'keys:admin',
  'webhooks:admin',
  'account:calls',
] as const;
export const Scope = z.enum(SCOPES, `must be one of ${SCOPES.join(', ')}`);
export type Scope = z.infer<typeof Scope>;

/** A key as it is stored. Of the secret only the hash is kept, and its last four characters to know it by. */
export const Key = z.object({
  id: KeyId,
  accountId: AccountId,
  /** SHA-256 of the whole secret, in hex. */
  hash: z.string().check(z.length(64)),
  last4: z.string().check(z.length(4)),
  name: z.string(),
  scopes: z.readonly(z.array(Scope)),
  callerId: z.nullable(E164),
  voice: z.nullable(z.string()),
  /** Null: the account's rate. */
  callsPerMinute: z.nullable(z.int()),
  /** Null: the account's minutes alone. */
  minutesPerCycle: z.nullable(z.int()),
  createdAt: Instant,
  revokedAt: z.nullable(Instant),
  /** The UTC day of the last use. */
  lastUsedOn: z.nullable(z.string()),
});
export type Key = z.infer<typeof Key>;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const PREFIX = 'tl_ak_';
const RANDOM_DIGITS = 30;
const CHECK_DIGITS = 6;
const FORM = /^tl_ak_[0-9A-Za-z]{36}$/;

/**
 * A new secret: `tl_ak_`, 30 base62 digits and 6 of their checksum.
 * @param randomDigit a fair random whole number from 0 to 61
 */
export function newSecret(randomDigit: () => number): string {
  const digits = Array.from({ length: RANDOM_DIGITS }, () => ALPHABET.charAt(randomDigit())).join('');
  return PREFIX + digits + checksum(PREFIX + digits);
}

/** Whether a secret has the right form and checksum: a typo is refused without a read. */
export const isWellFormedSecret = (secret: string): boolean =>
  FORM.test(secret) && secret.slice(-CHECK_DIGITS) === checksum(secret.slice(0, -CHECK_DIGITS));

/** The CRC32 of `text` (ASCII) as six base62 digits, most significant first. */
function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < CHECK_DIGITS; i++) {
    digits = ALPHABET.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** The CRC32 of zip and PNG (reflected polynomial EDB88320), bit by bit: 36 characters need no table. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
