import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client();
  await booksOf(cloud.cloud).handle(acme.callerId, { recording: true });
});
afterAll(() => cloud.stop());

const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };
const ANNOUNCED = /^agent: .*This call is being recorded\./;
const pathOf = (id: string) => `/v1/agent/calls/${id}/recording`;
const recordingOf = (id: string, client: Client = acme) => client.ask('GET', pathOf(id));
const addressOf = async (id: string) => String((await recordingOf(id)).headers['location']);

test('a recorded call says so first, and its recording can be fetched once the carrier has delivered it', async () => {
  const id = await acme.place(GOOD);
  expect(await recordingOf(id)).toMatchObject({ status: 404, body: { error: 'recording_not_found' } });

  await cloud.advance(6);
  const live = await acme.call(id);
  expect(live).toMatchObject({
    status: 'in_progress',
    recordingUrl: `http://127.0.0.1:${cloud.cloud.api.port}/v1/agent/calls/${id}/recording`,
  });
  const tooEarly = await recordingOf(id);
  expect(tooEarly).toMatchObject({
    status: 404,
    headers: { 'retry-after': '10' },
    body: { error: 'recording_not_ready' },
  });

  await cloud.advance(30);
  const call = await acme.call(id);
  expect(call).toMatchObject({ status: 'completed', recordingUrl: live['recordingUrl'] });
  expect(String(call['transcript'])).toMatch(ANNOUNCED);

  const led = await recordingOf(id);
  expect(led).toMatchObject({ status: 302, headers: { 'cache-control': 'no-store' } });
  const file = await fetch(led.headers['location'] ?? '');
  const sound = Buffer.from(await file.arrayBuffer());
  expect([file.status, file.headers.get('content-type')]).toEqual([200, 'audio/wav']);
  expect(sound.toString('latin1', 0, 4) + sound.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
  expect(sound.readUInt16LE(22)).toBe(2);
  expect(cloud.denied).toEqual([]);
});

test('the address of a recording lives for a minute, and cannot be made to live longer or to name another', async () => {
  const id = await acme.place(GOOD);
  await cloud.advance(40);
  const address = await addressOf(id);
  expect(new URL(address).searchParams.get('X-Amz-Expires')).toBe('60');

  const longer = await fetch(address.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'));
  const other = await fetch(
    address.replace(
      id,
      id.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ),
  );
  await cloud.advance(59);
  const inTime = await fetch(address);
  await cloud.advance(1);
  const late = await fetch(address);

  expect([longer.status, other.status, inTime.status, late.status]).toEqual([403, 403, 200, 403]);
});

test('a call is not recorded unless its number, or else its account, says so', async () => {
  const other = await cloud.client();
  const id = await other.place(GOOD);
  await cloud.advance(40);

  const call = await other.call(id);

  expect(call).toMatchObject({ status: 'completed', recordingUrl: null });
  expect(String(call['transcript'])).not.toMatch(ANNOUNCED);
  expect(await recordingOf(id, other)).toMatchObject({
    status: 404,
    body: { error: 'recording_not_found' },
  });
});

test('a recording that is switched off before the ring is not made', async () => {
  const other = await cloud.client();
  await booksOf(cloud.cloud).handle(other.callerId, { recording: true });
  const soon = new Date(cloud.cloud.clock.now() + 30_000).toISOString();
  const id = await other.place({ ...GOOD, notBefore: soon });

  await booksOf(cloud.cloud).handle(other.callerId, { recording: false });
  await cloud.advance(90);

  expect(await other.call(id)).toMatchObject({ status: 'completed', recordingUrl: null });
});

test('a call that nobody answers has no recording', async () => {
  const id = await acme.place({ ...GOOD, to: '+14155550130' });
  await cloud.advance(60);

  expect(await acme.call(id)).toMatchObject({ status: 'no_answer', recordingUrl: null });
  expect(await recordingOf(id)).toMatchObject({ status: 404, body: { error: 'recording_not_found' } });
});

test('a recording is seen by those who see its call, and by nobody else', async () => {
  const id = await acme.place(GOOD);
  await cloud.advance(40);
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'other',
    scopes: ['calls:read'],
  });
  const unseeing = cloud.withKey(acme.accountId, String(made.body['key']));
  const foreign = await cloud.client();

  const answers = await Promise.all([recordingOf(id, unseeing), recordingOf(id, foreign)]);

  expect(answers.map(({ status, body }) => [status, body['error']])).toEqual([
    [404, 'not_found'],
    [404, 'not_found'],
  ]);
});

test('an event that comes twice records once', async () => {
  const before = await booksOf(cloud.cloud).recordings();
  const id = await acme.place({ ...GOOD, to: '+14155550142' });
  await cloud.advance(60);

  expect(await acme.call(id)).toMatchObject({ status: 'completed' });
  expect((await recordingOf(id)).status).toBe(302);
  expect((await booksOf(cloud.cloud).recordings()).length).toBe(before.length + 1);
});

test('a bucket that the carrier may not write to costs the recording, not the talk, and nobody is told of one', async () => {
  const closed = await aLocalCloud((_, { Resources }) => {
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type !== 'AWS::S3::BucketPolicy') continue;
      const policy = Properties['PolicyDocument'] as { Statement: { Effect: string }[] };
      policy.Statement = policy.Statement.filter(({ Effect }) => Effect === 'Deny');
    }
  });
  const other = await closed.client();
  await booksOf(closed.cloud).handle(other.callerId, { recording: true });

  const id = await other.place(GOOD);
  await closed.advance(40);

  const call = await other.call(id);
  expect(call).toMatchObject({ status: 'completed', endReason: 'agent_hangup', recordingUrl: null });
  expect(String(call['transcript'])).not.toMatch(ANNOUNCED);
  expect(String(call['transcript']).split('\n')).toEqual(closed.cloud.chime.calls()[0]?.said);
  expect(await recordingOf(id, other)).toMatchObject({ body: { error: 'recording_not_found' } });
  expect(closed.denied[0]).toMatch(
    /voiceconnector.chime.amazonaws.com is not authorized to perform: s3:PutObject/,
  );
});
