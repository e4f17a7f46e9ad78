import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { deleteByHand, inTheConsole, pathOf, unlinkByHand } from './carrier-console.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

const HOUR = 3_600;

const byHand = (method: string, path: string, body?: object) => inTheConsole(cloud.cloud, method, path, body);
const at = (number: string) => cloud.cloud.chime.numbers().find((one) => one.number === number);

interface Found {
  readonly number: string;
  readonly kind: string;
}
const found = async (): Promise<readonly Found[]> =>
  (await cloud.operator('GET', '/numbers/drift')).body['drift'] as readonly Found[];
const foundOf = async (number: string) => (await found()).find((one) => one.number === number);

/** What the product asked of the carrier while `during` ran. */
async function askedWhile(during: () => Promise<unknown>): Promise<readonly string[]> {
  const before = cloud.cloud.chime.requests().length;
  await during();
  return cloud.cloud.chime
    .requests()
    .slice(before)
    .map(({ operation }) => String(operation));
}
/** Compares now, while the carrier fails an operation for good: the SDK's repeats take their time. */
async function reconcileFailing(operation: string, nth = 1) {
  cloud.cloud.faults.add({ service: 'chime', operation, kind: 'error', nth, times: 3 });
  const answer = cloud.operator('POST', '/numbers/reconcile');
  await cloud.advance(5);
  return answer;
}
const placing = (client: Client & { callerId: string }) =>
  client.ask('POST', '/v1/agent/calls', {
    to: '+14155550101',
    objective: 'Ask whether they are open',
    callerId: client.callerId,
  });

test('a number missing, one extra and one with another status are each found by the next sweep, and none is destroyed', async () => {
  const lost = await cloud.client();
  const unlinked = await cloud.client();
  const relinked = await cloud.client();
  const fine = await cloud.client();
  await cloud.advance(HOUR);
  const before = await found();
  const mine = [lost, unlinked, relinked, fine].map(({ callerId }) => callerId);
  expect(before.filter(({ number }) => mine.includes(number))).toEqual([]);
  // The stock that nobody owns: each number of it can be brought in.
  expect(new Set(before.map(({ kind }) => kind))).toEqual(new Set(['extra']));
  expect(before).toHaveLength(
    cloud.cloud.chime.numbers().filter(({ number }) => !mine.includes(number)).length,
  );

  await deleteByHand(cloud.cloud, lost.callerId);
  await unlinkByHand(cloud.cloud, unlinked.callerId);
  await unlinkByHand(cloud.cloud, relinked.callerId);
  const { SipMediaApplications } = await byHand('GET', '/sip-media-applications');
  const [{ SipMediaApplicationId } = { SipMediaApplicationId: '' }] = SipMediaApplications as readonly {
    SipMediaApplicationId: string;
  }[];
  await byHand('POST', '/sip-rules', {
    Name: 'by hand',
    TriggerType: 'ToPhoneNumber',
    TriggerValue: relinked.callerId,
    TargetApplications: [{ SipMediaApplicationId, Priority: 1, AwsRegion: 'us-east-1' }],
  });
  const handmade = at(relinked.callerId)?.ruleId;
  const { E164PhoneNumbers } = await byHand('GET', '/search?type=phone-numbers&area-code=510&max-results=1');
  const [bought = ''] = E164PhoneNumbers as readonly string[];
  const order = '019cae6b-6600-7000-8000-00000000d001';
  await byHand('POST', '/phone-number-orders', {
    ProductType: 'SipMediaApplicationDialIn',
    E164PhoneNumbers: [bought],
    Name: order,
  });

  const asked = await askedWhile(() => cloud.advance(HOUR));

  expect(await foundOf(bought)).toMatchObject({
    kind: 'extra',
    orderId: order,
    accountId: null,
    repairedAt: null,
  });
  expect(await foundOf(lost.callerId)).toMatchObject({
    kind: 'missing',
    accountId: lost.accountId,
    foundAt: '2026-03-02T14:00:00.000Z',
    repairedAt: null,
  });
  for (const { callerId, accountId } of [unlinked, relinked])
    expect(await foundOf(callerId)).toMatchObject({
      kind: 'status',
      accountId,
      repairedAt: '2026-03-02T14:00:00.000Z',
    });
  // Nothing but looks, and one new rule for the number that had none.
  expect(new Set(asked)).toEqual(
    new Set(['ListPhoneNumbers', 'GetPhoneNumber', 'ListSipRules', 'CreateSipRule']),
  );
  expect(asked.filter((operation) => operation === 'CreateSipRule')).toHaveLength(1);
  expect(at(bought)).toMatchObject({ status: 'Unassigned' });
  expect(at(unlinked.callerId)).toMatchObject({ status: 'Assigned' });
  expect(at(relinked.callerId)).toMatchObject({ ruleId: handmade });

  // What the carrier hasn't is no caller ID; all others are.
  await cloud.advance(5);
  expect(await placing(lost)).toMatchObject({ status: 400, body: { error: 'caller_id_not_owned' } });
  for (const client of [unlinked, relinked, fine]) expect((await placing(client)).status).toBe(202);
  expect((await lost.ask('GET', `/v1/numbers/${encodeURIComponent(lost.callerId)}`)).body).toMatchObject({
    status: 'live',
  });
  expect(cloud.counted('NumbersDrifted', { kind: 'missing' })).toBe(1);
  expect(cloud.counted('NumbersDrifted', { kind: 'status' })).toBe(2);

  // What was mended is gone from the books an hour later; what wasn't stands since it was found.
  await cloud.advance(HOUR - 5);
  expect(await foundOf(unlinked.callerId)).toBeUndefined();
  expect(await foundOf(relinked.callerId)).toBeUndefined();
  expect(await foundOf(lost.callerId)).toMatchObject({ foundAt: '2026-03-02T14:00:00.000Z' });

  // Restored in the console it is linked again, and may be called from at once.
  await byHand('POST', `${pathOf(lost.callerId)}?operation=restore`);
  const { body } = await cloud.operator('POST', '/numbers/reconcile');
  expect((body['drift'] as readonly Found[]).find(({ number }) => number === lost.callerId)).toMatchObject({
    kind: 'status',
    repairedAt: body['reconciledAt'],
  });
  await cloud.advance(5);
  expect((await placing(lost)).status).toBe(202);
  expect(cloud.denied).toEqual([]);
});

