import * as z from 'zod/mini';
import { AreaType, Country, NARROWED_BY, Paper } from '../domain/country.ts';
import { type RouteDescription, named, told } from './description.ts';
import { PAGE } from './lists.ts';

const CountryAnswer = z.object({
  country: told(Country, 'ISO 3166 alpha-2.'),
  name: z.string(),
  orderable: told(z.boolean(), 'Whether a number can be ordered at once.'),
  requires: told(z.array(Paper), 'Papers that are needed first; ask the operator.'),
  narrowBy: told(z.nullable(z.enum(NARROWED_BY)), 'What its areas can be narrowed by.'),
});

export const CountriesAnswer = named(
  'NumberCountries',
  z.object({ countries: z.array(CountryAnswer) }),
  'The countries of the catalogue.',
);
export type CountriesAnswer = z.infer<typeof CountriesAnswer>;

export const RegionsAnswer = named(
  'NumberRegions',
  z.object({
    regions: z.array(z.object({ region: told(z.string(), 'Two letters: `CA`.'), name: z.string() })),
    types: told(z.array(AreaType), 'The types of number that its areas are told apart by.'),
  }),
  'What the areas of a country can be narrowed by; an empty list: not by that.',
);
export type RegionsAnswer = z.infer<typeof RegionsAnswer>;

const AreaAnswer = z.object({
  areaId: told(z.string(), 'Names the area in an order: `US-510`.'),
  areaCode: told(z.string(), 'What its numbers begin with, behind the country’s calling code.'),
  region: told(
    z.nullable(z.string()),
    'State or province in two letters, the first of several; null where a country isn’t narrowed by it.',
  ),
  cities: told(z.array(z.string()), 'Its larger cities, those with the most numbers first; may be none.'),
  label: told(z.string(), 'For people: `510 Oakland, California`.'),
});

export const AreasAnswer = named(
  'NumberAreas',
  z.object({
    areas: z.array(AreaAnswer),
    nextCursor: told(z.nullable(z.string()), 'Continues the list. Null, and only null, is the end.'),
  }),
  'A page of areas.',
);
export type AreasAnswer = z.infer<typeof AreasAnswer>;

export const AREA_ROUTES = {
  'GET /v1/number-areas/countries': {
    id: 'listNumberCountries',
    tag: 'Numbers',
    summary: 'List the countries in which numbers can be had',
    answers: {
      200: {
        what: 'All of them.',
        body: CountriesAnswer,
        example: {
          countries: [
            { country: 'US', name: 'United States', orderable: true, requires: [], narrowBy: 'region' },
            {
              country: 'GB',
              name: 'United Kingdom',
              orderable: false,
              requires: ['identity', 'address'],
              narrowBy: 'type',
            },
          ],
        },
      },
    },
    refusals: [],
  },
  'GET /v1/number-areas/countries/{country}/regions': {
    id: 'listNumberRegions',
    tag: 'Numbers',
    summary: 'List what the areas of a country can be narrowed by',
    path: { country: told(Country, 'A country of the catalogue.') },
    answers: {
      200: {
        what: 'Its states or provinces, or its types.',
        body: RegionsAnswer,
        example: { regions: [{ region: 'CA', name: 'California' }], types: [] },
      },
    },
    refusals: ['not_found'],
  },
  'GET /v1/number-areas': {
    id: 'listNumberAreas',
    tag: 'Numbers',
    summary: 'List or search the areas in which a number can be ordered',
    description:
      'The same list for everybody. A search lists what fits best first: the area code, a city of that name, one that begins so. Whether a number can be had there now only an order tells.',
    query: {
      country: told(Country, 'Areas of this country alone.'),
      region: told(z.string(), 'Areas of this state or province alone, in two letters.'),
      type: told(AreaType, 'Areas of this type alone.'),
      search: told(z.string(), 'An area code, or a city; case and accents aside.'),
      ...PAGE,
    },
    answers: {
      200: {
        what: 'A page.',
        body: AreasAnswer,
        example: {
          areas: [
            {
              areaId: 'US-510',
              areaCode: '510',
              region: 'CA',
              cities: ['Oakland', 'Fremont'],
              label: '510 Oakland, California',
            },
          ],
          nextCursor: null,
        },
      },
    },
    refusals: ['invalid_area', 'invalid_limit', 'invalid_cursor'],
  },
} as const satisfies Readonly<Record<string, RouteDescription>>;
