import { DEFAULT_DENY } from '../../lambdas/domain/deny-table.ts';
import { checkCallerIdForm, checkDestination } from '../../lambdas/domain/destination.ts';

const check = (raw: string) => checkDestination(raw, DEFAULT_DENY);

test.each([
  { raw: '', why: 'nothing' },
  { raw: '+', why: 'no digits' },
  { raw: '4155550101', why: 'no plus' },
  { raw: '0014155550101', why: 'an international prefix in place of the plus' },
  { raw: '+04155550101', why: 'no calling code begins with 0' },
  { raw: '+123456', why: 'six digits' },
  { raw: '+1415555010100000', why: 'sixteen digits' },
  { raw: ' +14155550101', why: 'a space before' },
  { raw: '+14155550101 ', why: 'a space after' },
  { raw: '+14155550101\n', why: 'a line end' },
  { raw: '+1 415 555 0101', why: 'spaces within' },
  { raw: '+1-415-555-0101', why: 'hyphens' },
  { raw: '+1(415)5550101', why: 'brackets' },
  { raw: '+14155550101x5', why: 'an extension' },
  { raw: '+14155550101;ext=5', why: 'an extension' },
  { raw: 'tel:+14155550101', why: 'a URI' },
  { raw: 'sip:+14155550101@example.com', why: 'a URI' },
  { raw: '+14155550101,,5', why: 'digits to send after' },
  { raw: '+1415555O101', why: 'the letter O' },
  { raw: '+1800FLOWERS', why: 'letters' },
  { raw: '＋14155550101', why: 'a full-width plus' },
  { raw: '+１４１５５５５０１０１', why: 'full-width digits' },
  { raw: '+١٤١٥٥٥٥٠١٠١', why: 'Arabic digits' },
  { raw: '+14155550101\u0000', why: 'a null character' },
  { raw: '++14155550101', why: 'two pluses' },
  { raw: '911', why: 'an emergency number' },
  { raw: '+911', why: 'an emergency number' },
  { raw: '112', why: 'an emergency number' },
])('P1: "$raw" is not E.164: $why', ({ raw }) => {
  expect(check(raw)).toEqual({
    allowed: false,
    token: 'invalid_number',
    reason: 'must be E.164: + and 7 to 15 digits',
  });
});

test.each([
  { raw: '+4402079460000', why: 'the national 0 is left in' },
  { raw: '+610412345678', why: 'the national 0 is left in' },
  { raw: '+114155550101', why: 'the national 1 is left in' },
  { raw: '+21012345678', why: 'a calling code that nobody has' },
  { raw: '+999123456789', why: 'a calling code that nobody has' },
])('P2: $raw is not how the number is written: $why', ({ raw }) => {
  expect(check(raw)).toEqual({
    allowed: false,
    token: 'invalid_number',
    reason: 'is not the canonical E.164 form of any number',
  });
});

const outside = 'is outside the countries that can be called (US, CA, GB, AU, NZ, IL)';

test.each([
  { raw: '+33123456789', why: 'France' },
  { raw: '+4930123456', why: 'Germany' },
  { raw: '+390612345678', why: 'Italy' },
  { raw: '+5511912345678', why: 'Brazil' },
  { raw: '+79161234567', why: 'Russia' },
  { raw: '+25261234567', why: 'Somalia' },
  { raw: '+970599123456', why: 'Palestine' },
  { raw: '+870773111632', why: 'Inmarsat' },
  { raw: '+881612345678', why: 'Iridium' },
  { raw: '+883510012345', why: 'an international network' },
  { raw: '+80012345678', why: 'international freephone' },
  { raw: '+979123456789', why: 'international premium rate' },
])('P3: $raw is possible in a country that is not called: $why', ({ raw }) => {
  expect(check(raw)).toEqual({ allowed: false, token: 'destination_blocked', reason: outside });
});

test.each([
  { raw: '+331234567', why: 'too short for France' },
  { raw: '+3312345678901', why: 'too long for France' },
  { raw: '+8001234567', why: 'too short for international freephone' },
])('P3: $raw is no number of its country: $why', ({ raw }) => {
  expect(check(raw)).toEqual({
    allowed: false,
    token: 'invalid_number',
    reason: 'is not a possible number of its country',
  });
});

