import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cdkContext } from '../lib/a-stage.ts';
import { aSynthesis } from '../lib/a-synthesis.ts';
import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
let acme: Client;
const folder = mkdtempSync(join(tmpdir(), 'trunkline-no-carrier-'));
beforeAll(async () => {
  const { common, stages } = cdkContext()['trunkline'] as { common: object; stages: object };
  const trunkline = { common: { ...common, carrier: 'none' }, stages };
  const { exitCode, said } = await aSynthesis({ stage: 'local', trunkline }, { into: folder });
  if (exitCode !== 0) throw new Error(said);
  cloud = await aLocalCloud(undefined, { assembly: folder });
  const { body } = await cloud.operator('POST', '/accounts', { name: 'Acme', plan: 'pro' });
  acme = cloud.withKey(String(body['id']), String(body['apiKey']));
});
afterAll(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a deployment without a carrier takes no calls, and says so before it looks at the order', async () => {
  for (const order of [{ to: '+14155550101', objective: 'Ask whether they are open' }, {}]) {
    const answer = await acme.ask('POST', '/v1/agent/calls', order);

    expect(answer).toMatchObject({ status: 503, body: { error: 'dialing_paused' } });
    expect(answer.headers['retry-after']).toBe('60');
  }
});

test('all that only looks is answered without a carrier', async () => {
  expect(await acme.ask('GET', '/v1/agent/calls')).toMatchObject({
    status: 200,
    body: { calls: [], nextCursor: null },
  });
  expect((await acme.ask('GET', '/v1/voices')).status).toBe(200);
  expect((await acme.ask('GET', '/v1/languages')).status).toBe(200);
  expect((await acme.ask('GET', '/v1/agent/calls/019cae6b-6600-7036-a220-fd0d44e0a1d0')).body).toMatchObject({
    error: 'not_found',
  });
  expect((await cloud.operator('GET', `/accounts/${acme.accountId}`)).body).toMatchObject({ name: 'Acme' });
});

test('no number can be brought in where there is no carrier, and nothing is denied or asked of one', async () => {
  expect(
    await cloud.operator('POST', '/number-imports', { accountId: acme.accountId, number: '+14155550190' }),
  ).toMatchObject({ status: 409, body: { error: 'provider_not_configured' } });
  const { body } = await acme.ask('GET', '/v1/number-areas/countries');
  expect((body['countries'] as { orderable: boolean }[]).map(({ orderable }) => orderable)).toEqual(
    Array.from({ length: 5 }, () => false),
  );
  await cloud.advance(300);

  expect(cloud.denied).toEqual([]);
  expect(cloud.cloud.chime.requests()).toEqual([]);
});
