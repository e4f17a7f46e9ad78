import * as z from 'zod/mini';

/** The countries whose numbers can be had, by ISO 3166 alpha-2, in the order in which they are listed. */
export const COUNTRIES = ['US', 'CA', 'GB', 'AU', 'NZ'] as const;
export const Country = z.enum(COUNTRIES, `must be one of ${COUNTRIES.join(', ')}`);
export type Country = z.infer<typeof Country>;

/** What somebody who wants a number may have to prove first, by the rules of its country. */
export const PAPERS = ['identity', 'address'] as const;
export const Paper = z.enum(PAPERS, `must be one of ${PAPERS.join(', ')}`);
export type Paper = z.infer<typeof Paper>;

/** By what a list of a country's areas may be narrowed: a state or province, or the type of a number. */
export const NARROWED_BY = ['region', 'type'] as const;

interface CountryFacts {
  readonly name: string;
  readonly narrowBy: (typeof NARROWED_BY)[number] | null;
}

export const COUNTRY_FACTS: Readonly<Record<Country, CountryFacts>> = {
  US: { name: 'United States', narrowBy: 'region' },
  CA: { name: 'Canada', narrowBy: 'region' },
  GB: { name: 'United Kingdom', narrowBy: 'type' },
  AU: { name: 'Australia', narrowBy: null },
  NZ: { name: 'New Zealand', narrowBy: null },
};

/** What the numbers of a country begin with. */
export const CALLING_CODES: Readonly<Record<Country, string>> = {
  US: '+1',
  CA: '+1',
  GB: '+44',
  AU: '+61',
  NZ: '+64',
};

/** What kinds of number an area may be of, where a country's areas are of several. */
export const AREA_TYPES = ['local', 'national', 'mobile'] as const;
export const AreaType = z.enum(AREA_TYPES, `must be one of ${AREA_TYPES.join(', ')}`);
export type AreaType = z.infer<typeof AreaType>;

/** Which papers a country's numbers need on this stage; a country that isn't named needs none. */
export const Registration = z.partialRecord(Country, z.readonly(z.array(Paper)));
export type Registration = z.infer<typeof Registration>;

/** The papers that a number of `country` needs first: an order without them is refused as `registration_required`. */
export const papersFor = (country: Country, registration: Registration): readonly Paper[] =>
  registration[country] ?? [];
