import { untilAnswered } from './a-bad-day.ts';
import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };
/** Somebody whose every turn takes twenty seconds. */
const TALKER = '+14155550177';
/** The carrier tells nothing of a call to this number, and the phone rings. */
const UNHEARD = '+14155550146';

let cloud: TestCloud;
/** How many requests to hang up are still lost. */
let lost = 0;
beforeAll(async () => {
  cloud = await aLocalCloud(undefined, {
    answerInstead({ operation }) {
      if (operation !== 'UpdateSipMediaApplicationCall' || lost === 0) return undefined;
      lost -= 1;
      return { status: 500, headers: {}, body: '{}' };
    },
  });
  cloud.cloud.chime.script(TALKER, { neverSilent: true, turnSec: 20 });
});
afterEach(() => {
  lost = 0;
});

const cancel = (client: Client, id: string) => client.ask('POST', `/v1/agent/calls/${id}/cancel`);
const recordsOf = (id: string) => cloud.cloud.chime.calls().filter(({ callId }) => callId === id);
const after = (seconds: number) => new Date(cloud.cloud.clock.now() + seconds * 1000).toISOString();
const hangUpsAsked = () =>
  cloud.cloud.chime.requests().filter(({ operation }) => operation === 'UpdateSipMediaApplicationCall')
    .length;
const CANCELED = { status: 'failed', error: 'canceled', endReason: 'canceled' };

async function expectNothingLeft({ accountId }: Client): Promise<void> {
  const books = booksOf(cloud.cloud);
  expect((await books.minutes(accountId)).reserved).toBe(0);
  expect(await books.minutes(accountId)).toEqual(await books.recount(accountId));
  const calls = (await books.all('Calls')).filter(({ pk }) => String(pk).startsWith(`A#${accountId}`));
  expect(calls.filter((item) => 'due' in item || String(item['pk']).endsWith('#LINE'))).toEqual([]);
  const open = (await books.all('Accounts')).filter(({ pk, sk }) => pk === `A#${accountId}` && sk === 'OPEN');
  expect(open.map(({ calls: count }) => count)).toEqual(open.map(() => 0));
}

test('a queued call that is canceled is over at once, and never dialed', async () => {
  const acme = await cloud.client();
  const id = await acme.place({ ...GOOD, notBefore: after(300) });

  const answer = await cancel(acme, id);
  expect(answer).toMatchObject({ status: 200, body: { id, ...CANCELED, billedMinutes: 0, startedAt: null } });
  expect(answer.body).toEqual(await acme.call(id));
  await expectNothingLeft(acme);
  await cloud.advance(600);

  expect(recordsOf(id)).toEqual([]);
  expect((await cancel(acme, id)).body).toEqual(answer.body);
});

test('a call that is canceled while it waits in its account’s line leaves it, and holds up nobody', async () => {
  const acme = await cloud.client({ limits: { concurrentCalls: 1 } });
  await acme.place({ ...GOOD, to: TALKER, maxDurationSec: 60 });
  await cloud.advance(2);
  const first = await acme.place(GOOD);
  await cloud.advance(1);
  const second = await acme.place(GOOD);
  await cloud.advance(2);

  expect((await cancel(acme, first)).body).toMatchObject(CANCELED);
  await cloud.advance(180);

  expect(recordsOf(first)).toEqual([]);
  expect((await acme.call(second))['status']).toBe('completed');
  await expectNothingLeft(acme);
});

test('a ringing call that is canceled rings out, and fails as canceled', async () => {
  const acme = await cloud.client();
  const id = await acme.place({ ...GOOD, to: '+14155550130' });
  await cloud.advance(5);
  expect(recordsOf(id)[0]?.ringAt).not.toBeNull();

  expect((await cancel(acme, id)).status).toBe(200);
  await cloud.advance(100);

  expect(await acme.call(id)).toMatchObject({ ...CANCELED, startedAt: null, billedMinutes: 0 });
  await expectNothingLeft(acme);
});

test('whoever answers a call that was canceled while it rang hears nothing, and nobody pays', async () => {
  const acme = await cloud.client();
  cloud.cloud.chime.script('+14155550178', { ringSec: 30 });
  const id = await acme.place({ ...GOOD, to: '+14155550178' });
  await cloud.advance(5);

  await cancel(acme, id);
  lost = Infinity;
  await cloud.advance(60);

  expect(recordsOf(id)[0]?.said).toEqual([]);
  expect(await acme.call(id)).toMatchObject({
    ...CANCELED,
    startedAt: null,
    transcript: null,
    billedMinutes: 0,
  });
  await expectNothingLeft(acme);
});

