import { untilAnswered } from './a-bad-day.ts';
import { type TestCloud, aLocalCloud } from './a-cloud.ts';

/** Somebody whose turns are so long that no turn of his comes in between. */
const TALKER = '+14155550178';
const ORDER = { to: TALKER, objective: 'Ask whether they are open' };

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
  cloud.cloud.chime.script(TALKER, { neverSilent: true, turnSec: 400 });
});

test('a cancel that is cut off as it asks the carrier is kept: the call ends as canceled', async () => {
  const acme = await cloud.client();
  const id = await acme.place(ORDER);
  await cloud.advance(20);
  expect((await acme.call(id))['status']).toBe('in_progress');

  cloud.cloud.faults.add({ service: 'chime', function: 'RestApiControl', kind: 'kill_before' });
  const answer = await untilAnswered(cloud, acme.ask('POST', `/v1/agent/calls/${id}/cancel`));
  expect(answer.status).toBeGreaterThanOrEqual(500);
  await cloud.advance(500);

  expect(await acme.call(id)).toMatchObject({ status: 'completed', endReason: 'canceled' });
});
