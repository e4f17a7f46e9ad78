import * as z from 'zod/mini';

const uuid = z.uuid('is not an id');

export const AccountId = uuid.brand<'AccountId'>();
export type AccountId = z.infer<typeof AccountId>;

/** A UUIDv7: an account's calls sort by the time they were placed. */
export const CallId = uuid.brand<'CallId'>();
export type CallId = z.infer<typeof CallId>;

export const AssistantId = uuid.brand<'AssistantId'>();
export type AssistantId = z.infer<typeof AssistantId>;

/** An order for a number: a UUIDv7, so an account's orders sort by time. */
export const OrderId = uuid.brand<'OrderId'>();
export type OrderId = z.infer<typeof OrderId>;

/** The taking down of a number that an account gave back. */
export const ReleaseId = uuid.brand<'ReleaseId'>();
export type ReleaseId = z.infer<typeof ReleaseId>;

/** The first half of the secret's SHA-256 in hex: a key is found by its secret and named without it. */
export const KeyId = z
  .string()
  .check(z.regex(/^[0-9a-f]{32}$/, 'is not an id'))
  .brand<'KeyId'>();
export type KeyId = z.infer<typeof KeyId>;

/** The carrier's name for one call of its own. */
export const TransactionId = z.string().check(z.minLength(1)).brand<'TransactionId'>();
export type TransactionId = z.infer<typeof TransactionId>;

/** A phone number in E.164 form: `+` and 7 to 15 digits. Whether it may be rung is the destination policy's to say. */
export const E164 = z
  .string()
  .check(z.regex(/^\+[1-9][0-9]{6,14}$/, 'must be E.164: + and 7 to 15 digits'))
  .brand<'E164'>();
export type E164 = z.infer<typeof E164>;

/** A carrier that numbers and calls can belong to. Nothing else of a carrier is known outside `carrier/`. */
export const Provider = z.enum(['chime']);
export type Provider = z.infer<typeof Provider>;

/**
 * The id of a call that begins at `millis` (since 1970), the rest of it made of `digest`, of which the first ten bytes
 * count: the same call has the same id, whoever makes it and how often.
 */
export function callIdOf(millis: number, digest: Uint8Array): CallId {
  const random = Array.from(digest.slice(0, 10), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const variant = (0x8 | ((digest[2] ?? 0) >> 6)).toString(16);
  return CallId.parse(
    `${timePrefix(millis)}-7${random.slice(0, 3)}-${variant}${random.slice(5, 8)}-${random.slice(8, 20)}`,
  );
}

/**
 * The span of UUIDv7s made from `from` up to, and not including, `until` (milliseconds since 1970): their first 48
 * bits are the time, so a span of time is a span of ids.
 */
export const callIdsBetween = (from: number, until: number) => ({
  first: timePrefix(from),
  beyond: timePrefix(until),
});

const timePrefix = (millis: number) => {
  const hex = Math.max(0, millis).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}`;
};
