import { aChimeEvent, botResult } from '../carrier/a-chime-event.ts';
import { ordersOf } from '../makers.ts';
import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

/**
 * The carrier of these calls takes them and falls silent: its events are told here, in orders and at times of our own. The
 * local carrier's own ones would come two hours later.
 */
const SILENT = '+14155550160';
const CALL = {
  to: SILENT,
  objective: 'Ask for the opening hours',
  // Nobody is asked there: its events are kept, as those of every receiver that isn't private.
  webhookUrl: 'https://hooks.example.com/calls',
};
/** The carrier's lines for outgoing calls. */
const AT_ONCE = 8;

let cloud: TestCloud;
let acme: Client;
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client({ limits: { callsPerMinute: 1_000, concurrentCalls: 100, minutes: 10_000 } });
  cloud.cloud.chime.script(SILENT, { outcome: 'no_answer', ringSec: 1, firstEventSec: 7_200 });
});
afterAll(() => cloud.stop());

const STORY = ['bound', 'ringing', 'answered', 'talked', 'ended'] as const;
type News = (typeof STORY)[number];

/** An event of a call that the agent ended, as Chime tells it: the attributes are those that we gave it by then. */
function eventOf(
  news: News,
  of: { accountId: string; callId: string; transactionId: string },
  endedAt: string,
) {
  const { transactionId, ...ours } = of;
  const attributes = { ...ours, end: 'none', endedAt: 'none' };
  switch (news) {
    case 'bound':
      return aChimeEvent('NEW_OUTBOUND_CALL', {
        transactionId,
        action: { Type: 'CallCreateRequest', Parameters: { Arguments: ours } },
      });
    case 'ringing':
      return aChimeEvent('RINGING', { transactionId, attributes });
    case 'answered':
      return aChimeEvent('CALL_ANSWERED', { transactionId, attributes, status: 'Connected' });
    case 'talked':
      return aChimeEvent('ACTION_SUCCESSFUL', {
        transactionId,
        attributes,
        status: 'Connected',
        action: botResult({ ...ours, turn: '3', end: 'agent_hangup' }),
      });
    case 'ended':
      return aChimeEvent('HANGUP', {
        transactionId,
        attributes: { ...ours, end: 'agent_hangup', endedAt },
        status: 'Disconnected',
        action: { Type: 'Hangup', Parameters: { SipResponseCode: 0, ParticipantTag: 'LEG-A' } },
      });
  }
}

/** What a call is told, and how many seconds after the first. */
type Story = readonly { readonly news: News; readonly afterSec: number }[];

/** Lives some calls at once, each by its story. @returns what has become of each, in their order */
async function lived(stories: readonly Story[]) {
  const { clock, chime } = cloud.cloud;
  const ids: string[] = [];
  while (ids.length < stories.length) ids.push(await acme.place(CALL));
  await cloud.advance(2 * stories.length + 2);

  const begun = clock.now();
  const endedAt = new Date(begun + 3_000).toISOString();
  const told = stories.flatMap((story, i) => {
    const callId = ids[i] ?? '';
    const transactionId = chime.calls().find((call) => call.callId === callId)?.transactionId;
    if (!transactionId) throw new Error('the carrier was not asked');
    const of = { accountId: acme.accountId, callId, transactionId };
    return story.map(({ news, afterSec }) => ({ afterSec, event: eventOf(news, of, endedAt) }));
  });
  for (const afterSec of [...new Set(told.map((one) => one.afterSec))].sort((a, b) => a - b)) {
    await clock.advance(begun + afterSec * 1_000);
    const now = told.filter((one) => one.afterSec === afterSec);
    const answers = now.map(({ event }) => cloud.cloud.deliver('TelephonyCarrierEvents', event));
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject({ ok: true });
  }
  await cloud.advance(120);
  return Promise.all(ids.map(endOf));
}

async function endOf(id: string) {
  const books = booksOf(cloud.cloud);
  const { status, endReason, error, billedMinutes } = await acme.call(id);
  const events = await books.part('Calls', `E#${acme.accountId}#${id}`);
  const lines = (await books.ledger(acme.accountId)).filter(({ sk }) => String(sk).startsWith(id));
  return {
    status,
    endReason,
    error,
    billedMinutes,
    webhook: events.map(({ event }) => event),
    settled: lines.filter(({ kind }) => kind === 'settle').map(({ billedSec }) => billedSec),
  };
}

