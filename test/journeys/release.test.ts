import { type Client, type Heard, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';
import { deleteByHand, inTheConsole, pathOf } from './carrier-console.ts';
import { executionsOf, startAgain, stopExecution } from './executions.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
let number: string;
/** The end of the account's cycle, in milliseconds since 1970. */
let releaseAt: number;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
/** An account whose cycle ends in ten minutes. */
beforeEach(async () => {
  releaseAt = cloud.cloud.clock.now() + 600_000;
  acme = await cloud.client({ anchor: aMonthBefore(releaseAt) });
  number = acme.callerId;
});
afterAll(() => cloud.stop());

const aMonthBefore = (millis: number) => {
  const date = new Date(millis);
  date.setUTCMonth(date.getUTCMonth() - 1);
  return date.toISOString();
};
const ORDER = { to: '+14155550101', objective: 'Ask whether they are open' };
const urlOf = (of = number) => `/v1/numbers/${encodeURIComponent(of)}`;
const giveBack = (confirm: unknown = number, by: Client = acme) =>
  by.ask('POST', `${urlOf()}/release`, { confirm });
const read = () => acme.ask('GET', urlOf());
const used = async () => (await acme.ask('GET', '/v1/account')).body['numbers'];
/** Moves time to so many seconds after the end of the cycle. */
const until = (seconds: number) => cloud.advance((releaseAt - cloud.cloud.clock.now()) / 1000 + seconds);
const atCarrier = () => cloud.cloud.chime.numbers().find((one) => one.number === number);
/** Somebody calls the number; a second later this stands in the carrier's books. */
const ring = async () => {
  const { transactionId } = cloud.cloud.chime.inbound({ to: number, from: '+14155550177' });
  await cloud.advance(1);
  const record = cloud.cloud.chime.calls().find((call) => call.transactionId === transactionId);
  if (!record) throw new Error('the carrier knows no such call');
  return record;
};
const executions = () => executionsOf(cloud.cloud, acme.accountId);
/** What the carrier was asked to change, since so many of its requests, with the instant of each. */
const changes = (from = 0) =>
  cloud.cloud.chime
    .requests()
    .slice(from)
    .filter(({ operation }) => /^(Update|Delete)(SipRule|PhoneNumber)$/.test(operation ?? ''))
    .map(({ at, operation }) => `${at} ${operation ?? ''}`);
const asked = () => cloud.cloud.chime.requests().length;
const stop = async () => {
  for (const execution of executions()) await stopExecution(cloud.cloud, execution);
};

test('a number that was given back works to the last second of the cycle, and then it is gone', async () => {
  await booksOf(cloud.cloud).answeredBy(number, {});
  const from = asked();
  const { status, body } = await giveBack();
  expect({ status, body }).toEqual({
    status: 202,
    body: { number, status: 'live', releaseAt: new Date(releaseAt).toISOString() },
  });
  expect(await used()).toEqual({ included: 5, used: 0 });
  // It will wait until the number is gone.
  const late = await acme.place({ ...ORDER, notBefore: new Date(releaseAt + 30_000).toISOString() });
  await acme.ask('PATCH', '/v1/account', { defaults: { callerId: number } });

  await until(-60);
  expect((await read()).body).toMatchObject({ status: 'live', releaseAt: body['releaseAt'] });
  const last = await acme.place({ ...ORDER, callerId: number });
  expect((await ring()).answeredAt).not.toBeNull();
  await until(-1);
  expect(await acme.call(last)).toMatchObject({ status: 'completed', callerId: number });
  expect((await acme.ask('POST', '/v1/agent/calls', { ...ORDER, dryRun: true })).status).toBe(200);
  expect(changes(from)).toEqual([]);

  await until(1);
  const at = new Date(releaseAt).toISOString();
  expect(changes(from)).toEqual([`${at} UpdateSipRule`, `${at} DeleteSipRule`, `${at} DeletePhoneNumber`]);
  expect(atCarrier()).toMatchObject({ status: 'ReleaseInProgress', ruleId: null });
  await expect(ring()).rejects.toThrow('Nobody takes calls');
  expect([(await read()).status, (await giveBack()).status]).toEqual([404, 404]);
  expect((await acme.ask('GET', '/v1/numbers')).body).toEqual({ numbers: [], nextCursor: null });

  await cloud.advance(60);
  expect(await acme.call(late)).toMatchObject({ status: 'failed', error: 'caller_id_not_owned' });
  for (const callerId of [number, undefined])
    expect((await acme.ask('POST', '/v1/agent/calls', { ...ORDER, callerId })).body['error']).toBe(
      'caller_id_not_owned',
    );
  expect(await used()).toEqual({ included: 5, used: 0 });
});

test('it is given back once, however often and however many at once ask', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => giveBack()));
  await until(-1);
  answers.push(await giveBack());

  expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`))).toEqual(
    new Set([
      `202 {"number":"${number}","status":"live","releaseAt":"${new Date(releaseAt).toISOString()}"}`,
    ]),
  );
  expect(await used()).toEqual({ included: 5, used: 0 });
  await until(1);
  expect(executions()).toHaveLength(1);
  expect(executions()[0]?.states.map(({ name }) => name)).toEqual([
    'Step',
    'Done',
    'Wait',
    'Step',
    'Done',
    'End',
  ]);
});

test('only the number itself, typed to the last digit, gives a number back', async () => {
  const wrong = [undefined, null, '', number.slice(1), ` ${number}`, `${number} `, Number(number), [number]];
  const answers: Heard[] = [];
  for (const confirm of [...wrong, '+14155550101', encodeURIComponent(number)])
    answers.push(await acme.ask('POST', `${urlOf()}/release`, { confirm }));

  expect(new Set(answers.map(({ status, body }) => `${status} ${String(body['error'])}`))).toEqual(
    new Set(['400 confirmation_mismatch']),
  );
  expect((await read()).body).toMatchObject({ status: 'live', releaseAt: null });
});

test('another account’s number is no other than one that nobody has', async () => {
  const other = await cloud.client();
  const nobodys = '+14155559999';

  const foreign = await giveBack(number, other);
  const unknown = await other.ask('POST', `${urlOf(nobodys)}/release`, { confirm: nobodys });

  expect([foreign.status, foreign.body]).toEqual([404, unknown.body]);
  expect((await read()).body).toMatchObject({ releaseAt: null });
});

test('what is being ordered can’t be given back: the carrier’s choice is shown to nobody, a listed one isn’t live', async () => {
  await cloud.operator('PATCH', `/accounts/${acme.accountId}`, { limits: { listing: true } });
  await cloud.advance(5);
  const query = 'provider=chime&country=US&searchBy=areaCode&q=415';
  const { body } = await acme.ask('GET', `/v1/available-numbers?${query}`);
  const [{ number: listed } = { number: '' }] = body['numbers'] as { number: string }[];
  await acme.ask('POST', '/v1/number-orders', { number: listed, nickname: 'Front desk' });
  const { body: order } = await acme.ask('POST', '/v1/number-orders', { areaId: 'US-510' });
  await cloud.advance(1);
  const bought = cloud.cloud.chime.orders().find(({ name }) => name === order['orderId']);
  const chosen = bought?.numbers[0]?.number ?? '';

  const release = (of: string) => acme.ask('POST', `${urlOf(of)}/release`, { confirm: of });
  expect((await release(chosen)).body['error']).toBe('not_found');
  expect((await release(listed)).body['error']).toBe('number_not_live');
  await cloud.advance(30);
  expect([(await release(chosen)).status, (await release(listed)).status]).toEqual([202, 202]);
  expect(await used()).toEqual({ included: 5, used: 1 });
});

test.each(['suspended', 'trialing'])('an account that is %s may give its numbers back', async (status) => {
  const trialEndsAt = new Date(cloud.cloud.clock.now()).toISOString();
  await cloud.operator('PATCH', `/accounts/${acme.accountId}`, { status, trialEndsAt });
  await cloud.advance(5);

  expect((await giveBack()).status).toBe(202);
  await until(1);
  expect(atCarrier()?.status).toBe('ReleaseInProgress');
});

test('a call that is up at that instant goes on to its end', async () => {
  await giveBack();
  await until(-20);
  const id = await acme.place({ ...ORDER, to: '+14155550140', maxDurationSec: 60 });
  await until(5);

  expect(atCarrier()?.status).toBe('ReleaseInProgress');
  expect((await acme.call(id))['status']).toBe('in_progress');
  await until(120);
  expect(await acme.call(id)).toMatchObject({ status: 'completed', endReason: 'max_duration' });
});

test('whoever is late with it: from its last instant on it is refused, and shown as it is', async () => {
  await giveBack();
  await stop();
  await until(0);

  expect((await read()).body).toMatchObject({ status: 'releasing' });
  expect((await giveBack()).body).toMatchObject({ status: 'releasing' });
  const order = { ...ORDER, callerId: number };
  expect((await acme.ask('POST', '/v1/agent/calls', order)).body['error']).toBe('caller_id_not_owned');
  expect((await ring()).answeredAt).toBeNull();
  expect(atCarrier()?.status).toBe('Assigned');
});

test('if its workflow is stopped, another takes it down minutes later', async () => {
  await giveBack();
  await stop();
  await until(-1);
  expect(atCarrier()?.status).toBe('Assigned');

  await until(240);

  expect(atCarrier()?.status).toBe('ReleaseInProgress');
  expect((await read()).status).toBe(404);
  expect(executions().map(({ name, status }) => [name.slice(-2), status])).toEqual([
    ['-1', 'ABORTED'],
    ['-2', 'SUCCEEDED'],
  ]);
});

test('a workflow that is started a day early by hand waits for the instant in the row', async () => {
  const bell = await cloud.client({ anchor: aMonthBefore(releaseAt + 86_400_000) });
  number = bell.callerId;
  releaseAt += 86_400_000;
  acme = bell;
  const from = asked();
  await giveBack();
  await stop();
  const [execution] = executions();
  if (execution) await startAgain(cloud.cloud, execution);

  await until(-1);
  expect(changes(from)).toEqual([]);
  await until(1);
  expect(changes(from)).toHaveLength(3);
  expect(executions().map(({ status }) => status)).toEqual(['ABORTED', 'SUCCEEDED']);
});

test('of two workflows at once one asks the carrier', async () => {
  const from = asked();
  await giveBack();
  const [execution] = executions();
  if (execution) await startAgain(cloud.cloud, execution);
  await until(120);

  expect(changes(from)).toHaveLength(3);
  expect(executions().map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
});

test('a number that somebody has deleted at the carrier is closed without another word', async () => {
  await giveBack();
  await deleteByHand(cloud.cloud, number);
  const from = asked();
  await until(1);

  expect((await read()).status).toBe(404);
  expect(changes(from)).toEqual([]);
});

test('a number that the carrier won’t delete for days is asked for again, and told of after one', async () => {
  const { faults } = cloud.cloud;
  const deletes = () => cloud.requests.filter(({ operation }) => operation === 'DeletePhoneNumber').length;
  const before = deletes();
  faults.add({ service: 'chime', operation: 'DeletePhoneNumber', kind: 'error', nth: 1, times: 50 });
  await giveBack();
  await until(86_400 - 1);
  expect(cloud.counted('ReleasesLate')).toBe(0);
  expect((await read()).body).toMatchObject({ status: 'releasing' });
  await until(86_400 + 60);
  expect(cloud.counted('ReleasesLate')).toBe(1);

  // An SDK asks three times: it is the seventeenth try, two days after the first, that is let through.
  await until(2 * 86_400 + 60);
  faults.clear();
  expect(deletes() - before).toBe(51);
  expect((await read()).status).toBe(404);
  expect(atCarrier()?.status).toBe('ReleaseInProgress');
  expect(executions()).toHaveLength(1);
});

test('a number that was released may be brought in by another account, and is all its own', async () => {
  const bell = await cloud.client({ plan: 'pro' });
  await giveBack();
  await until(1);
  await inTheConsole(cloud.cloud, 'POST', `${pathOf(number)}?operation=restore`);

  const bringIn = { accountId: bell.accountId, provider: 'chime', number };
  expect((await cloud.operator('POST', '/number-imports', bringIn)).status).toBe(201);

  expect((await bell.ask('GET', urlOf())).body).toMatchObject({ status: 'live', releaseAt: null });
  expect((await read()).status).toBe(404);
  await cloud.advance(3_600);
  expect(atCarrier()?.status).toBe('Assigned');
});
