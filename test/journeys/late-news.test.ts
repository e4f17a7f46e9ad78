import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

const OBJECTIVE = 'Ask whether they are open';
const UNKNOWN = { status: 'failed', error: 'outcome_unknown', endReason: 'outcome_unknown' };

let cloud: TestCloud;
let books: ReturnType<typeof booksOf>;
beforeAll(async () => {
  cloud = await aLocalCloud();
  books = booksOf(cloud.cloud);
});

const recordOf = (id: string) => cloud.cloud.chime.calls().find(({ callId }) => callId === id);
const secondsSince = (instant: string) => (cloud.cloud.clock.now() - Date.parse(instant)) / 1000;
const adjustments = async ({ accountId }: Client) =>
  (await books.all('Accounts'))
    .filter(({ pk, kind }) => kind === 'adjust' && String(pk).startsWith(`A#${accountId}#LEDGER#`))
    .map(({ seconds, billedSec }) => ({ seconds, billedSec }));
/** Lines that are taken: of the account, and of the carrier. */
async function linesOf({ accountId }: Client) {
  const items = await books.all('Accounts');
  const open = items.find(({ pk, sk }) => pk === `A#${accountId}` && sk === 'OPEN');
  return [open?.['calls'], items.find(({ pk }) => pk === 'CARRIER')?.['lines']];
}

test('a call that is heard of after its unknown outcome is hung up, noted once, and stays as it ended', async () => {
  const acme = await cloud.client();
  const id = await acme.place({ to: '+14155550146', objective: OBJECTIVE });
  await cloud.advance(100);
  const ended = await acme.call(id);
  expect(ended).toMatchObject({ ...UNKNOWN, startedAt: null, billedMinutes: 0 });
  expect(await linesOf(acme)).toEqual([1, 1]);
  expect(await adjustments(acme)).toEqual([]);
  const before = cloud.logs.length;

  await cloud.advance(100);
  expect(recordOf(id)?.said).toEqual([]);
  expect(recordOf(id)?.endedAt).not.toBeNull();
  expect(await adjustments(acme)).toEqual([{ seconds: 0, billedSec: 0 }]);
  expect(await linesOf(acme)).toEqual([0, 0]);
  expect(cloud.logs.slice(before).join('\n')).toContain('the carrier tells of a call that had been given up');

  await cloud.advance(3_600);
  expect(await adjustments(acme)).toHaveLength(1);
  expect(await acme.call(id)).toEqual(ended);
  expect(await books.minutes(acme.accountId)).toEqual({ used: 0, reserved: 0, inbound: 0 });
  expect(await books.recount(acme.accountId)).toEqual({ used: 0, reserved: 0, inbound: 0 });
});

test('somebody who talks to nobody before the carrier tells of it is hung up on; the seconds are ours', async () => {
  const acme = await cloud.client();
  cloud.cloud.chime.script('+14155550196', { firstEventSec: 100, ringSec: 1, hangupLost: true });
  const id = await acme.place({ to: '+14155550196', objective: OBJECTIVE });

  await cloud.advance(600);

  expect(await acme.call(id)).toMatchObject({ ...UNKNOWN, billedMinutes: 0 });
  const [line] = await adjustments(acme);
  expect(line).toMatchObject({ billedSec: 0 });
  expect(line?.seconds).toBeGreaterThanOrEqual(180);
  expect(await linesOf(acme)).toEqual([0, 0]);
});

test('a call that nothing is ever heard of holds its lines for the longest ring, and the next one waits for them', async () => {
  const acme = await cloud.client({ limits: { concurrentCalls: 1 } });
  const silent = await acme.place({ to: '+14155550137', objective: OBJECTIVE });
  await cloud.advance(2);
  const next = await acme.place({ to: '+14155550101', objective: OBJECTIVE });
  const asked = cloud.cloud.chime
    .requests()
    .findLast(({ operation }) => operation === 'CreateSipMediaApplicationCall');

  await cloud.advance(170);
  expect(await acme.call(silent)).toMatchObject(UNKNOWN);
  expect(secondsSince(asked?.at ?? '')).toBeLessThan(180);
  expect(recordOf(next)).toBeUndefined();
  expect(await linesOf(acme)).toEqual([1, 1]);

  await cloud.advance(90);
  expect((await acme.call(next))['status']).toBe('completed');
  expect(await linesOf(acme)).toEqual([0, 0]);
  expect(await adjustments(acme)).toEqual([]);
});
