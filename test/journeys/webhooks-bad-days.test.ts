import type { Asked } from '../../local/gate/gate.ts';
import type { WireAnswer } from '../../local/wire.ts';
import { type CloudWithInbox, aCloudWithInbox } from './an-inbox.ts';
import { booksOf } from './books.ts';
import { takeAway } from './take-away.ts';

const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };

const clouds: CloudWithInbox[] = [];
afterEach(async () => {
  for (const cloud of clouds.splice(0)) await cloud.stop();
});

async function running(booting: Promise<CloudWithInbox>): Promise<CloudWithInbox> {
  const cloud = await booting;
  clouds.push(cloud);
  return cloud;
}

const namesIn = async (cloud: CloudWithInbox) => (await cloud.events('a')).map(({ event }) => event);
const rowsOf = async (cloud: CloudWithInbox) =>
  (await booksOf(cloud.cloud).all('Calls')).filter(({ sk }) => String(sk).startsWith('EVENT#'));
const isEventMessage = ({ service, operation, request }: Asked) =>
  service === 'sqs' && operation === 'SendMessage' && request.body.toString().includes('sequence');

test('an event whose message is lost is told by the sweep within three minutes', async () => {
  const cloud = await running(
    aCloudWithInbox((resources) => takeAway(resources, 'TelephonyCarrierEvents', 'sqs:SendMessage')),
  );
  const acme = await cloud.client();
  const id = await acme.place({ ...GOOD, webhookUrl: cloud.inboxUrl('a') });

  await cloud.advance(30);
  expect(await namesIn(cloud)).toEqual(['call.completed']);
  await cloud.advance(150);

  // It tells of the answer, though the call has ended long since, and its number says that it came first.
  expect(await cloud.events('a')).toMatchObject([
    { event: 'call.completed', sequence: 2, status: 'completed' },
    { event: 'call.in_progress', sequence: 1, status: 'in_progress', eventId: `evt_${id}_1`, endedAt: null },
  ]);
});

test('a message that comes twenty times, all at once, is told once', async () => {
  const twentyTimes = async (send: () => Promise<WireAnswer>) => {
    for (let i = 1; i < 20; i++) await send();
    return send();
  };
  const cloud = await running(
    aCloudWithInbox(undefined, (asked, carryOut) =>
      isEventMessage(asked) ? twentyTimes(carryOut) : undefined,
    ),
  );
  await cloud.answerWith('a', { delayMs: 5_000 });
  const acme = await cloud.client();
  const id = await acme.place({ ...GOOD, webhookUrl: cloud.inboxUrl('a') });

  await cloud.advance(600);

  expect(await namesIn(cloud)).toEqual(['call.in_progress', 'call.completed']);
  expect(await rowsOf(cloud)).toMatchObject([
    { callId: id, attempts: [{ status: 200, ms: 5_000 }] },
    { callId: id, attempts: [{ status: 200, ms: 5_000 }] },
  ]);
});

test.each([
  { kind: 'kill_before', what: 'a crash before what came of it is written down', times: 2 },
  { kind: 'kill_after', what: 'a crash right after', times: 1 },
  { kind: 'applied_then_error', what: 'an answer of the table that is lost', times: 1 },
])('an event keeps its id: $what has it told $times ×', async ({ kind, times }) => {
  const cloud = await running(aCloudWithInbox());
  const acme = await cloud.client();
  // The second change of the row: the first takes the event.
  const order = { service: 'dynamodb', operation: 'UpdateItem', function: 'WebhooksDeliverer', kind, nth: 2 };
  cloud.cloud.faults.add(order);
  const id = await acme.place({ ...GOOD, to: '+14155550131', webhookUrl: cloud.inboxUrl('a') });

  await cloud.advance(900);

  expect(cloud.cloud.faults.list()).toMatchObject([{ fired: 1 }]);
  expect((await cloud.events('a')).map(({ eventId }) => eventId)).toEqual(
    Array.from({ length: times }, () => `evt_${id}_1`),
  );
  const [row, ...others] = await rowsOf(cloud);
  expect(others).toEqual([]);
  expect(row).toMatchObject({ attempts: [{ status: 200 }] });
  expect(row).not.toHaveProperty('due');
});
