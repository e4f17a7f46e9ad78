import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { aCarrier, aRule, numberPath, order, OURS, search, WEEK_SEC } from './a-carrier.ts';

test('the account begins with numbers that are real and free, enough for a test of many accounts', () => {
  const numbers = aCarrier().chime.numbers();

  expect(numbers.every(({ status }) => status === 'Unassigned')).toBe(true);
  expect(
    Object.fromEntries(
      Map.groupBy(numbers, ({ country }) => country)
        .entries()
        .map(([country, all]) => [country, all.length]),
    ),
  ).toEqual({
    US: 24,
    CA: 12,
    GB: 2,
  });
  for (const { number, country } of numbers) {
    const parsed = parsePhoneNumberFromString(number);
    expect([number, parsed?.isValid(), parsed?.country]).toEqual([number, true, country]);
  }
});

test('a number outside the US is for SIP media applications only', async () => {
  const carrier = aCarrier();
  const [london = ''] = await search(carrier, 'country=GB&city=London&phone-number-type=Local');

  const ordered = await carrier.request('POST', '/phone-number-orders', {
    ProductType: 'VoiceConnector',
    E164PhoneNumbers: [london],
  });
  const changed = await carrier.request('POST', numberPath('+442079460991'), {
    ProductType: 'VoiceConnector',
  });

  expect([ordered.status, changed.status]).toEqual([400, 400]);
});

test('a rule is made for a number of ours, for an application of ours, once', async () => {
  const carrier = aCarrier();
  const target = { SipMediaApplicationId: 'no-such', Priority: 1, AwsRegion: 'us-east-1' };

  const foreign = await aRule(carrier, '+14155550100');
  const nowhere = await aRule(carrier, OURS, { TargetApplications: [target] });
  const host = await aRule(carrier, 'abc.voiceconnector.chime.aws', { TriggerType: 'RequestUriHostname' });
  const badName = await aRule(carrier, OURS, { Name: 'rule/1' });
  const made = await aRule(carrier, OURS);
  const twice = await aRule(carrier, OURS);

  expect([foreign, nowhere, host, badName].map(({ status, error }) => [status, error])).toEqual(
    Array.from({ length: 4 }, () => [400, 'BadRequestException']),
  );
  expect(made.status).toBe(201);
  expect([twice.status, twice.error]).toEqual([409, 'ConflictException']);
  expect(carrier.chime.numbers()[0]).toMatchObject({ number: OURS, status: 'Assigned' });
});

test('a number is released step by step: the rule disabled, deleted, then the number', async () => {
  const carrier = aCarrier();
  const { body } = await aRule(carrier, OURS);
  const rulePath = `/sip-rules/${(body['SipRule'] as { SipRuleId: string }).SipRuleId}`;

  const early = await carrier.request('DELETE', numberPath(OURS));
  const enabled = await carrier.request('DELETE', rulePath);
  const disabled = await carrier.request('PUT', rulePath, { Name: 'rule', Disabled: true });
  const deleted = await carrier.request('DELETE', rulePath);
  const gone = await carrier.request('DELETE', rulePath);
  const released = await carrier.request('DELETE', numberPath(OURS));

  expect(early).toMatchObject({ status: 400, body: { Code: 'PhoneNumberAssociationsExist' } });
  expect(enabled).toMatchObject({ status: 409, error: 'ConflictException' });
  expect([disabled.status, deleted.status, gone.status, released.status]).toEqual([202, 204, 404, 204]);
});

test('a deleted number waits seven days, during which it comes back if it is wanted', async () => {
  const carrier = aCarrier();
  const inPath = numberPath(OURS);

  await carrier.request('DELETE', inPath);
  await carrier.advance(WEEK_SEC - 1);
  expect((await carrier.request('GET', inPath)).body).toMatchObject({
    PhoneNumber: { Status: 'ReleaseInProgress', DeletionTimestamp: '2026-03-08T12:00:00.000Z' },
  });
  expect((await carrier.request('DELETE', inPath)).status).toBe(400);
  expect((await aRule(carrier, OURS)).status).toBe(400);
  expect((await carrier.request('POST', `${inPath}?operation=restore`)).body).toMatchObject({
    PhoneNumber: { Status: 'Unassigned' },
  });

  await carrier.request('DELETE', inPath);
  await carrier.advance(WEEK_SEC);
  expect((await carrier.request('GET', inPath)).status).toBe(404);
  expect((await carrier.request('POST', `${inPath}?operation=restore`)).status).toBe(404);
});

