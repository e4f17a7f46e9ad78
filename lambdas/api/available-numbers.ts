import { askCarrier } from '../books/ask-carrier.ts';
import type { NumberSearch } from '../carrier/carrier.ts';
import { chimeNumbers } from '../carrier/chime-numbers.ts';
import { type AvailableNumbersAnswer, SearchBy } from '../contract/described-available-numbers.ts';
import { areaNamed, areaOf } from '../domain/area.ts';
import { cityNamed, regionNamed } from '../domain/area-search.ts';
import type { Country } from '../domain/country.ts';
import { Refusal } from '../domain/errors.ts';
import type { E164 } from '../domain/ids.ts';
import { limitsOf } from '../store/deployment.ts';
import { nobodysAmong } from '../store/numbers.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { mustHaveCarrier } from './must-have-carrier.ts';
import { countryInQuery } from './number-areas.ts';

/** Numbers in an answer at most: enough to pick from. */
const MOST_NUMBERS = 30;
/** States that are asked for a city's name; of a name that more have, those where it is larger are asked. */
const MOST_STATES = 5;

/**
 * GET /v1/available-numbers: asked of the carrier as they are now. Where to look comes from the catalogue: the carrier
 * knows a city in the US only together with its state, and would take a place that there isn't for a mistake of ours.
 */
export async function listAvailableNumbers({ account, query }: KeyRequest): Promise<Answer> {
  if (!limitsOf(account).listing)
    throw new Refusal('forbidden', 'The account may not list numbers; order one by its area.');
  mustHaveCarrier(query['provider'] ?? 'chime');
  const country = countryInQuery(query['country'] ?? 'US');
  const searchBy = SearchBy.safeParse(query['searchBy']);
  if (!searchBy.success)
    throw new Refusal('invalid_request', 'searchBy: must be one of areaCode, region, city.');
  const q = query['q']?.trim() ?? '';
  if (q === '') throw new Refusal('search_required', 'q: what to search for is missing.');

  const searches = searchesFor(country, searchBy.data, q);
  const found = await askCarrier(() =>
    Promise.all(
      searches.map(async (wanted) => ({ wanted, numbers: await chimeNumbers.search(wanted, MOST_NUMBERS) })),
    ),
  );
  const wantedOf = new Map(found.flatMap(({ wanted, numbers }) => numbers.map((number) => [number, wanted])));
  const free = await nobodysAmong([...wantedOf.keys()].slice(0, MOST_NUMBERS));
  return {
    status: 200,
    body: {
      numbers: free.map((number) => row(number, country, wantedOf.get(number)?.city ?? null)),
    } satisfies AvailableNumbersAnswer,
  };
}

/** What the carrier is asked: nothing where the catalogue has no such place. */
function searchesFor(country: Country, searchBy: SearchBy, q: string): readonly NumberSearch[] {
  switch (searchBy) {
    case 'areaCode': {
      const area = areaNamed(`${country}-${q.replace(/\D/g, '').replace(/^0/, '')}`);
      return area ? [{ country, areaCode: area.areaCode }] : [];
    }
    case 'region': {
      const region = regionNamed(country, q)?.region;
      return region === undefined ? [] : [{ country, region }];
    }
    case 'city': {
      const named = cityNamed(country, q);
      if (!named) return [];
      const { city, regions } = named;
      return regions.length === 0
        ? [{ country, city }]
        : regions.slice(0, MOST_STATES).map((region) => ({ country, region, city }));
    }
  }
}

function row(number: E164, country: Country, city: string | null): AvailableNumbersAnswer['numbers'][number] {
  const regions = areaOf(number, country)?.regions ?? [];
  return {
    friendlyName: number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3'),
    number,
    locality: {
      city,
      region: regions.length === 1 ? (regions[0] ?? null) : null,
      postalCode: null,
      country,
    },
    capabilities: { voice: true, sms: null, mms: null },
  };
}