test.each([
  { raw: '+17872345678', why: 'Puerto Rico' },
  { raw: '+13402345678', why: 'the US Virgin Islands' },
  { raw: '+16713001234', why: 'Guam' },
  { raw: '+16702345678', why: 'the Northern Marianas' },
  { raw: '+16846221234', why: 'American Samoa' },
  { raw: '+18762345678', why: 'Jamaica' },
  { raw: '+18092345678', why: 'the Dominican Republic' },
  { raw: '+12423456789', why: 'the Bahamas' },
  { raw: '+14412921234', why: 'Bermuda' },
  { raw: '+441534456789', why: 'Jersey' },
  { raw: '+441481256789', why: 'Guernsey' },
  { raw: '+447781123456', why: 'a mobile of Guernsey' },
  { raw: '+441624756789', why: 'the Isle of Man' },
  { raw: '+447624123456', why: 'a mobile of the Isle of Man' },
  { raw: '+61891621234', why: 'the Cocos Islands' },
  { raw: '+61891641234', why: 'Christmas Island' },
  { raw: '+17871234567', why: 'Puerto Rico, though nobody has it' },
  { raw: '+441624960000', why: 'the Isle of Man, though nobody has it' },
])('P4: $raw shares a calling code but not the country: $why', ({ raw }) => {
  expect(check(raw)).toEqual({ allowed: false, token: 'destination_blocked', reason: outside });
});

test.each([
  { raw: '+11234567890', why: 'an area code may not begin with 1' },
  { raw: '+14151234567', why: 'an exchange may not begin with 1' },
  { raw: '+12005550123', why: 'an area code that nobody has' },
  { raw: '+19115550123', why: '911 as an area code' },
  { raw: '+1415555010', why: 'a digit short' },
  { raw: '+141555501012', why: 'a digit long' },
  { raw: '+17005550123', why: "a carrier's own service" },
  { raw: '+441234567', why: 'too short' },
  { raw: '+449991234567', why: 'begins with 999' },
  { raw: '+44118500', why: 'British directory enquiries' },
  { raw: '+6411111111', why: 'begins with 111' },
  { raw: '+641234567', why: 'nobody has it' },
  { raw: '+972591234567', why: 'not in the Israeli plan' },
])('P5: $raw is not valid: $why', ({ raw }) => {
  expect(check(raw)).toEqual({
    allowed: false,
    token: 'invalid_number',
    reason: 'is not a valid number of its country',
  });
});

test.each(['+14159110123', '+14154110123', '+14152110123', '+16046110123', '+18009110123'])(
  'P5: %s has a service code for its exchange',
  (raw) => {
    expect(check(raw)).toEqual({
      allowed: false,
      token: 'invalid_number',
      reason: 'has a service code such as 911 for its exchange',
    });
  },
);

test.each([
  { raw: '+19005550123', type: 'premium rate' },
  { raw: '+15215550123', type: 'personal number' },
  { raw: '+447012345678', type: 'personal number' },
  { raw: '+447640123456', type: 'pager' },
  { raw: '+445512345678', type: 'uan' },
  { raw: '+449012345678', type: 'premium rate' },
  { raw: '+448431234567', type: 'premium rate' },
  { raw: '+611300123456', type: 'shared cost' },
  { raw: '+61131234', type: 'shared cost' },
  { raw: '+611900123456', type: 'premium rate' },
  { raw: '+64900123456', type: 'premium rate' },
  { raw: '+64831234567', type: 'uan' },
  { raw: '+9721700123456', type: 'shared cost' },
  { raw: '+9721900123456', type: 'premium rate' },
  { raw: '+9721599123456', type: 'uan' },
  { raw: '+97215112345678', type: 'voicemail' },
  { raw: '+13101234', type: 'uan' },
])('P6: $raw is refused by its type, $type, whatever the deny table says', ({ raw, type }) => {
  expect(checkDestination(raw, { version: 2, deny: [] })).toEqual({
    allowed: false,
    token: 'destination_blocked',
    reason: `is of a type that is never called (${type})`,
  });
});