test('of a carrier that fails after the first hundred of its list nothing is concluded, and the operator hears so', async () => {
  const acme = await cloud.client();
  for (const area of ['212', '213'])
    await byHand('POST', '/phone-number-orders', {
      ProductType: 'SipMediaApplicationDialIn',
      E164PhoneNumbers: (await byHand('GET', `/search?type=phone-numbers&area-code=${area}`))[
        'E164PhoneNumbers'
      ],
    });
  await cloud.advance(5);
  await unlinkByHand(cloud.cloud, acme.callerId);
  const before = (await cloud.operator('GET', '/numbers/drift')).body;

  expect(await reconcileFailing('ListPhoneNumbers', 2)).toMatchObject({
    status: 502,
    body: { error: 'provider_failed' },
  });

  expect((await cloud.operator('GET', '/numbers/drift')).body).toEqual(before);
  expect((await placing(acme)).status).toBe(202);
  expect(at(acme.callerId)).toMatchObject({ status: 'Unassigned' });

  await cloud.operator('POST', '/numbers/reconcile');
  expect(at(acme.callerId)).toMatchObject({ status: 'Assigned' });
  expect((await found()).filter(({ number }) => number.startsWith('+1213'))).toHaveLength(60);
});

test('a link that can’t be mended stays in the books, and harms nothing else', async () => {
  const acme = await cloud.client();
  const other = await cloud.client();
  await unlinkByHand(cloud.cloud, acme.callerId);
  await deleteByHand(cloud.cloud, other.callerId);

  await reconcileFailing('CreateSipRule');

  expect(await foundOf(acme.callerId)).toMatchObject({ kind: 'status', repairedAt: null });
  expect(await foundOf(other.callerId)).toMatchObject({ kind: 'missing' });
  await cloud.operator('POST', '/numbers/reconcile');
  expect(at(acme.callerId)).toMatchObject({ status: 'Assigned' });
});

test('a number that goes while the books are compared is not told of', async () => {
  const goesAt = new Date(cloud.cloud.clock.now() + 60_000);
  goesAt.setUTCMonth(goesAt.getUTCMonth() - 1);
  const acme = await cloud.client({ anchor: goesAt.toISOString() });
  const { callerId } = acme;
  await acme.ask('POST', `/v1/numbers/${encodeURIComponent(callerId)}/release`, { confirm: callerId });
  await cloud.advance(59);
  expect(at(callerId)).toMatchObject({ status: 'Assigned' });

  // The carrier's list is read, and then the table keeps us waiting until the number is gone.
  cloud.cloud.faults.add({
    service: 'dynamodb',
    operation: 'Query',
    function: 'RestApiOperator',
    kind: 'timeout',
    nth: 1,
    times: 1,
  });
  const compared = cloud.operator('POST', '/numbers/reconcile');
  await cloud.advance(20);

  expect((await compared).status).toBe(200);
  expect(at(callerId)).toMatchObject({ status: 'ReleaseInProgress' });
  expect(await foundOf(callerId)).toBeUndefined();
});