const END = { status: 'completed', endReason: 'agent_hangup', error: null, billedMinutes: 1, settled: [60] };
/** Of a talk that is over the webhook is not told any more that it goes on. */
const endOfOrder = (order: readonly News[]) => ({
  ...END,
  webhook:
    order.includes('answered') && order.indexOf('answered') < order.indexOf('ended')
      ? ['call.in_progress', 'call.completed']
      : ['call.completed'],
});

const inOrder = (order: readonly News[]): Story => order.map((news, i) => ({ news, afterSec: i }));
const laterBy = (late: News, seconds: number): Story =>
  STORY.map((news, i) => ({ news, afterSec: i + (news === late ? seconds : 0) }));

async function expectEnds(cases: readonly { readonly story: Story; readonly end: object }[]) {
  for (let i = 0; i < cases.length; i += AT_ONCE) {
    const batch = cases.slice(i, i + AT_ONCE);
    const ends = await lived(batch.map(({ story }) => story));
    expect(ends.map((end, n) => ({ story: batch[n]?.story, end }))).toEqual(batch);
  }
}

test('in whatever order its events come, a call ends alike, costs alike and is told alike', async () => {
  const orders = ordersOf(STORY).filter((_, i) => i % 3 === 0);
  expect(orders).toHaveLength(40);

  await expectEnds(orders.map((order) => ({ story: inOrder(order), end: endOfOrder(order) })));
});

test('events that are lost, come twice, come late or after the end change nothing', async () => {
  const lost = STORY.slice(0, 4).map((news) => STORY.filter((one) => one !== news));
  const twice: readonly Story[] = [
    ...STORY.map((again) => inOrder(STORY).flatMap((one) => (one.news === again ? [one, one] : [one]))),
    inOrder(STORY).flatMap((one) => [one, one]),
    inOrder([...STORY, ...STORY]),
    inOrder([...STORY, ...STORY.toReversed()]),
  ];
  const late = STORY.flatMap((news) => [60, 120].map((seconds) => ({ news, seconds })))
    // What is heard of for the first time 120 s late has ended as unknown: destination 46.
    .map(({ news, seconds }) => ({
      story: laterBy(news, seconds),
      order: [...STORY.filter((one) => one !== news), news],
    }));

  await expectEnds([
    ...lost.map((order) => ({ story: inOrder(order), end: endOfOrder(order) })),
    ...twice.map((story) => ({ story, end: endOfOrder(STORY) })),
    ...late.map(({ story, order }) => ({ story, end: endOfOrder(order) })),
  ]);
});

test('a message to the dialer that comes twenty times, at every step of a call, rings once', async () => {
  const id = await acme.place({ ...CALL, to: '+14155550101' });
  const message = {
    messageId: 'b5a2a3a0-7c3f-4c55-8a1e-0d7f5f0c2c11',
    receiptHandle: 'none',
    body: JSON.stringify({ accountId: acme.accountId, callId: id }),
  };
  const twentyTimes = () =>
    Promise.all(
      Array.from({ length: 20 }, () => cloud.cloud.deliver('DialQueueDialer', { Records: [message] })),
    );

  const seen: unknown[] = [];
  const told = [twentyTimes()];
  for (let second = 0; second < 30; second += 2) {
    await cloud.advance(2);
    const { status } = await acme.call(id);
    if (!seen.includes(status)) told.push(twentyTimes());
    seen.push(status);
  }
  const answers = (await Promise.all(told)).flat();

  expect([...new Set(seen)]).toEqual(['dialing', 'in_progress', 'completed']);
  expect(answers).toHaveLength(80);
  expect(answers.filter(({ ok }) => !ok)).toEqual([]);
  expect(cloud.cloud.chime.calls().filter(({ callId }) => callId === id)).toHaveLength(1);
  const workflows = cloud.cloud.workflows.executions().filter(({ name }) => name.startsWith(id));
  expect(workflows.map(({ name, status }) => [name, status])).toEqual([[`${id}-1`, 'SUCCEEDED']]);
  expect(await endOf(id)).toEqual(endOfOrder(STORY));
});

test('after all of it nothing is reserved, no line is taken, and the ledger says what the counters say', async () => {
  const books = booksOf(cloud.cloud);
  const minutes = await books.minutes(acme.accountId);
  const open = (await books.part('Accounts', `A#${acme.accountId}`)).find(({ sk }) => sk === 'OPEN');
  const [carrier] = await books.part('Accounts', 'CARRIER');

  expect(minutes).toEqual(await books.recount(acme.accountId));
  expect(minutes.reserved).toBe(0);
  expect([open?.['calls'], carrier?.['lines']]).toEqual([0, 0]);
});
