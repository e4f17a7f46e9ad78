import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { anAssistantOf } from './an-assistant.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client();
});
afterAll(() => cloud.stop());

const CALLER = '+14155550177';
const OFFICE = '+13125550110';
const RINGS_OUT = '+13125550130';
const ASKS = ['Hello, I have a question about my invoice.', 'Can I talk to a person, please?'];

const anAssistant = (wish = {}) => anAssistantOf(acme, wish);

/** From now on the account's number is handled so, and in no other way. */
async function handled(callHandling: Readonly<Record<string, unknown>>, assistant: string | null = null) {
  const path = `/v1/numbers/${encodeURIComponent(acme.callerId)}`;
  await acme.ask('PATCH', path, { callHandling: null });
  const { status } = await acme.ask('PATCH', path, { callHandling, inboundAssistantId: assistant });
  expect(status).toBe(200);
}

/** What the carrier's books say of a transaction, a line a leg. */
const legsOf = (id: string) => cloud.cloud.chime.calls().filter(({ transactionId }) => transactionId === id);

/** Somebody calls the account's number, behaves so, and two minutes pass. */
async function called(script: Readonly<Record<string, unknown>> = {}, seconds = 120) {
  const { transactionId } = cloud.cloud.chime.inbound({ to: acme.callerId, from: CALLER, ...script });
  await cloud.advance(seconds);
  const legs = legsOf(transactionId);
  const call = await acme.call(legs[0]?.callId ?? '');
  return { transactionId, legs, call };
}

const FORWARD = { mode: 'forward', forwardTo: OFFICE, recording: true };

test('a forwarded call begins when it is answered there, and ends when one of both hangs up', async () => {
  await handled(FORWARD);
  cloud.cloud.chime.script(OFFICE, { talkSec: 100 });

  const { transactionId, legs, call } = await called({ talkSec: 65 }, 1);
  expect(call).toMatchObject({ status: 'dialing', startedAt: null });
  expect(legs).toMatchObject([
    { to: acme.callerId, from: CALLER, answeredAt: null },
    { to: OFFICE, from: acme.callerId, answeredAt: null },
  ]);
  await cloud.advance(3);
  const id = String(call['id']);
  expect(await acme.call(id)).toMatchObject({ status: 'in_progress' });
  await cloud.advance(116);

  const ended = legsOf(transactionId);
  expect(ended[0]?.answeredAt).toBe(ended[1]?.answeredAt);
  expect(ended[0]?.endedAt).toBe(ended[1]?.endedAt);
  expect(ended).toMatchObject([
    { sipCode: 0, said: [] },
    { sipCode: 0, said: [] },
  ]);
  expect(await acme.call(id)).toMatchObject({
    status: 'completed',
    endReason: 'forwarded',
    error: null,
    direction: 'inbound',
    transcript: null,
    summary: null,
    // It would have been announced, and nobody was there to do so.
    recordingUrl: null,
    durationSec: 65,
    billedMinutes: 2,
  });
});

test('a forwarded call that whoever it is forwarded to hangs up is hung up here too', async () => {
  await handled(FORWARD);
  cloud.cloud.chime.script(OFFICE, { talkSec: 30 });

  const { legs, call } = await called();

  expect(legs.map(({ endedAt }) => endedAt)).toEqual([legs[0]?.endedAt, legs[0]?.endedAt]);
  expect(call).toMatchObject({ status: 'completed', endReason: 'forwarded', durationSec: 30 });
});

test('where nobody answers a forwarded call, nobody is answered', async () => {
  await handled({ mode: 'forward', forwardTo: RINGS_OUT });

  const { legs, call } = await called();

  expect(legs).toMatchObject([
    { answeredAt: null, sipCode: 480 },
    { answeredAt: null, to: RINGS_OUT },
  ]);
  expect(call).toMatchObject({
    status: 'no_answer',
    endReason: 'no_answer',
    startedAt: null,
    durationSec: null,
    billedMinutes: 0,
  });
});

test('whoever is rung first takes the call; a mailbox that answers has taken it', async () => {
  await handled({ mode: 'ring_first', ringTo: '+13125550133', recording: true }, await anAssistant());

  const { legs, call } = await called({}, 200);

  expect(legs).toMatchObject([{ said: [] }, { to: '+13125550133', said: [] }]);
  expect(call).toMatchObject({
    status: 'completed',
    endReason: 'forwarded',
    transcript: null,
    recordingUrl: null,
    durationSec: 120,
  });
});