test('a call that is canceled between its claim and its request is never asked for, and over soon', async () => {
  const acme = await cloud.client();
  cloud.cloud.chime.script('+14155550179', { outcome: 'throttled' });
  const id = await acme.place({ ...GOOD, to: '+14155550179' });
  await cloud.advance(3);
  expect((await acme.call(id))['status']).toBe('dialing');
  const asked = cloud.cloud.chime.requests().length;

  await cancel(acme, id);
  await cloud.advance(10);

  expect(await acme.call(id)).toMatchObject({ ...CANCELED, startedAt: null });
  expect(cloud.cloud.chime.requests()).toHaveLength(asked);
  await expectNothingLeft(acme);
});

test('a canceled call that the carrier tells nothing of has its end after 90 seconds', async () => {
  const acme = await cloud.client();
  const id = await acme.place({ ...GOOD, to: UNHEARD });
  await cloud.advance(5);

  await cancel(acme, id);
  await cloud.advance(95);

  expect(await acme.call(id)).toMatchObject({ ...CANCELED, startedAt: null });
  await cloud.advance(300);
  expect(recordsOf(id)).toHaveLength(1);
  expect(await acme.call(id)).toMatchObject(CANCELED);
  await expectNothingLeft(acme);
});

test('a live call that is canceled says goodbye at its next turn and is completed as canceled', async () => {
  const acme = await cloud.client();
  const id = await acme.place({ ...GOOD, to: TALKER });
  await cloud.advance(20);
  expect((await acme.call(id))['status']).toBe('in_progress');

  expect((await cancel(acme, id)).body).toMatchObject({ id, endReason: null });
  expect((await cancel(acme, id)).status).toBe(200);
  await cloud.advance(60);

  const call = await acme.call(id);
  expect(call).toMatchObject({ status: 'completed', error: null, endReason: 'canceled', billedMinutes: 1 });
  expect((await cancel(acme, id)).body).toEqual(call);
  await expectNothingLeft(acme);
});

test('a request to hang up that is lost is made again within a minute', async () => {
  const acme = await cloud.client();
  cloud.cloud.chime.script('+14155550180', { neverSilent: true, turnSec: 90 });
  const id = await acme.place({ ...GOOD, to: '+14155550180' });
  await cloud.advance(20);
  const before = hangUpsAsked();
  lost = 3; // all tries of the first request
  expect((await untilAnswered(cloud, cancel(acme, id))).status).toBe(200);
  expect({ lost, asked: hangUpsAsked() - before }).toEqual({ lost: 0, asked: 0 });
  await cloud.advance(60);

  expect(hangUpsAsked() - before).toBe(1);
  await cloud.advance(60);
  expect(await acme.call(id)).toMatchObject({ status: 'completed', endReason: 'canceled' });
});

test('a canceled call whose end is never told is completed as canceled', async () => {
  const acme = await cloud.client();
  cloud.cloud.chime.script('+14155550181', { hangupLost: true, neverSilent: true, turnSec: 20 });
  const id = await acme.place({ ...GOOD, to: '+14155550181' });
  await cloud.advance(20);

  await cancel(acme, id);
  await cloud.advance(300);

  expect(await acme.call(id)).toMatchObject({ status: 'completed', endReason: 'canceled' });
  await expectNothingLeft(acme);
});

test('only the key that placed a call cancels it: to any other it is not there', async () => {
  const [acme, stranger] = [await cloud.client(), await cloud.client()];
  const { body } = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, { name: 'other' });
  const other = cloud.withKey(acme.accountId, String(body['key']));
  const id = await acme.place({ ...GOOD, notBefore: after(300) });

  const unknown = await cancel(other, '019cae6b-6600-7036-a220-fd0d44e0a1d0');
  expect(unknown).toMatchObject({ status: 404, body: { error: 'not_found' } });
  expect((await other.call(id))['id']).toBe(id);
  for (const answer of [await cancel(other, id), await cancel(stranger, id), await cancel(acme, 'x')])
    expect([answer.status, answer.body]).toEqual([404, unknown.body]);
  expect((await acme.call(id))['status']).toBe('queued');
});

test('twenty cancels at once of a call that is just dialed make one end', async () => {
  const acme = await cloud.client();
  const id = await acme.place(GOOD);
  const moving = cloud.advance(30);
  const answers = await Promise.all(Array.from({ length: 20 }, () => cancel(acme, id)));
  await moving;
  await cloud.advance(120);

  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  expect((await acme.call(id))['endReason']).toBe('canceled');
  expect(recordsOf(id).length).toBeLessThanOrEqual(1);
  await expectNothingLeft(acme);
});
