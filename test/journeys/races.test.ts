import { untilAnswered } from './a-bad-day.ts';
import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

const PATH = '/v1/agent/calls';
const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };
/** Somebody who takes their time: half a minute a turn. */
const TALKER = '+14155550177';

let cloud: TestCloud;
let books: ReturnType<typeof booksOf>;
beforeEach(async () => {
  cloud = await aLocalCloud();
  books = booksOf(cloud.cloud);
  cloud.cloud.chime.script(TALKER, { says: ['Well.'], neverSilent: true, turnSec: 30, talkSec: 60 });
});
afterEach(() => cloud.stop());

const records = () => cloud.cloud.chime.calls();

test('fifty requests at once with one Idempotency-Key are one call, one ring and fifty equal answers', async () => {
  const acme = await cloud.client();
  const asked = Array.from({ length: 50 }, () => acme.ask('POST', PATH, GOOD, { 'idempotency-key': 'abc' }));
  const answers = await untilAnswered(cloud, Promise.all(asked));
  await cloud.advance(60);

  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
  const [id, ...others] = new Set(answers.map(({ body }) => body['callId']));
  expect(others).toEqual([]);
  expect(answers.filter(({ headers }) => !headers['idempotent-replayed'])).toHaveLength(1);
  expect(records().map(({ callId }) => callId)).toEqual([id]);
  expect((await acme.ask('GET', PATH)).body['calls']).toHaveLength(1);
  expect(await books.minutes(acme.accountId)).toEqual({ used: 1, reserved: 0, inbound: 0 });
});

test('of a hundred requests at once, with minutes for seven calls, seven are accepted', async () => {
  const acme = await cloud.client({ limits: { minutes: 14, callsPerMinute: 1_000 } });
  const asked = Array.from({ length: 100 }, () => acme.ask('POST', PATH, GOOD));
  const answers = await untilAnswered(cloud, Promise.all(asked));

  expect(answers.filter(({ status }) => status === 202)).toHaveLength(7);
  const refused = answers.filter(({ status }) => status !== 202);
  expect(new Set(refused.map(({ body }) => body['error']))).toEqual(new Set(['over_minute_cap']));
  expect(await books.recount(acme.accountId)).toEqual(await books.minutes(acme.accountId));
});

test('an account with 300 calls in the queue doesn’t hold up another’s, and has no more open than its limit', async () => {
  const limits = { callsPerMinute: 1_000, concurrentCalls: 3, minutes: 10_000 };
  const [loud, quiet] = [await cloud.client({ limits }), await cloud.client()];
  for (let i = 0; i < 300; i++) await loud.place({ ...GOOD, to: TALKER });
  await cloud.advance(20);
  const placedAt = cloud.cloud.clock.now();
  const id = await quiet.place(GOOD);

  let most = 0;
  for (let i = 0; i < 20; i++) {
    await cloud.advance(3);
    const open = records().filter(({ endedAt, from }) => endedAt === null && from === loud.callerId);
    most = Math.max(most, open.length);
  }
  const asked = records().find(({ callId }) => callId === id)?.requestedAt ?? '';
  expect(Date.parse(asked) - placedAt).toBeLessThan(5_000);
  expect((await quiet.call(id))['status']).toBe('completed');
  expect(most).toBe(3);
});

test('two accounts take turns at a carrier that is full', async () => {
  const limits = { callsPerMinute: 1_000, concurrentCalls: 50, minutes: 10_000 };
  const [acme, other] = [await cloud.client({ limits }), await cloud.client({ limits })];
  for (let i = 0; i < 30; i++) await acme.place({ ...GOOD, to: TALKER });
  await cloud.advance(20);
  for (let i = 0; i < 10; i++) await other.place({ ...GOOD, to: TALKER });
  const since = records().length;
  await cloud.advance(180);

  const turns = records()
    .slice(since)
    .map(({ from }) => (from === acme.callerId ? 'acme' : 'other'));
  const first = turns.slice(0, 12);
  expect(first.filter((turn) => turn === 'other').length).toBeGreaterThanOrEqual(5);
  expect(first.filter((turn) => turn === 'acme').length).toBeGreaterThanOrEqual(5);
});