test('where nobody answers whoever is rung first, the assistant does', async () => {
  await handled(
    { mode: 'ring_first', ringTo: RINGS_OUT, ringSeconds: 7, recording: true },
    await anAssistant({ greeting: 'Thanks for calling Acme.' }),
  );

  const { legs, call } = await called();

  expect(legs[1]).toMatchObject({ to: RINGS_OUT, answeredAt: null });
  expect(seconds(legs[1]?.requestedAt, legs[1]?.endedAt)).toBe(7);
  expect(legs[0]?.said[0]).toBe(
    'agent: I am an AI assistant. This call is being recorded. Thanks for calling Acme.',
  );
  expect(call).toMatchObject({
    status: 'completed',
    endReason: 'agent_hangup',
    startedAt: legs[1]?.endedAt,
    recordingUrl: expect.stringContaining('/recording') as string,
  });
});

test('where nobody answers whoever is rung first, and there is no assistant, nobody does', async () => {
  await handled({ mode: 'ring_first', ringTo: RINGS_OUT });

  const { legs, call } = await called();

  expect(legs[0]).toMatchObject({ answeredAt: null, sipCode: 480 });
  expect(seconds(legs[1]?.requestedAt, legs[1]?.endedAt)).toBe(20);
  expect(call).toMatchObject({ status: 'failed', error: 'unassigned', endReason: 'unassigned' });
});

/** From now on calls to the office are refused, or not any more. */
async function refuseTheOffice(isRefused: boolean): Promise<void> {
  const { body } = await cloud.operator('GET', '/destination-rules');
  const { version, deny } = body as { version: number; deny: string[] };
  const others = deny.filter((prefix) => prefix !== OFFICE);
  const wanted = { version: version + 1, deny: isRefused ? [...others, OFFICE] : others };
  expect((await cloud.operator('PUT', '/destination-rules', wanted)).status).toBe(200);
}

test('a number that was refused since is not rung: not forwarded to, passed by where it is rung first', async () => {
  await handled(FORWARD);
  await refuseTheOffice(true);
  const forwarded = await called();
  await refuseTheOffice(false);
  await handled({ mode: 'ring_first', ringTo: OFFICE }, await anAssistant());
  await refuseTheOffice(true);
  const passedBy = await called();
  await refuseTheOffice(false);

  expect(forwarded.legs).toMatchObject([{ answeredAt: null, sipCode: 480 }]);
  expect(forwarded.call).toMatchObject({
    status: 'failed',
    error: 'destination_blocked',
    endReason: 'blocked',
    billedMinutes: 0,
  });
  expect(passedBy.legs).toHaveLength(1);
  expect(passedBy.call).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
});

