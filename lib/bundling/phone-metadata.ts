/** A country's numbering plan as libphonenumber-js lists it: its calling code first, the rest by position. */
type Plan = readonly [callingCode: string, ...rest: unknown[]];

/** The whole of what libphonenumber knows (`libphonenumber-js/metadata.max.json`), as far as it is cut here. */
export interface PhoneMetadata {
  readonly countries: Readonly<Record<string, Plan>>;
  readonly nonGeographic: Readonly<Record<string, Plan>>;
}

/** What numbers are called by; `lambdas/domain/destination.ts` refuses all others before it asks for more than their length. */
const CALLED = new Set(['1', '44', '61', '64', '972']);
/** Positions in a plan. */
const FORMATS = 4;
const TYPES = 11;

/**
 * The metadata without what our rules never ask for: how numbers are written for people, and what types of numbers there
 * are in countries that are never called. Whether a number is canonical and possible is told for every country as before.
 */
export const cutPhoneMetadata = <M extends PhoneMetadata>(metadata: M): M => ({
  ...metadata,
  countries: mapValues(metadata.countries, cut),
  nonGeographic: mapValues(metadata.nonGeographic, cut),
});

const cut = (plan: Plan): Plan => {
  const [callingCode, ...rest] = plan.map((part, position) => (position === FORMATS ? 0 : part));
  return [String(callingCode), ...(CALLED.has(String(callingCode)) ? rest : rest.slice(0, TYPES - 1))];
};

const mapValues = <T>(values: Readonly<Record<string, T>>, of: (value: T) => T) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, of(value)]));
