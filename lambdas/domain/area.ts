import { AREAS } from '../catalogue/areas.ts';
import { REGION_NAMES } from '../catalogue/regions.ts';
import { AREA_TYPES, type AreaType, CALLING_CODES, COUNTRIES, type Country } from './country.ts';
import type { E164 } from './ids.ts';

/** Where a number may be ordered: whoever orders names the area, the carrier picks the number. */
export interface Area {
  /** `US-510`. */
  readonly areaId: string;
  readonly country: Country;
  /** What its numbers begin with, behind the country's calling code. */
  readonly areaCode: string;
  /** Local wherever a country tells its areas apart by something else. */
  readonly type: AreaType;
  /** States or provinces in two letters: one, as a rule; none outside the US and Canada. */
  readonly regions: readonly string[];
  /** Those with the most numbers first; none where an area came later over another. */
  readonly cities: readonly string[];
  /** For people: `510 Oakland, California`. */
  readonly label: string;
}

/** A state or province in two letters, and its name. */
export interface Region {
  readonly region: string;
  readonly name: string;
}

/** Every area that can be asked for, country by country, by area code: the same list for everybody. */
export const CATALOGUE: readonly Area[] = COUNTRIES.flatMap((country) =>
  AREA_TYPES.flatMap((type) =>
    Object.entries(AREAS[country] ?? {})
      .filter(([group]) => typeOf(group) === type)
      .flatMap(([group, areas]) => areas.split('; ').map((area) => read(country, group, area)))
      .sort((one, other) => (one.areaCode < other.areaCode ? -1 : 1)),
  ),
);

const byId = new Map(CATALOGUE.map((area) => [area.areaId, area]));

/** The area that is called `areaId`; undefined if there is none. */
export const areaNamed = (areaId: string): Area | undefined => byId.get(areaId);

/** The area of a country that a number is of: of several area codes that it begins with, the longest. */
export const areaOf = (number: E164, country: Country): Area | undefined =>
  CATALOGUE.filter((area) => area.country === country)
    .filter(({ areaCode }) => number.startsWith(CALLING_CODES[country] + areaCode))
    .sort((one, other) => other.areaCode.length - one.areaCode.length)[0];

/** What a country's areas are divided into, in the order in which it is listed. */
export function regionsOf(country: Country): readonly Region[] {
  if (country !== 'US' && country !== 'CA') return [];
  return Object.entries(REGION_NAMES[country]).map(([region, name]) => ({ region, name }));
}

function read(country: Country, group: string, area: string): Area {
  const [areaCode = '', ...words] = area.split(' ');
  const cities = words.length === 0 ? [] : words.join(' ').split('/');
  const names = regionsOf(country).filter(({ region }) => group.split('/').includes(region));
  const type = typeOf(group);
  return {
    areaId: `${country}-${areaCode}`,
    country,
    areaCode,
    type,
    regions: names.map(({ region }) => region),
    cities,
    label: `${areaCode} ${[...cities.slice(0, 1), ...around(country, group, names)].join(', ')}`,
  };
}

/** What stands behind the city in a label. */
function around(country: Country, group: string, regions: readonly Region[]): readonly string[] {
  if (regions.length > 0) return regions.map(({ name }) => name);
  return country === 'GB' && group === 'local' ? [] : [group];
}

function typeOf(group: string): AreaType {
  return AREA_TYPES.find((type) => type === group) ?? 'local';
}
