import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { takeAway } from './take-away.ts';

const requestsOf = ({ cloud: { chime } }: TestCloud) =>
  chime.requests().filter(({ operation }) => operation === 'CreateSipMediaApplicationCall');
const shortestGapMs = (requests: readonly { readonly at: string }[]) => {
  const instants = requests.map(({ at }) => Date.parse(at));
  return Math.min(...instants.slice(1).map((at, i) => at - (instants[i] ?? 0)));
};

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
  const asked = requestsOf(cloud);
  expect(asked.map(({ status }) => status).sort()).toEqual([
    ...Array.from({ length: 16 }, () => 201),
    ...Array.from({ length: 4 }, () => 429),
  ]);
  expect(shortestGapMs(asked)).toBeGreaterThanOrEqual(1_000);
});

test('calls that the sweep leads to the phone keep the pace too', async () => {
  const slow = await aLocalCloud((_, { Resources }) =>
    takeAway(Resources, 'DialQueueDialer', 'states:StartExecution'),
  );
  const acme = await slow.client({ limits: { callsPerMinute: 1_000, concurrentCalls: 20 } });
  for (let i = 0; i < 6; i++)
    await acme.place({ to: '+14155550131', objective: 'Ask whether they are open' });

  await slow.advance(240);

  expect(requestsOf(slow).map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 201));
  expect(shortestGapMs(requestsOf(slow))).toBeGreaterThanOrEqual(1_000);
});
