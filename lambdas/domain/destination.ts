import { parsePhoneNumberFromString, type PhoneNumberType } from 'libphonenumber-js/max';
import { denies, type DenyTable } from './deny-table.ts';
import { E164 } from './ids.ts';
import { REGIONS, type Region } from './region.ts';

/** A no for a number. `reason` is the rest of a sentence that begins with the member's name, without the number. */
export interface NumberRefusal<Token extends string> {
  readonly allowed: false;
  readonly token: Token;
  readonly reason: string;
}

export type DestinationAnswer =
  | { readonly allowed: true; readonly number: E164; readonly region: Region }
  | NumberRefusal<'invalid_number' | 'destination_blocked'>;

export type CallerIdAnswer =
  { readonly allowed: true; readonly number: E164 } | NumberRefusal<'invalid_caller_id'>;

/** The longest E.164 number: `+` and 15 digits. */
const LONGEST = 16;
const CALLING_CODES = new Set(['1', '44', '61', '64', '972']);
const OUTSIDE = `is outside the countries that can be called (${REGIONS.join(', ')})`;
/** The exchange after a North American area code that is a service: 911, 411 and the like. */
const N11_EXCHANGE = /^\+1\d{3}[2-9]11/;

const ALLOWED_TYPES: ReadonlySet<string | undefined> = new Set<PhoneNumberType>([
  'FIXED_LINE',
  'MOBILE',
  'FIXED_LINE_OR_MOBILE',
  'TOLL_FREE',
  'VOIP',
]);

/**
 * Whether a number may be rung: an emergency service, a premium line or a range known for fraud never is. Any string
 * gets an answer, never an exception; a string is not trimmed or repaired, and no more than 16 of its characters are
 * looked at. The rules stand in order and the first that refuses gives the token.
 */
export function checkDestination(raw: string, deny: DenyTable): DestinationAnswer {
  const written = readCanonical(raw);
  if (!written.allowed) return refuse('invalid_number', written.reason);
  const { number, phone } = written;

  if (!CALLING_CODES.has(phone.countryCallingCode)) {
    return phone.isPossible()
      ? refuse('destination_blocked', OUTSIDE)
      : refuse('invalid_number', 'is not a possible number of its country');
  }
  const region = REGIONS.find((listed) => listed === phone.country);
  // Before validity: a number of Puerto Rico or Jersey is outside, whether anybody has it or not.
  if (phone.country && !region) return refuse('destination_blocked', OUTSIDE);
  if (!region || !phone.isValid()) return refuse('invalid_number', 'is not a valid number of its country');
  if (N11_EXCHANGE.test(number)) {
    return refuse('invalid_number', 'has a service code such as 911 for its exchange');
  }

  const type = phone.getType();
  // UAN, a company's or service's number, for 03 alone: that costs what a landline does.
  if (!ALLOWED_TYPES.has(type) && !(type === 'UAN' && number.startsWith('+443'))) {
    return refuse('destination_blocked', `is of a type that is never called (${nameOf(type)})`);
  }
  if (denies(deny, number)) {
    return refuse('destination_blocked', 'is in a range of numbers that is never called');
  }
  return { allowed: true, number, region };
}

/** The form of a caller ID alone. Whether it is live and the account's own is another question. */
export function checkCallerIdForm(raw: string): CallerIdAnswer {
  const written = readCanonical(raw);
  return written.allowed
    ? { allowed: true, number: written.number }
    : refuse('invalid_caller_id', written.reason);
}

/** The country that a number belongs to, in ISO 3166 alpha-2; undefined for one of none. */
export const countryOf = (number: E164): string | undefined => parsePhoneNumberFromString(number)?.country;

/** The first two rules: E.164 byte for byte, and just as libphonenumber, which repairs what it reads, would write it. */
function readCanonical(raw: string) {
  // The length first: it is known without reading a long string.
  const form = raw.length <= LONGEST ? E164.safeParse(raw) : undefined;
  if (!form?.success) return { allowed: false, reason: 'must be E.164: + and 7 to 15 digits' } as const;
  const phone = parsePhoneNumberFromString(raw, { extract: false });
  if (phone?.number !== raw) {
    return { allowed: false, reason: 'is not the canonical E.164 form of any number' } as const;
  }
  return { allowed: true, number: form.data, phone } as const;
}

/** `premium rate` for `PREMIUM_RATE`. */
const nameOf = (type: PhoneNumberType | undefined) => (type ?? 'UNKNOWN').toLowerCase().replaceAll('_', ' ');

const refuse = <T extends string>(token: T, reason: string): NumberRefusal<T> => ({
  allowed: false,
  token,
  reason,
});