const seconds = (from: string | null | undefined, to: string | null | undefined) =>
  (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1_000;

const transferring = (style: string, to = OFFICE) => anAssistant({ transfer: { allowed: true, style, to } });

test('a cold transfer: whoever asks for a person is joined with one, who is told nothing', async () => {
  await handled({ mode: 'ring_first', ringTo: RINGS_OUT, recording: true }, await transferring('cold'));
  cloud.cloud.chime.script(OFFICE, { talkSec: 700 });

  const { transactionId, legs, call } = await called({ says: ASKS });
  expect(call).toMatchObject({ status: 'in_progress' });
  expect(legs).toMatchObject([
    { said: expect.arrayContaining(['agent: One moment, please. I will put you through.']) as string[] },
    { to: RINGS_OUT, answeredAt: null },
    { to: OFFICE, from: acme.callerId, said: [] },
  ]);
  await cloud.advance(700);

  // Two people have longer than the ten minutes that an assistant has.
  const ended = await acme.call(String(call['id']));
  expect(ended).toMatchObject({ status: 'completed', endReason: 'transferred', error: null });
  expect(ended['durationSec']).toBeGreaterThan(700);
  expect(ended['billedMinutes']).toBe(12);
  expect(ended['endedAt']).toBe(legsOf(transactionId)[2]?.endedAt);
  expect(legsOf(transactionId)[0]?.endedAt).toBe(ended['endedAt']);
  expect(ended['transcript']).toBe(legs[0]?.said.join('\n'));
  // What is said after that nobody was told to be recorded.
  const { headers } = await acme.ask('GET', `/v1/agent/calls/${String(call['id'])}/recording`);
  const file = await fetch(headers['location'] ?? '');
  expect(Number(file.headers.get('x-amz-meta-recording-duration'))).toBeLessThan(10);
});

test('a warm transfer: whoever is called is told first who is on the line, and nothing of what the agent was told', async () => {
  await handled({ transfer: { allowed: true, style: 'warm', to: OFFICE } });
  cloud.cloud.chime.script(OFFICE, { talkSec: 20 });
  cloud.cloud.chime.script('+14155550105', {
    says: ['Bistro Verde, good evening.', 'We have no table left.', 'Let me talk to a human, please.'],
  });
  const id = await acme.place({
    to: '+14155550105',
    objective: 'Book a table for the walnut club',
    context: 'The secret word is rhubarb.',
  });
  await cloud.advance(90);

  const [first, second] = cloud.cloud.chime.calls().filter(({ callId }) => callId === id);
  expect(second).toMatchObject({ to: OFFICE, from: acme.callerId });
  expect(second?.said).toEqual([
    'agent: Hello, this is the AI assistant of Acme. I have a call for you. Somebody wants to speak to a person, and said: "We have no table left.".',
  ]);
  expect(second?.said.join()).not.toMatch(/walnut|rhubarb/);
  expect(first?.said.at(-1)).toBe('agent: One moment, please. I will put you through.');
  expect(await acme.call(id)).toMatchObject({
    status: 'completed',
    direction: 'outbound',
    endReason: 'transferred',
    endedAt: second?.endedAt,
  });
  expect(String((await acme.call(id))['transcript'])).not.toContain('I have a call for you');
});

test('where nobody answers a transfer, the agent comes back, says so, and tries it no more', async () => {
  await handled({}, await transferring('warm', RINGS_OUT));

  const { legs, call } = await called({ says: [...ASKS, 'Put me through to someone!', 'Goodbye.'] });

  expect(legs).toHaveLength(2);
  expect(legs[1]).toMatchObject({ answeredAt: null, said: [] });
  expect(legs[0]?.said).toContain(
    "agent: I'm sorry, nobody can take the call right now. Is there anything else I can do for you?",
  );
  expect(call).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
  expect(call['transcript']).toBe(legs[0]?.said.join('\n'));
});

test('a transfer to a number that was refused since is not rung, and the agent goes on', async () => {
  await handled({}, await transferring('cold'));
  await refuseTheOffice(true);

  const { legs, call } = await called({ says: [...ASKS, 'Goodbye.'] });
  await refuseTheOffice(false);

  expect(legs).toHaveLength(1);
  expect(legs[0]?.said.join()).toContain('nobody can take the call right now');
  expect(call).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
});

test('a call that is canceled after its transfer is hung up on both ends, and pays for its minutes', async () => {
  const before = await booksOf(cloud.cloud).minutes(acme.accountId);
  await handled({ transfer: { allowed: true, style: 'cold', to: OFFICE } });
  cloud.cloud.chime.script(OFFICE, { talkSec: 3_000 });
  cloud.cloud.chime.script('+14155550105', { says: ['Hello?', 'Can I talk to a person?'] });
  const id = await acme.place({ to: '+14155550105', objective: 'Ask whether they are open' });
  await cloud.advance(400);
  expect(await acme.call(id)).toMatchObject({ status: 'in_progress' });

  await acme.ask('POST', `/v1/agent/calls/${id}/cancel`);
  await cloud.advance(10);

  const legs = cloud.cloud.chime.calls().filter(({ callId }) => callId === id);
  expect(legs).toMatchObject([{ sipCode: 0 }, { sipCode: 0 }]);
  expect(await acme.call(id)).toMatchObject({ status: 'completed', endReason: 'canceled', billedMinutes: 7 });
  const after = await booksOf(cloud.cloud).minutes(acme.accountId);
  expect([after.used - before.used, after.reserved]).toEqual([7, 0]);
  expect(await booksOf(cloud.cloud).recount(acme.accountId)).toEqual(after);
  expect(cloud.denied).toEqual([]);
});

test('two people who never hang up are hung up on after an hour', async () => {
  await handled(FORWARD);
  cloud.cloud.chime.script(OFFICE, { neverSilent: true });

  const { legs, call } = await called({}, 3_700);

  expect(legs).toMatchObject([{ sipCode: 0 }, { sipCode: 0 }]);
  expect(call).toMatchObject({ status: 'completed', endReason: 'max_duration' });
  expect(call['durationSec']).toBeGreaterThanOrEqual(3_600);
  expect(call['durationSec']).toBeLessThan(3_660);
});
