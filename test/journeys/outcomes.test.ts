import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

const OUTCOMES = [
  {
    ends: '00',
    status: 'completed',
    endReason: 'agent_hangup',
    error: null,
    rings: 1,
    why: 'answers and talks',
  },
  {
    ends: '29',
    status: 'completed',
    endReason: 'agent_hangup',
    error: null,
    rings: 1,
    why: 'answers and talks',
  },
  { ends: '30', status: 'no_answer', endReason: 'no_answer', error: null, rings: 1, why: 'rings out' },
  { ends: '31', status: 'no_answer', endReason: 'busy', error: null, rings: 0, why: 'is busy' },
  { ends: '32', status: 'declined', endReason: 'declined', error: null, rings: 1, why: 'declines' },
  { ends: '33', status: 'voicemail', endReason: 'voicemail', error: null, rings: 1, why: 'is a mailbox' },
  {
    ends: '34',
    status: 'failed',
    endReason: 'carrier_refused',
    error: 'placement_failed',
    rings: 0,
    why: 'is refused',
  },
  {
    ends: '35',
    status: 'completed',
    endReason: 'agent_hangup',
    error: null,
    rings: 1,
    why: 'is throttled twice',
  },
  {
    ends: '36',
    status: 'completed',
    endReason: 'agent_hangup',
    error: null,
    rings: 1,
    why: 'is taken, and answered 500',
  },
  {
    ends: '37',
    status: 'failed',
    endReason: 'outcome_unknown',
    error: 'outcome_unknown',
    rings: 0,
    why: 'gets no answer',
  },
  {
    ends: '38',
    status: 'completed',
    endReason: 'outcome_unknown',
    error: null,
    rings: 1,
    why: 'loses its hangup',
  },
  {
    ends: '39',
    status: 'completed',
    endReason: 'recipient_hangup',
    error: null,
    rings: 1,
    why: 'hangs up at once',
  },
  {
    ends: '41',
    status: 'completed',
    endReason: 'opt_out',
    error: null,
    rings: 1,
    why: 'asks not to be called',
  },
  {
    ends: '42',
    status: 'completed',
    endReason: 'agent_hangup',
    error: null,
    rings: 1,
    why: 'has every event twice',
  },
  {
    ends: '45',
    status: 'completed',
    endReason: 'agent_hangup',
    error: null,
    rings: 1,
    why: 'is heard of 60 s late',
  },
  {
    ends: '46',
    status: 'failed',
    endReason: 'outcome_unknown',
    error: 'outcome_unknown',
    rings: 1,
    why: 'too late',
  },
];

test('every outcome ends as the contract says, with one ring at the most and no minute left held', async () => {
  const acme = await cloud.client({ limits: { callsPerMinute: 1_000 } });
  const ids = new Map<string, string>();
  for (const { ends } of OUTCOMES)
    ids.set(
      ends,
      await acme.place({ to: `+141555501${ends}`, objective: 'Ask whether they are open on Sunday' }),
    );

  for (let minute = 0; minute < 20; minute++) await cloud.advance(60);

  for (const { ends, rings, why, status, endReason, error } of OUTCOMES) {
    const id = ids.get(ends) ?? '';
    const call = await acme.call(id);
    const rang = cloud.cloud.chime.calls().filter(({ callId, ringAt }) => callId === id && ringAt !== null);
    expect({ why, ...call, rings: rang.length }).toMatchObject({ why, status, endReason, error, rings });
    expect(call['endedAt']).not.toBeNull();
    if (call['startedAt'] === null)
      expect(call).toMatchObject({ durationSec: null, billedMinutes: 0, transcript: null });
  }
  const books = booksOf(cloud.cloud);
  expect(await books.minutes(acme.accountId)).toEqual(await books.recount(acme.accountId));
  expect((await books.minutes(acme.accountId)).reserved).toBe(0);
  const due = (await books.all('Calls')).filter((item) => 'due' in item);
  expect(due).toEqual([]);
  const running = cloud.cloud.workflows.executions().filter(({ status }) => status === 'RUNNING');
  expect(running).toEqual([]);
  expect(cloud.denied).toEqual([]);
});

test('lines are given back: after all calls have ended none is open', async () => {
  const counters = (await booksOf(cloud.cloud).all('Accounts')).filter(
    ({ sk, pk }) => sk === 'OPEN' || pk === 'CARRIER',
  );

  expect(counters.map(({ calls, lines }) => calls ?? lines)).toEqual(counters.map(() => 0));
});

test('an end is final: an hour later nothing has changed in any row, counter or line of the ledger', async () => {
  const books = booksOf(cloud.cloud);
  const standing = async () => [await books.all('Calls'), await books.all('Accounts')];
  const before = await standing();
  expect(before[0]?.length).toBeGreaterThan(OUTCOMES.length);

  await cloud.advance(3_600);

  expect(await standing()).toEqual(before);
});

test('who asked not to be called is not called again', async () => {
  const acme = await cloud.client();
  await acme.place({ to: '+14155550141', objective: 'Ask for the opening hours' });
  await cloud.advance(30);

  const again = await acme.ask('POST', '/v1/agent/calls', { to: '+14155550141', objective: 'Ask once more' });

  expect(again).toMatchObject({ status: 400, body: { error: 'do_not_call' } });
});

test('a call that talks for long asks for more minutes and is ended when there are none', async () => {
  const acme = await cloud.client({ limits: { minutes: 3 } });
  const id = await acme.place({ to: '+14155550140', objective: 'Ask for the price' });

  for (let minute = 0; minute < 8; minute++) await cloud.advance(60);

  expect(await acme.call(id)).toMatchObject({
    status: 'completed',
    endReason: 'minutes_exhausted',
    billedMinutes: 3,
  });
  expect(await booksOf(cloud.cloud).minutes(acme.accountId)).toEqual({ used: 3, reserved: 0 });
});

test('a call is over soon after its longest time', async () => {
  const acme = await cloud.client();
  cloud.cloud.chime.script('+14155550199', { neverSilent: true, turnSec: 10 });
  const fields = Array.from({ length: 15 }, (_, i) => ({ name: `question${i}` }));
  const id = await acme.place({
    to: '+14155550199',
    objective: 'Ask for the price',
    fields,
    maxDurationSec: 60,
  });

  for (let minute = 0; minute < 6; minute++) await cloud.advance(60);

  const call = await acme.call(id);
  expect(call).toMatchObject({ status: 'completed', endReason: 'max_duration' });
  expect(call['durationSec']).toBeLessThanOrEqual(60 + 60);
});
