import type { Asked } from '../../local/gate/gate.ts';
import type { WireAnswer } from '../../local/wire.ts';
import { aDynamoDbError } from './a-bad-day.ts';
import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
/** What AWS does in the test that runs just now. */
let badDay: ((asked: Asked) => WireAnswer | undefined) | undefined;
beforeAll(async () => {
  cloud = await aLocalCloud(undefined, { answerInstead: (asked) => badDay?.(asked) });
  acme = await cloud.client();
  await booksOf(cloud.cloud).handle(acme.callerId, { recording: true });
});
afterEach(() => {
  badDay = undefined;
});
afterAll(() => cloud.stop());

/** Words that stand nowhere else. */
const CANARIES = ['kingfisher', 'wagtail', 'dipper', 'lapwing', 'goldcrest', 'nuthatch'];
const ORDER = {
  to: '+14155550101',
  objective: 'Ask whether the kingfisher is still for sale',
  context: 'The wagtail must not be named',
  fields: [{ name: 'dipper', type: 'boolean', description: 'whether there is a lapwing' }],
  metadata: { goldcrest: 'nuthatch' },
  webhookUrl: 'https://receiver.example/hook',
};
const erase = (id: string, client: Client = acme) => client.ask('DELETE', `/v1/agent/calls/${id}/content`);

/** The words that stand in any table, and the recordings of a call. */
async function remains(id: string) {
  const books = booksOf(cloud.cloud);
  const rows = await Promise.all((['Accounts', 'Numbers', 'Calls'] as const).map(books.all));
  const text = JSON.stringify(rows);
  return {
    words: CANARIES.filter((canary) => text.includes(canary)),
    turns: rows.flat().filter(({ pk, sk }) => pk === `C#${id}` && String(sk).startsWith('TURN#')).length,
    recordings: (await books.recordings()).filter((key) => key.includes(id)).length,
  };
}
const NOTHING = { words: [], turns: 0, recordings: 0 };
const rowOf = async (id: string) =>
  (await booksOf(cloud.cloud).all('Calls')).find(({ sk }) => sk === `C#${id}`) ?? {};

test('an erased call keeps its row and its minutes, and nothing of what was said, asked or recorded', async () => {
  const id = await acme.place(ORDER);
  await cloud.advance(40);
  const before = await acme.call(id);
  expect(before).toMatchObject({ status: 'completed', extracted: { dipper: expect.anything() as unknown } });
  expect(await remains(id)).toEqual({
    words: CANARIES,
    turns: expect.any(Number) as number,
    recordings: 1,
  });
  const minutes = await booksOf(cloud.cloud).recount(acme.accountId);

  expect(await erase(id)).toMatchObject({ status: 204, body: {} });

  expect(await remains(id)).toEqual(NOTHING);
  expect(await acme.call(id)).toEqual({
    ...before,
    objective: null,
    metadata: null,
    summary: null,
    transcript: null,
    extracted: null,
    recordingUrl: null,
  });
  const { body } = await acme.ask('GET', '/v1/agent/calls');
  expect((body['calls'] as object[])[0]).toMatchObject({ id, objective: null, summary: null });
  expect(await acme.ask('GET', `/v1/agent/calls/${id}/recording`)).toMatchObject({
    status: 404,
    body: { error: 'recording_not_found' },
  });
  expect(await booksOf(cloud.cloud).recount(acme.accountId)).toEqual(minutes);

  // Twice is once; and once it is sure that nothing comes after it, the call owes nothing any more.
  expect((await erase(id)).status).toBe(204);
  await cloud.advance(300);
  expect(await rowOf(id)).not.toHaveProperty('due');
  expect(cloud.denied).toEqual([]);
});

test('a call that has not ended is not erased', async () => {
  const id = await acme.place({ ...ORDER, notBefore: new Date(cloud.cloud.clock.now() + 60_000) });

  expect(await erase(id)).toMatchObject({ status: 409, body: { error: 'call_not_ended' } });
  expect(await acme.call(id)).toMatchObject({ objective: ORDER.objective });
  await cloud.advance(120);
  expect((await erase(id)).status).toBe(204);
});

