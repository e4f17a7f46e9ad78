import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

const TERMINAL = ['completed', 'no_answer', 'voicemail', 'declined', 'failed'];
const NEVER_ANSWERED = { startedAt: null, durationSec: null, billedMinutes: 0 };

const TALKED = { status: 'completed', error: null, endReason: 'agent_hangup', talk: true, rings: 1 };
const UNANSWERED = { error: null, talk: false, rings: 1 };

/** Contract, section 6: every destination with a script, two of those that just answer, and a number without a script. */
const OUTCOMES = [
  { to: '00', ...TALKED, why: 'answers and talks' },
  { to: '29', ...TALKED, why: 'answers and talks' },
  { to: '30', ...UNANSWERED, status: 'no_answer', endReason: 'no_answer', why: 'rings out' },
  { to: '31', ...UNANSWERED, status: 'no_answer', endReason: 'busy', rings: 0, why: 'is busy' },
  { to: '32', ...UNANSWERED, status: 'declined', endReason: 'declined', why: 'declines' },
  { to: '33', ...TALKED, status: 'voicemail', endReason: 'voicemail', why: 'is a mailbox' },
  {
    to: '34',
    status: 'failed',
    error: 'placement_failed',
    endReason: 'carrier_refused',
    talk: false,
    rings: 0,
    why: 'is refused',
  },
  { to: '35', ...TALKED, why: 'is throttled twice' },
  { to: '36', ...TALKED, why: 'is taken, and answered 500' },
  {
    to: '37',
    status: 'failed',
    error: 'outcome_unknown',
    endReason: 'outcome_unknown',
    talk: false,
    rings: 0,
    why: 'gets no answer from the carrier',
  },
  { to: '38', ...TALKED, endReason: 'outcome_unknown', why: 'loses its hangup' },
  { to: '39', ...TALKED, endReason: 'recipient_hangup', why: 'hangs up during the greeting' },
  { to: '40', ...TALKED, endReason: 'max_duration', why: 'never stops talking' },
  { to: '41', ...TALKED, endReason: 'opt_out', why: 'asks not to be called again' },
  { to: '42', ...TALKED, why: 'has every event twice and out of order' },
  { to: '43', ...TALKED, why: 'speaks Spanish' },
  { to: '44', ...TALKED, why: 'gives the agent orders' },
  { to: '45', ...TALKED, why: 'is heard of 60 s late' },
  {
    to: '46',
    status: 'failed',
    error: 'outcome_unknown',
    endReason: 'outcome_unknown',
    talk: false,
    rings: 1,
    why: 'is heard of 120 s late',
  },
  { to: '+442079460123', ...TALKED, why: 'has no script' },
];

test('every destination ends as the contract says, with one ring at the most and no minute left held', async () => {
  const acme = await cloud.client({ limits: { callsPerMinute: 1_000 } });
  const placed: { readonly id: string; readonly wanted: (typeof OUTCOMES)[number] }[] = [];
  for (const wanted of OUTCOMES) {
    const to = wanted.to.length === 2 ? `+141555501${wanted.to}` : wanted.to;
    const id = await acme.place({ to, objective: 'Ask whether they are open on Sunday' });
    placed.push({ id, wanted });
  }

  /** Each call as it was read when its status was first seen to be terminal. */
  const ends = new Map<unknown, Readonly<Record<string, unknown>>>();
  for (let minute = 0; minute < 20; minute++) {
    await cloud.advance(60);
    const { calls } = (await acme.ask('GET', '/v1/agent/calls?limit=100')).body;
    for (const { id, status } of calls as { id: string; status: string }[])
      if (TERMINAL.includes(status) && !ends.has(id)) ends.set(id, await acme.call(id));
  }

  const seen = [];
  for (const { id, wanted } of placed) {
    const call = await acme.call(id);
    // What a client has once read with a terminal status is final.
    expect(call).toEqual(ends.get(id));
    const { status, error, endReason, transcript, startedAt, durationSec, billedMinutes } = call;
    const rang = cloud.cloud.chime.calls().filter(({ callId, ringAt }) => callId === id && ringAt !== null);
    const talk = typeof transcript === 'string';
    seen.push({ to: wanted.to, status, error, endReason, talk, rings: rang.length, why: wanted.why });
    if (!wanted.talk) expect({ startedAt, durationSec, billedMinutes }).toEqual(NEVER_ANSWERED);
    else expect(billedMinutes).toBeGreaterThanOrEqual(1);
  }
  expect(seen).toEqual(OUTCOMES);

  const books = booksOf(cloud.cloud);
  expect(await books.minutes(acme.accountId)).toEqual(await books.recount(acme.accountId));
  expect((await books.minutes(acme.accountId)).reserved).toBe(0);
  const settled = (await books.ledger(acme.accountId)).filter(({ kind }) => kind === 'settle');
  expect(settled).toHaveLength(OUTCOMES.length);
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
  expect(await booksOf(cloud.cloud).minutes(acme.accountId)).toEqual({ used: 3, reserved: 0, inbound: 0 });
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
