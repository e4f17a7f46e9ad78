import { type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});

test('the carrier is asked once a second at the most, repeats included', async () => {
  const acme = await cloud.client({ limits: { callsPerMinute: 1_000, concurrentCalls: 20 } });
  cloud.cloud.chime.script('+14155550198', { outcome: 'throttled' });
  const recipients = Array.from({ length: 14 }, (_, i) => `+141555502${String(i).padStart(2, '0')}`);
  for (const to of recipients) cloud.cloud.chime.script(to, { outcome: 'busy' });
  const ids: string[] = [];
  for (const to of ['+14155550135', ...recipients.slice(0, 7), '+14155550198', ...recipients.slice(7)])
    ids.push(await acme.place({ to, objective: 'Ask whether they are open' }));

  await cloud.advance(60);

  for (const id of ids) expect((await acme.call(id))['endedAt']).not.toBeNull();
  const asked = cloud.cloud.chime
    .requests()
    .filter(({ operation }) => operation === 'CreateSipMediaApplicationCall');
  const instants = asked.map(({ at }) => Date.parse(at));
  const gaps = instants.slice(1).map((at, i) => at - (instants[i] ?? 0));
  expect(asked.map(({ status }) => status).sort()).toEqual([
    ...Array.from({ length: 16 }, () => 201),
    ...Array.from({ length: 4 }, () => 429),
  ]);
  // A slot is taken a moment before the request that it is for.
  expect(Math.min(...gaps)).toBeGreaterThan(990);
});