test('only the key that placed a call erases it, whatever else others see', async () => {
  const id = await acme.place(ORDER);
  await cloud.advance(40);
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, { name: 'other' });
  const seeing = cloud.withKey(acme.accountId, String(made.body['key']));
  const foreign = await cloud.client();

  expect(await seeing.call(id)).toMatchObject({ id });
  expect(await erase(id, seeing)).toMatchObject({ status: 404, body: { error: 'not_found' } });
  expect(await erase(id, foreign)).toMatchObject({ status: 404, body: { error: 'not_found' } });
  expect(await acme.call(id)).toMatchObject({ objective: ORDER.objective });
  expect((await erase(id)).status).toBe(204);
});

test('a recording that the carrier delivers after the erasure is erased too', async () => {
  cloud.cloud.chime.script('+14155550150', { talkSec: 6 });
  const id = await acme.place({ ...ORDER, to: '+14155550150' });
  await cloud.advance(13);
  expect(await acme.call(id)).toMatchObject({ status: 'completed' });
  expect((await remains(id)).recordings).toBe(0);

  expect((await erase(id)).status).toBe(204);
  await cloud.advance(10);
  expect((await remains(id)).recordings).toBe(1);
  expect((await acme.ask('GET', `/v1/agent/calls/${id}/recording`)).status).toBe(404);

  await cloud.advance(240);
  expect(await remains(id)).toEqual(NOTHING);
  expect(await rowOf(id)).not.toHaveProperty('due');
});

test('a recording that never comes is looked for, for a week and not longer', async () => {
  cloud.cloud.chime.script('+14155550151', { talkSec: 6 });
  const id = await acme.place({ ...ORDER, to: '+14155550151' });
  await cloud.advance(13);
  await erase(id);
  // It comes, and something else takes it away.
  await cloud.advance(10);
  const [key = ''] = (await booksOf(cloud.cloud).recordings()).filter((one) => one.includes(id));
  const { url, names } = cloud.cloud.buckets;
  await fetch(`${url}/${names[0] ?? ''}/${key}`, { method: 'DELETE' });

  await cloud.advance(6 * 86_400, 43_200);
  expect(await rowOf(id)).toHaveProperty('due');
  await cloud.advance(8 * 86_400, 43_200);
  expect(await rowOf(id)).not.toHaveProperty('due');
});

test.each(['throttle', 'error'] as const)(
  'S3 that fails once (%s) is asked again, and the recording is found and erased',
  async (kind) => {
    const id = await acme.place(ORDER);
    await cloud.advance(40);

    cloud.cloud.faults.add({ service: 's3', function: 'RestApiRecordings', kind });
    expect((await acme.ask('GET', `/v1/agent/calls/${id}/recording`)).status).toBe(302);
    cloud.cloud.faults.add({ service: 's3', function: 'RestApiRecordings', kind });
    expect((await erase(id)).status).toBe(204);

    expect(await remains(id)).toEqual(NOTHING);
  },
);

test('what a slow function writes after the erasure is not shown, and goes', async () => {
  const id = await acme.place(ORDER);
  await cloud.advance(40);
  await erase(id);

  const books = booksOf(cloud.cloud);
  await books.put('Calls', { pk: `C#${id}`, sk: 'TRANSCRIPT', transcript: 'recipient: the kingfisher' });
  await books.put('Calls', { pk: `C#${id}`, sk: 'TURN#00003', heard: 'the kingfisher', said: 'Thank you' });

  expect(await acme.call(id)).toMatchObject({ transcript: null });
  await cloud.advance(240);
  expect(await remains(id)).toEqual(NOTHING);
});

test('an erasure that breaks off is shown at once, and carried through without being asked for again', async () => {
  const id = await acme.place(ORDER);
  await cloud.advance(40);
  badDay = ({ operation, function: name }) =>
    operation === 'DeleteItem' && name.startsWith('RestApiRecordings')
      ? aDynamoDbError('ResourceNotFoundException', { message: 'Requested resource not found' })
      : undefined;

  expect(await erase(id)).toMatchObject({ status: 503, body: { error: 'store_error' } });
  expect(await acme.call(id)).toMatchObject({ objective: null, transcript: null, recordingUrl: null });
  expect((await remains(id)).words).toEqual(CANARIES);

  await cloud.advance(240);
  expect(await remains(id)).toEqual(NOTHING);
});
