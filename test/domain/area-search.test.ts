import { areasMatching, cityNamed, plain, regionNamed } from '../../lambdas/domain/area-search.ts';

const ids = (search: string, country?: 'US' | 'CA' | 'GB') =>
  areasMatching({ search, country }).map(({ areaId }) => areaId);

test.each([
  ['510', 'US-510'],
  ['(510)', 'US-510'],
  ['oakland', 'US-510'],
  ['Oakland ', 'US-510'],
  ['montreal', 'CA-514'],
  ['MONTRÉAL', 'CA-514'],
  ['new york', 'US-212'],
  ['Brook', 'US-347'],
  ['020', 'GB-20'],
  ['newcastle upon tyne', 'GB-191'],
  ["st. john's", 'CA-709'],
  ['sydney', 'AU-2'],
  ['portland', 'US-207'],
])('%s finds %s', (search, areaId) => {
  expect(ids(search)).toContain(areaId);
});

test('what fits best comes first: the code, a city of that name, one that begins so', () => {
  expect(ids('510')).toEqual(['US-510']);
  expect(ids('20', 'US').slice(0, 3)).toEqual(['US-201', 'US-202', 'US-203']);
  expect(ids('20')[0]).toBe('GB-20');
  expect(ids('oakland', 'US')).toEqual(['US-510']);
  // Richmond is the first city of 804 in Virginia and a later one of 510.
  expect(ids('richmond', 'US').indexOf('US-804')).toBeLessThan(ids('richmond', 'US').indexOf('US-510'));
});

test.each(['zzz', '999', '+', '.', '5555555555555555', '(', 'new york city hall'])(
  '%s finds nothing',
  (search) => {
    expect(ids(search)).toEqual([]);
  },
);

test('a search for nothing leaves the list as it is', () => {
  expect(areasMatching({ search: ' ', country: 'NZ' }).map(({ areaId }) => areaId)).toEqual([
    'NZ-3',
    'NZ-4',
    'NZ-6',
    'NZ-7',
    'NZ-9',
  ]);
});

test('an area of several provinces is found in each', () => {
  for (const region of ['NS', 'PE'])
    expect(areasMatching({ region }).map(({ areaId }) => areaId)).toEqual(['CA-782', 'CA-902']);
});

test('a state goes by its letters or its name, a city by its name in every state that has one', () => {
  expect(regionNamed('US', 'ca')).toEqual({ region: 'CA', name: 'California' });
  expect(regionNamed('US', 'new york')?.region).toBe('NY');
  expect(regionNamed('GB', 'London')).toBeUndefined();
  expect(cityNamed('US', 'portland')).toEqual({ city: 'Portland', regions: ['ME', 'OR', 'TX'] });
  expect(cityNamed('CA', 'montréal')).toEqual({ city: 'Montreal', regions: ['QC'] });
  expect(cityNamed('US', 'nowhere')).toBeUndefined();
});

test('accents, case, points and hyphens are nothing to a search', () => {
  expect(plain('  Saint-Jean-sur-RICHELIEU ')).toBe('saint jean sur richelieu');
  expect(plain('St. John’s')).toBe('st johns');
});