test.each([
  { raw: '+12129761234', why: 'paid announcements' },
  { raw: '+14155551212', why: 'directory assistance' },
  { raw: '+18005551212', why: 'directory assistance, toll free' },
  { raw: '+16005550123', why: 'Canadian satellite, which is valid and of an allowed type' },
  { raw: '+445612345678', why: 'location-independent' },
  { raw: '+61147123456', why: 'satellite, which is valid and of an allowed type' },
  { raw: '+972561234567', why: 'a Palestinian mobile' },
  { raw: '+97222345678', why: 'a Palestinian line' },
  { raw: '+97215312345678', why: 'fax to mail, which passes for a landline' },
])('P7: $raw is in the deny table: $why', ({ raw }) => {
  expect(check(raw)).toEqual({
    allowed: false,
    token: 'destination_blocked',
    reason: 'is in a range of numbers that is never called',
  });
});

test("P7: the operator's table takes the place of the one in the code", () => {
  expect(checkDestination('+14155550101', { version: 2, deny: ['+1415'] })).toMatchObject({
    allowed: false,
    token: 'destination_blocked',
  });
  expect(checkDestination('+12129761234', { version: 2, deny: ['+1415'] })).toMatchObject({ allowed: true });
});

test.each([
  { raw: '+14155550101', region: 'US', why: 'a test destination' },
  { raw: '+12065550146', region: 'US', why: 'a test destination' },
  { raw: '+14155552671', region: 'US', why: 'a line' },
  { raw: '+18005550199', region: 'US', why: 'freephone' },
  { raw: '+15202345678', region: 'US', why: 'Arizona' },
  { raw: '+16045550123', region: 'CA', why: 'Vancouver' },
  { raw: '+442079460000', region: 'GB', why: 'London' },
  { raw: '+447400123456', region: 'GB', why: 'a mobile' },
  { raw: '+448081570000', region: 'GB', why: 'freephone' },
  { raw: '+443001234567', region: 'GB', why: '03, at the price of a landline' },
  { raw: '+61212345678', region: 'AU', why: 'Sydney' },
  { raw: '+61412345678', region: 'AU', why: 'a mobile' },
  { raw: '+611800123456', region: 'AU', why: 'freephone' },
  { raw: '+6493123456', region: 'NZ', why: 'Auckland' },
  { raw: '+64211234567', region: 'NZ', why: 'a mobile' },
  { raw: '+64800123456', region: 'NZ', why: 'freephone' },
  { raw: '+97235123456', region: 'IL', why: 'Tel Aviv' },
  { raw: '+972502345678', region: 'IL', why: 'a mobile' },
  { raw: '+972771234567', region: 'IL', why: 'over the internet' },
  { raw: '+9721800123456', region: 'IL', why: 'freephone' },
])('$raw may be called, in $region: $why', ({ raw, region }) => {
  expect(check(raw)).toEqual({ allowed: true, number: raw, region });
});

test('every test destination of an area code may be called', () => {
  for (let line = 100; line <= 199; line += 1) {
    expect(check(`+14155550${String(line)}`)).toMatchObject({ allowed: true });
  }
});

test.each([
  { raw: '+14155550101', allowed: true, why: 'a number' },
  { raw: '+33123456789', allowed: true, why: 'whose it is, is asked later' },
  { raw: '+1415555010', allowed: true, why: 'whether it exists, is asked later' },
  { raw: '4155550101', allowed: false, why: 'no plus' },
  { raw: '+14155550101 ', allowed: false, why: 'a space' },
  { raw: '+4402079460000', allowed: false, why: 'not canonical' },
  { raw: 'anonymous', allowed: false, why: 'no number' },
])('the caller ID "$raw" has a good form: $allowed ($why)', ({ raw, allowed }) => {
  const answer = checkCallerIdForm(raw);
  expect(answer).toMatchObject(allowed ? { allowed, number: raw } : { allowed, token: 'invalid_caller_id' });
});
