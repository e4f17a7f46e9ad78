import { createHash } from 'node:crypto';
import { LOCAL_AREAS, TOLL_FREE_AREAS, type Area } from './areas.ts';
import type { PhoneNumberType } from './fields.ts';

/** So many numbers stand ready in each area. */
const NUMBERS_AN_AREA = 60;
/** Exchanges that are services or for films: a subscriber is never there. */
const NO_EXCHANGE = /^([2-9]11|555|95[08]|976)/;

/** What to search for; an absent member doesn't confine. */
export interface Wanted {
  readonly type: PhoneNumberType;
  readonly country?: string | undefined;
  readonly state?: string | undefined;
  readonly city?: string | undefined;
  readonly areaCode?: string | undefined;
}

/** A number that can be ordered. */
export interface Offered {
  readonly number: string;
  readonly country: string;
  readonly type: PhoneNumberType;
}

/** The numbers that the carrier can sell. They follow from the areas alone: every start offers the same. */
export interface Pool {
  /** In the order of the areas' table. */
  search(wanted: Wanted): readonly string[];
  find(number: string): Offered | undefined;
}

export function createPool(): Pool {
  const grown = new Map<Area, readonly string[]>();
  const numbersOf = (area: Area) => {
    const known = grown.get(area);
    if (known) return known;
    const numbers = grow(area);
    grown.set(area, numbers);
    return numbers;
  };
  const areasOf = (type: PhoneNumberType) => (type === 'Local' ? LOCAL_AREAS : TOLL_FREE_AREAS);

  return {
    search: ({ type, country, state, city, areaCode }) =>
      areasOf(type)
        .filter((area) => country === undefined || area.country === country)
        .filter((area) => state === undefined || area.state === state.toUpperCase())
        .filter((area) => city === undefined || area.city.toLowerCase() === city.toLowerCase())
        .filter((area) => areaCode === undefined || area.areaCode === areaCode)
        .flatMap(numbersOf),
    find(number) {
      for (const type of ['Local', 'TollFree'] as const) {
        const area = areasOf(type).find(({ calling, areaCode }) => number.startsWith(calling + areaCode));
        if (area && numbersOf(area).includes(number)) return { number, country: area.country, type };
      }
      return undefined;
    },
  };
}

/** The numbers of an area: digits drawn by hash, so that they look like numbers and never change. */
function grow({ calling, areaCode, head, digits }: Area): readonly string[] {
  const numbers = new Set<string>();
  for (let draw = 0; numbers.size < NUMBERS_AN_AREA; draw += 1) {
    const hash = createHash('sha256').update(`${calling}${areaCode}/${draw}`).digest();
    const subscriber = head + drawn(hash.readBigUInt64BE(), digits, head === '' ? 2n : 0n);
    if (!NO_EXCHANGE.test(subscriber)) numbers.add(calling + areaCode + subscriber);
  }
  return [...numbers];
}

/** So many digits out of a random value, the first of them `least` to 9. */
function drawn(random: bigint, digits: number, least: bigint): string {
  const first = least + (random % (10n - least));
  const rest = (random / 10n) % 10n ** BigInt(digits - 1);
  return `${first}${rest.toString().padStart(digits - 1, '0')}`;
}
