import type { AreasAnswer, CountriesAnswer, RegionsAnswer } from '../contract/described-areas.ts';
import { type Area, CATALOGUE, regionsOf } from '../domain/area.ts';
import { type AreaFilter, areasMatching, regionNamed } from '../domain/area-search.ts';
import { AREA_TYPES, AreaType, COUNTRIES, COUNTRY_FACTS, Country, papersFor } from '../domain/country.ts';
import { Refusal } from '../domain/errors.ts';
import { env } from '../env.ts';
import { policy } from '../store/deployment.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { cursorAfter, readCursor } from './cursor.ts';
import { readLimit } from './parse.ts';

const LIST = 'number-areas';

/** GET /v1/number-areas/countries */
export async function listCountries(): Promise<Answer> {
  const countries = COUNTRIES.map((country) => {
    const requires = [...papersFor(country, policy().registration)];
    const orderable = requires.length === 0 && env('CARRIER') !== 'none';
    return { country, ...COUNTRY_FACTS[country], orderable, requires };
  });
  return { status: 200, body: { countries } satisfies CountriesAnswer };
}

/** GET /v1/number-areas/countries/{country}/regions */
export async function listRegions({ params }: KeyRequest): Promise<Answer> {
  const country = countryNamed(params['country'] ?? '');
  if (!country) throw new Refusal('not_found', 'There is no such country in the catalogue.');
  const areas = CATALOGUE.filter((area) => area.country === country);
  const types = AREA_TYPES.filter((type) => areas.some((area) => area.type === type));
  return {
    status: 200,
    body: {
      regions: [...regionsOf(country)],
      types: COUNTRY_FACTS[country].narrowBy === 'type' ? types : [],
    } satisfies RegionsAnswer,
  };
}

/** GET /v1/number-areas: in the order of the catalogue, or what fits a search best first. */
export async function listAreas({ account, query }: KeyRequest): Promise<Answer> {
  const limit = readLimit(query['limit']);
  const areas = areasMatching(readFilter(query));
  const { cursor } = query;
  const from = cursor === undefined ? 0 : placeAfter(areas, readCursor(LIST, cursor, account));
  const page = areas.slice(from, from + limit);
  const last = from + limit < areas.length ? page.at(-1) : undefined;
  return {
    status: 200,
    body: {
      areas: page.map(areaView),
      nextCursor: last ? cursorAfter(LIST, last.areaId, account) : null,
    } satisfies AreasAnswer,
  };
}

const areaView = ({ areaId, areaCode, regions, cities, label }: Area) => ({
  areaId,
  areaCode,
  region: regions[0] ?? null,
  cities: [...cities],
  label,
});

function placeAfter(areas: readonly Area[], areaId: string): number {
  const place = areas.findIndex((area) => area.areaId === areaId);
  if (place >= 0) return place + 1;
  throw new Refusal('invalid_cursor', 'cursor: belongs to a list that was narrowed in another way.');
}

/** @throws Refusal `invalid_area` for what the catalogue doesn't have */
function readFilter({ country: one, region: part, type: kind, search }: KeyRequest['query']): AreaFilter {
  const country = one === undefined ? undefined : countryInQuery(one);
  const region =
    part === undefined
      ? undefined
      : (country ? [country] : COUNTRIES).map((each) => regionNamed(each, part)).find((found) => found);
  if (part !== undefined && !region)
    throw new Refusal(
      'invalid_area',
      'region: must be a state or province of the country, as GET /v1/number-areas/countries/{country}/regions lists them.',
    );
  const type = AreaType.safeParse(kind?.toLowerCase());
  if (kind !== undefined && !type.success)
    throw new Refusal('invalid_area', `type: must be one of ${AREA_TYPES.join(', ')}.`);
  return { country, region: region?.region, type: type.data, search };
}

/** A country of the catalogue as it stands in a query. @throws Refusal `invalid_area` */
export function countryInQuery(raw: string): Country {
  const country = countryNamed(raw);
  if (country) return country;
  throw new Refusal('invalid_area', `country: must be one of ${COUNTRIES.join(', ')}.`);
}

const countryNamed = (raw: string): Country | undefined => Country.safeParse(raw.toUpperCase()).data;
