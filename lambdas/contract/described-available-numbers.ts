import * as z from 'zod/mini';
import { Country } from '../domain/country.ts';
import { E164, Provider } from '../domain/ids.ts';
import { type RouteDescription, named, told } from './description.ts';

/** What numbers that can be bought are searched by. */
export const SEARCH_BY = ['areaCode', 'region', 'city'] as const;
export const SearchBy = z.enum(SEARCH_BY, `must be one of ${SEARCH_BY.join(', ')}`);
export type SearchBy = z.infer<typeof SearchBy>;

const maybe = z.nullable(z.boolean());

const AvailableNumber = z.object({
  friendlyName: told(z.string(), 'The number as it is written for people.'),
  number: E164,
  locality: z.object({
    city: told(z.nullable(z.string()), 'The city that was searched for.'),
    region: told(z.nullable(z.string()), 'The state or province of the area code, if it is in one alone.'),
    postalCode: z.nullable(z.string()),
    country: told(Country, 'The country that was searched.'),
  }),
  capabilities: told(
    z.object({ voice: maybe, sms: maybe, mms: maybe }),
    'What the number can do here; what the carrier doesn’t tell is null.',
  ),
});

export const AvailableNumbersAnswer = named(
  'AvailableNumbers',
  z.object({ numbers: z.array(AvailableNumber) }),
  'Numbers that can be bought now: some of them, in the carrier’s order.',
);
export type AvailableNumbersAnswer = z.infer<typeof AvailableNumbersAnswer>;

export const AVAILABLE_NUMBER_ROUTES = {
  'GET /v1/available-numbers': {
    id: 'listAvailableNumbers',
    tag: 'Numbers',
    summary: 'Search numbers that can be picked and bought',
    description:
      'For accounts whose `limits.listing` allows it; all others order by area. A city is searched by the name that the catalogue of areas gives it.',
    query: {
      provider: told(Provider, 'The carrier to ask. Default: the one that this deployment has.'),
      country: told(Country, 'The country to search. Default: `US`.'),
      searchBy: SearchBy,
      q: told(z.string(), 'An area code, a state or province (its letters or name), or a city.'),
    },
    answers: {
      200: {
        what: 'What was found; maybe nothing.',
        body: AvailableNumbersAnswer,
        example: {
          numbers: [
            {
              friendlyName: '(510) 234-5678',
              number: '+15102345678',
              locality: { city: null, region: 'CA', postalCode: null, country: 'US' },
              capabilities: { voice: true, sms: null, mms: null },
            },
          ],
        },
      },
    },
    refusals: [
      'forbidden',
      'provider_not_configured',
      'invalid_area',
      'invalid_request',
      'search_required',
      'provider_failed',
    ],
  },
} as const satisfies Readonly<Record<string, RouteDescription>>;
