import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { LOCAL_AREAS, TOLL_FREE_AREAS } from '../../../local/chime/areas.ts';
import { createPool } from '../../../local/chime/pool.ts';

const pool = createPool();

test('every number that is offered is a real one of the country it is offered for', () => {
  const strays = (['Local', 'TollFree'] as const).flatMap((type) =>
    pool.search({ type }).filter((number) => {
      const parsed = parsePhoneNumberFromString(number);
      return !parsed?.isValid() || parsed.country !== (type === 'Local' ? pool.find(number)?.country : 'US');
    }),
  );

  expect(strays).toEqual([]);
  expect(LOCAL_AREAS.length + TOLL_FREE_AREAS.length).toBeGreaterThan(250);
});