test('one attribute of a number is changed at a time', async () => {
  const carrier = aCarrier();

  const both = await carrier.request('POST', numberPath(OURS), { Name: 'a', CallingName: 'Acme' });
  const none = await carrier.request('POST', numberPath(OURS), {});
  const named = await carrier.request('POST', numberPath(OURS), { CallingName: 'Acme' });
  const renamed = await carrier.request('POST', numberPath(OURS), { CallingName: 'Other' });
  const british = await carrier.request('POST', numberPath('+442079460991'), { CallingName: 'Acme' });
  await carrier.advance(3 * 24 * 3_600);
  const later = await carrier.request('GET', numberPath(OURS));

  expect([both.status, none.status, renamed.status, british.status]).toEqual([400, 400, 400, 400]);
  expect(named.body).toMatchObject({ PhoneNumber: { CallingNameStatus: 'UpdateInProgress' } });
  expect(later.body).toMatchObject({
    PhoneNumber: { CallingName: 'Acme', CallingNameStatus: 'UpdateSucceeded' },
  });
});

test.each(['+14155550190', '%2B14155550190', '%252B14155550190', '14155550190'])(
  'a number is found by its id as %s',
  async (id) => {
    const { body } = await aCarrier().request('GET', `/phone-numbers/${id}`);

    expect(body).toMatchObject({ PhoneNumber: { E164PhoneNumber: OURS, PhoneNumberId: '%2B14155550190' } });
  },
);

test('what is not played is answered so, and not taken for something else', async () => {
  const carrier = aCarrier();

  const batch = await carrier.request('POST', '/phone-numbers?operation=batch-delete', {
    PhoneNumberIds: [OURS],
  });
  const unknown = await carrier.request('GET', '/voice-connectors');
  const noJson = await carrier.chime.handle({
    method: 'POST',
    path: '/sip-rules',
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.from('{'),
  });

  expect([batch.status, batch.error]).toEqual([404, 'UnknownOperationException']);
  expect([unknown.status, unknown.error]).toEqual([404, 'UnknownOperationException']);
  expect(noJson.status).toBe(400);
});

test('a restart keeps numbers, orders and rules', async () => {
  const before = aCarrier();
  const [wanted = '', other = ''] = await search(before, 'area-code=415');
  await order(before, wanted);
  before.chime.takeAway(other);
  await aRule(before, OURS);
  const kept: unknown = JSON.parse(JSON.stringify(before.chime.snapshot()));

  const after = aCarrier();
  after.chime.restore(kept);
  await after.advance(5);

  const numbers = after.chime.numbers();
  expect(numbers).toHaveLength(39);
  expect(numbers.find(({ number }) => number === OURS)?.status).toBe('Assigned');
  expect(numbers.find(({ number }) => number === wanted)?.status).toBe('Unassigned');
  expect(after.chime.orders()).toMatchObject([{ status: 'Successful' }]);
  expect(after.smaId).toBe(before.smaId);
  expect(await search(after, 'area-code=415')).not.toContain(other);
  expect(() => after.chime.restore({ numbers: 'all' })).toThrow();
});

test('the books list every control request with its answer', async () => {
  const carrier = aCarrier();

  await carrier.request('GET', numberPath(OURS));
  await carrier.advance(1);
  await carrier.request('DELETE', '/sip-rules/none');

  expect(carrier.chime.requests()).toEqual([
    {
      at: '2026-03-01T12:00:00.000Z',
      operation: 'GetPhoneNumber',
      method: 'GET',
      path: '/phone-numbers/%2B14155550190',
      status: 200,
    },
    {
      at: '2026-03-01T12:00:01.000Z',
      operation: 'DeleteSipRule',
      method: 'DELETE',
      path: '/sip-rules/none',
      status: 404,
    },
  ]);
});
