import { type Area, CATALOGUE, type Region, regionsOf } from './area.ts';
import type { AreaType, Country } from './country.ts';

/** What a list of areas is narrowed to; an absent member doesn't confine. */
export interface AreaFilter {
  readonly country?: Country | undefined;
  /** A state or province in two letters. */
  readonly region?: string | undefined;
  readonly type?: AreaType | undefined;
  /** An area code, or the name of a city or its beginning; case and accents aside. */
  readonly search?: string | undefined;
}

/** The areas that a filter leaves: in the order of the catalogue, or those that a search fits best first. */
export function areasMatching({ country, region, type, search = '' }: AreaFilter): readonly Area[] {
  const left = CATALOGUE.filter(
    (area) =>
      (country === undefined || area.country === country) &&
      (region === undefined || area.regions.includes(region)) &&
      (type === undefined || area.type === type),
  );
  if (search.trim() === '') return left;
  const rank = ranking(search);
  return left
    .map((area) => ({ area, rank: rank(area) }))
    .filter((found) => found.rank < NO_MATCH)
    .sort((one, other) => one.rank - other.rank)
    .map(({ area }) => area);
}

/** A text as it is compared: `Montréal` is `montreal`, `St. John's` is `st johns`. */
export const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f.'’]/g, '')
    .toLowerCase()
    .split(/[\s-]+/)
    .filter((word) => word !== '')
    .join(' ');

/** Ranks lie so far apart that a city's place in its area decides only between areas of one rank. */
const STEP = 1_000;
const NO_MATCH = 5 * STEP;

/** How well an area fits: its code, a city of that name, one that begins so, one with a word that begins so. */
function ranking(search: string): (area: Area) => number {
  const digits = /^[\d\s()+-]+$/.test(search) ? search.replace(/\D/g, '') : '';
  if (digits !== '') return ({ areaCode }) => codeRank(areaCode, digits);
  const wanted = plain(search);
  if (wanted === '') return () => NO_MATCH;
  return ({ cities }) => {
    const ranks = cities.map((city, place) => cityRank(plain(city), wanted) + place);
    return Math.min(NO_MATCH, ...ranks);
  };
}

/** At home an area code is dialed with a 0 before it in Britain, Australia and New Zealand. */
function codeRank(areaCode: string, digits: string): number {
  if (digits === areaCode || digits === `0${areaCode}`) return 0;
  return areaCode.startsWith(digits) ? STEP : NO_MATCH;
}

function cityRank(city: string, wanted: string): number {
  if (city === wanted) return STEP;
  if (city.startsWith(wanted)) return 2 * STEP;
  return city.includes(` ${wanted}`) ? 3 * STEP : NO_MATCH;
}

/** A state or province by its two letters or its name, case and accents aside. */
export const regionNamed = (country: Country, text: string): Region | undefined =>
  regionsOf(country).find(({ region, name }) => plain(region) === plain(text) || plain(name) === plain(text));

/** A city of the catalogue, as it is spelled there, with the states or provinces that have one of that name. */
export function cityNamed(
  country: Country,
  text: string,
): { readonly city: string; readonly regions: readonly string[] } | undefined {
  const named = areasMatching({ country, search: text }).flatMap(({ cities, regions }) =>
    cities.filter((city) => plain(city) === plain(text)).map((city) => ({ city, regions })),
  );
  const [first] = named;
  return first && { city: first.city, regions: [...new Set(named.flatMap(({ regions }) => regions))] };
}
