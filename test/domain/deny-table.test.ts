import fc from 'fast-check';
import { DEFAULT_DENY, DenyTable, denies } from '../../lambdas/domain/deny-table.ts';

test.each([
  { prefix: '+1900', number: '+19005550123', denied: true, why: 'it begins so' },
  { prefix: '+1900', number: '+14159005550', denied: false, why: 'it stands elsewhere' },
  { prefix: '+14155550101', number: '+14155550101', denied: true, why: 'the whole number' },
  { prefix: '+14155550101', number: '+14155550102', denied: false, why: 'the number beside it' },
  { prefix: '+1???976', number: '+12129761234', denied: true, why: 'any area code' },
  { prefix: '+1???976', number: '+12125559761', denied: false, why: 'the digits stand later' },
  { prefix: '+4?9', number: '+449123456789', denied: true, why: 'any one digit' },
  { prefix: '+4?9', number: '+491234567', denied: false, why: 'one digit, not none' },
  { prefix: '+6113123?', number: '+6113123', denied: false, why: 'the number ends before' },
  { prefix: '+1', number: '+14155550101', denied: true, why: 'a whole calling code' },
])('$prefix on $number, denied: $denied ($why)', ({ prefix, number, denied }) => {
  expect(denies({ version: 2, deny: [prefix] }, number)).toBe(denied);
});

test('an empty table denies nothing', () => {
  expect(denies({ version: 2, deny: [] }, '+19005550123')).toBe(false);
});

test('a number is denied when any of 2,000 prefixes is its beginning, and only then', () => {
  const deny = Array.from({ length: 2_000 }, (_, at) => `+1${String(2_000_000 + at)}`);
  const full = DenyTable.parse({ version: 2, deny });
  expect(denies(full, '+12000000123')).toBe(true);
  expect(denies(full, '+12001999123')).toBe(true);
  expect(denies(full, '+12002000123')).toBe(false);
});

test('a number and a table agree as if each position were compared', () => {
  const digits = (symbols: string[], maxLength: number) =>
    fc.string({ unit: fc.constantFrom(...symbols), maxLength }).map((rest) => `+1${rest}`);
  fc.assert(
    fc.property(
      fc.array(digits(['0', '1', '?'], 6), { maxLength: 8 }),
      digits(['0', '1'], 8),
      (deny, number) => {
        const expected = deny.some(
          (prefix) =>
            prefix.length <= number.length &&
            Array.from(prefix).every((symbol, at) => symbol === '?' || symbol === number[at]),
        );
        expect(denies({ version: 2, deny }, number)).toBe(expected);
      },
    ),
  );
});

test.each([
  { table: { version: 0, deny: [] }, why: 'versions begin at 1' },
  { table: { version: 1.5, deny: [] }, why: 'a version is whole' },
  { table: { deny: [] }, why: 'no version' },
  { table: { version: 2 }, why: 'no prefixes' },
  { table: { version: 2, deny: ['1900'] }, why: 'no plus' },
  { table: { version: 2, deny: ['+'] }, why: 'no digit' },
  { table: { version: 2, deny: [''] }, why: 'nothing' },
  { table: { version: 2, deny: ['+0123'] }, why: 'no calling code begins with 0' },
  { table: { version: 2, deny: ['+?900'] }, why: 'not every country at once' },
  { table: { version: 2, deny: ['+1 900'] }, why: 'a space' },
  { table: { version: 2, deny: ['+1900\n'] }, why: 'a line end' },
  { table: { version: 2, deny: ['+1(900|976)'] }, why: 'a pattern of another kind' },
  { table: { version: 2, deny: ['+1٩٠٠'] }, why: 'digits of another script' },
  { table: { version: 2, deny: ['+1234567890123456'] }, why: '16 digits' },
  { table: { version: 2, deny: [1900] }, why: 'a number is no prefix' },
  { table: { version: 2, deny: Array.from({ length: 2_001 }, () => '+1900') }, why: 'more than 2,000' },
])('a table is refused: $why', ({ table }) => {
  expect(DenyTable.safeParse(table).success).toBe(false);
});

test('the table that the code brings is one that an operator could put', () => {
  expect(DenyTable.parse(DEFAULT_DENY)).toEqual(DEFAULT_DENY);
  expect(DEFAULT_DENY.version).toBe(1);
});

test.each([
  ['+19005550123', 'premium rate'],
  ['+12129761234', 'paid announcements'],
  ['+14155551212', 'directory assistance'],
  ['+18005551212', 'directory assistance, toll free'],
  ['+14159501234', 'access to another carrier'],
  ['+14159581234', 'test lines'],
  ['+15005550123', 'personal numbers'],
  ['+15215550123', 'personal numbers'],
  ['+15335550123', 'personal numbers'],
  ['+15885550123', 'personal numbers'],
  ['+16005550123', 'Canadian satellite'],
  ['+16225550123', 'Canadian, non-geographic'],
  ['+17005550123', "carriers' own services"],
  ['+17105550123', 'the US government'],
  ['+445512345678', 'corporate numbers'],
  ['+445612345678', 'location-independent numbers'],
  ['+447012345678', 'personal numbers'],
  ['+447640123456', 'pagers'],
  ['+448212345678', 'schools on the internet'],
  ['+448431234567', 'shared cost'],
  ['+448711234567', 'shared cost'],
  ['+449012345678', 'premium rate'],
  ['+61131234', 'shared cost'],
  ['+611300123456', 'shared cost'],
  ['+61147123456', 'satellite'],
  ['+61163123', 'pagers'],
  ['+611900123456', 'premium rate'],
  ['+61550123456', 'location-independent numbers'],
  ['+64240123456', 'Antarctica'],
  ['+64900123456', 'premium rate'],
  ['+64701234567', 'personal numbers'],
  ['+64831234567', 'special services'],
  ['+972561234567', 'Palestinian mobiles'],
  ['+972591234567', 'Palestinian mobiles'],
  ['+97222345678', 'Palestinian lines'],
  ['+9721700123456', 'shared cost'],
  ['+9721900123456', 'premium rate'],
  ['+9721200123456', 'premium rate'],
  ['+9721212123456', 'special services'],
  ['+97215312345678', 'fax to mail'],
  ['+9721802123456', 'no freephone'],
])('%s is denied from the first day: %s', (number) => {
  expect(denies(DEFAULT_DENY, number)).toBe(true);
});

test.each([
  ['+14155550101', 'a test destination'],
  ['+12065550146', 'a test destination'],
  ['+18005550100', 'freephone'],
  ['+15205550123', 'Arizona, beside the personal 521'],
  ['+15305550123', 'California, beside the personal 532'],
  ['+15795550123', 'Quebec, beside the personal 578'],
  ['+16045550123', 'British Columbia, beside 600'],
  ['+442079460000', 'London'],
  ['+447400123456', 'a mobile'],
  ['+448001234567', 'freephone'],
  ['+448081570000', 'freephone'],
  ['+443001234567', 'at the price of a landline'],
  ['+611800123456', 'freephone'],
  ['+61412345678', 'a mobile'],
  ['+64800123456', 'freephone'],
  ['+64508123456', 'freephone'],
  ['+6473456789', 'Waikato, beside the personal 70'],
  ['+9721800123456', 'freephone'],
  ['+9721801123456', 'freephone'],
  ['+9721809123456', 'freephone'],
  ['+9721255123', 'freephone'],
  ['+97225123456', 'Jerusalem'],
  ['+972502345678', 'a mobile'],
])('%s is not denied: %s', (number) => {
  expect(denies(DEFAULT_DENY, number)).toBe(false);
});
