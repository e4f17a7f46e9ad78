import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
let books: ReturnType<typeof booksOf>;
let acme: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client();
  books = booksOf(cloud.cloud);
});
beforeEach(() => books.answeredBy(acme.callerId, { greeting: ROBIN }));
afterEach(() => expect(cloud.denied).toEqual([]));
afterAll(() => cloud.stop());

const ROBIN = 'Thanks for calling Acme, this is Robin.';
const CALLER = '+14155550177';
const SAYS = ['Hello, do you open on Sunday?', 'Please tell them that Sam Carter called.', 'Thank you, bye.'];

/** Somebody calls the account's number; a second later this stands in the carrier's books. */
async function ring({ from = CALLER, ...script }: Readonly<Record<string, unknown>> = {}) {
  const { transactionId } = cloud.cloud.chime.inbound({
    to: acme.callerId,
    from: from as string | null,
    says: SAYS,
    ...script,
  });
  await cloud.advance(1);
  return recordOf(transactionId);
}
function recordOf(transactionId: string) {
  const record = cloud.cloud.chime.calls().find((call) => call.transactionId === transactionId);
  if (!record) throw new Error('the carrier knows no such call');
  return { ...record, callId: record.callId ?? 'none' };
}
const inboundCalls = async (client: Client = acme) =>
  (await client.ask('GET', '/v1/agent/calls?direction=inbound&limit=100')).body['calls'] as unknown[];

test('a call is answered by the number’s assistant, talked in, and told of like any other', async () => {
  const { transactionId, callId, answeredAt } = await ring();
  expect(answeredAt).not.toBeNull();
  expect(await acme.call(callId)).toMatchObject({
    status: 'in_progress',
    direction: 'inbound',
    to: acme.callerId,
    callerId: CALLER,
    objective: null,
    endedAt: null,
  });

  await cloud.advance(60);

  expect(recordOf(transactionId).said[0]).toBe(`agent: I am an AI assistant. ${ROBIN}`);
  const call = await acme.call(callId);
  expect(call).toMatchObject({
    status: 'completed',
    endReason: 'agent_hangup',
    error: null,
    extracted: null,
    metadata: null,
    recordingUrl: null,
    language: 'en-US',
    voice: 'Aoede',
    billedMinutes: 1,
  });
  expect(call['transcript']).toBe(recordOf(transactionId).said.join('\n'));
  expect(call['summary']).toEqual(expect.stringContaining('bye'));
  expect(await inboundCalls()).toMatchObject([{ id: callId, summary: call['summary'] }]);
  expect(await books.minutes(acme.accountId)).toEqual({ used: 0, reserved: 0, inbound: 1 });
  expect(await books.recount(acme.accountId)).toEqual({ used: 0, reserved: 0, inbound: 1 });
  expect(cloud.counted('CallsReceived')).toBe(1);
  expect(cloud.cloud.trace.entries(callId).map(({ state }) => state)).toContain('Conclude');
});

const REFUSED = [
  { why: 'a number without an assistant', error: 'unassigned', change: { inboundAssistantId: null } },
  { why: 'an inactive assistant', error: 'unassigned', assistant: { active: false } },
  {
    why: 'an assistant that is gone',
    error: 'unassigned',
    change: { inboundAssistantId: '01959c8e-0000-7000-8000-0000000000aa' },
  },
  {
    why: 'a number past its release',
    error: 'unassigned',
    change: { releaseAt: '2026-03-01T00:00:00.000Z' },
  },
  { why: 'a suspended account', error: 'account_suspended', account: { status: 'suspended' } },
  {
    why: 'a trial that is over',
    error: 'account_suspended',
    account: { status: 'trialing', trialEndsAt: '2026-02-01T00:00:00.000Z' },
  },
] as const;

test.each(REFUSED)('$why is not answered: hung up before the answer, at no cost', async (told) => {
  const { error, ...given } = told;
  const client = await cloud.client();
  await books.answeredBy(client.callerId, 'assistant' in given ? given.assistant : {});
  if ('change' in given) await books.changeNumber(client.callerId, given.change);
  if ('account' in given) await cloud.operator('PATCH', `/accounts/${client.accountId}`, given.account);

  const { callId, sipCode, answeredAt, said } = await ring({ to: client.callerId });

  expect({ sipCode, answeredAt, said }).toEqual({ sipCode: 480, answeredAt: null, said: [] });
  const call = await client.call(callId);
  expect(call).toMatchObject({
    status: 'failed',
    error,
    endReason: error === 'unassigned' ? 'unassigned' : 'blocked',
    startedAt: null,
    endedAt: call['createdAt'],
    durationSec: null,
    billedMinutes: 0,
    transcript: null,
    summary: null,
  });
  expect(await books.ledger(client.accountId)).toEqual([]);
});

test('whoever is on the do-not-call list for calls that come in is not answered; for those that go out is', async () => {
  await acme.ask('POST', '/v1/do-not-call', { number: '+14155550171', direction: 'inbound' });
  await acme.ask('POST', '/v1/do-not-call', { number: '+14155550172', direction: 'both' });
  await acme.ask('POST', '/v1/do-not-call', { number: '+14155550173', direction: 'outbound' });
  const blocked = { status: 'failed', error: 'do_not_call', endReason: 'blocked' };

  for (const from of ['+14155550171', '+14155550172']) {
    const { callId, sipCode } = await ring({ from });
    expect([sipCode, await acme.call(callId)]).toMatchObject([480, blocked]);
  }
  const { callId } = await ring({ from: '+14155550173' });
  expect(await acme.call(callId)).toMatchObject({ status: 'in_progress' });
});

test('a call to a number that no account has leaves nothing', async () => {
  const nobody = await cloud.client();
  await books.changeNumber(nobody.callerId, { status: 'released' });

  const { callId, sipCode } = await ring({ to: nobody.callerId });

  expect([callId, sipCode]).toEqual(['none', 480]);
  expect(await inboundCalls(nobody)).toEqual([]);
  expect(cloud.counted('StrayLines')).toBe(0);
});

test('a number that is given to another assistant is answered by that one at the very next call', async () => {
  const first = await ring();
  await books.answeredBy(acme.callerId, { greeting: 'Hier ist Petra.', language: 'de', voice: 'Charon' });
  const second = await ring();

  expect(first.said[0]).toBe(`agent: I am an AI assistant. ${ROBIN}`);
  expect(second.said[0]).toBe('agent: Ich bin ein KI-Assistent. Hier ist Petra.');
  expect(await acme.call(second.callId)).toMatchObject({
    language: 'de-DE',
    languageSource: 'explicit',
    voice: 'Charon',
  });
});

test('an assistant that is deleted in a call goes on to its end', async () => {
  const { callId, transactionId } = await ring();
  const id = String((await books.changeNumber(acme.callerId, {}))['inboundAssistantId']);
  await books.remove('Accounts', { pk: `A#${acme.accountId}`, sk: `ASSISTANT#${id}` });
  await cloud.advance(60);

  expect(await acme.call(callId)).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
  expect(recordOf(transactionId).said.length).toBeGreaterThan(4);
});

test('a caller who withholds the number is answered; one who asks not to be called is on the list', async () => {
  const says = ['Do not call me again, please.', 'Bye.'];
  const anonymous = await ring({ from: null, says });
  const known = await ring({ from: '+14155550174', says });
  await cloud.advance(60);

  const optedOut = { status: 'completed', endReason: 'opt_out' };
  expect(await acme.call(anonymous.callId)).toMatchObject({ ...optedOut, callerId: null });
  expect(await acme.call(known.callId)).toMatchObject(optedOut);
  const { body } = await acme.ask('GET', '/v1/do-not-call');
  expect(body['doNotCall']).toContainEqual(
    expect.objectContaining({ number: '+14155550174', direction: 'outbound', source: 'call' }),
  );
});

test('events that come twice and out of order make one row, one end and one line in the ledger', async () => {
  const before = await inboundCalls();
  const { callId } = await ring({ eventsRepeated: true });
  await cloud.advance(90);

  expect(await inboundCalls()).toHaveLength(before.length + 1);
  expect(await acme.call(callId)).toMatchObject({ status: 'completed', billedMinutes: 1 });
  expect((await books.ledger(acme.accountId)).filter(({ sk }) => String(sk).startsWith(callId))).toHaveLength(
    1,
  );
});

test('a recorded call says so first, and its recording can be fetched', async () => {
  await books.handle(acme.callerId, { recording: true });
  const { callId, transactionId } = await ring();
  await cloud.advance(60);
  await books.handle(acme.callerId, { recording: null });

  expect(recordOf(transactionId).said[0]).toBe(
    `agent: I am an AI assistant. This call is being recorded. ${ROBIN}`,
  );
  expect(String((await acme.call(callId))['recordingUrl'])).toMatch(/\/recording$/);
  expect(await acme.ask('GET', `/v1/agent/calls/${callId}/recording`)).toMatchObject({ status: 302 });
});

test('calls that came in are seen with account:calls alone, and nobody cancels or erases them', async () => {
  const { callId } = await ring();
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'own',
    scopes: ['calls:read', 'calls:write'],
  });
  const own = cloud.withKey(acme.accountId, String(made.body['key']));
  const notFound = { status: 404, body: { error: 'not_found' } };

  expect(await inboundCalls(own)).toEqual([]);
  expect(await own.ask('GET', `/v1/agent/calls/${callId}`)).toMatchObject(notFound);
  expect(await acme.ask('POST', `/v1/agent/calls/${callId}/cancel`)).toMatchObject(notFound);
  await cloud.advance(60);
  expect(await acme.ask('DELETE', `/v1/agent/calls/${callId}/content`)).toMatchObject(notFound);
});

test('a caller who never stops is hung up on after ten minutes, whatever minutes the plan has', async () => {
  const small = await cloud.client({ limits: { minutes: 1 } });
  await books.answeredBy(small.callerId, {});
  const { callId, transactionId } = await ring({
    to: small.callerId,
    says: ['Let me tell you about my week.', 'And then my sister called.'],
    neverSilent: true,
  });
  await cloud.advance(720);

  expect(recordOf(transactionId).endedAt).not.toBeNull();
  const call = await small.call(callId);
  expect(call).toMatchObject({ status: 'completed', endReason: 'max_duration', billedMinutes: 11 });
  expect(await books.minutes(small.accountId)).toEqual({ used: 0, reserved: 0, inbound: 11 });
});

test('a call whose end is never told ends when it was last heard, and is concluded', async () => {
  const { callId } = await ring({ hangupLost: true });
  await cloud.advance(600 + 300);

  const call = await acme.call(callId);
  expect(call).toMatchObject({ status: 'completed', endReason: 'outcome_unknown', billedMinutes: 1 });
  expect(call['transcript']).toMatch(/^agent: I am an AI assistant/);
});

test('a caller who hangs up, and a conclusion that can’t be started: the sweep starts it', async () => {
  cloud.cloud.faults.add({ service: 'states', operation: 'StartExecution', kind: 'error', nth: 1, times: 6 });
  const { callId } = await ring({ talkSec: 4 });
  await cloud.advance(20);
  cloud.cloud.faults.clear();
  expect(await acme.call(callId)).toMatchObject({ status: 'in_progress' });
  await cloud.advance(180);

  expect(await acme.call(callId)).toMatchObject({ status: 'completed', endReason: 'recipient_hangup' });
});

test.each([
  ['row', 1],
  ['first words', 2],
])(
  'a call that was gone before the carrier had an answer of ours, though its %s were stored, was answered by nobody, and costs nothing',
  async (_, nth) => {
    // Stored, and both times the function ends before it has told the carrier what to do.
    cloud.cloud.faults.add({
      service: 'dynamodb',
      operation: 'PutItem',
      function: 'TelephonyCarrierEvents',
      kind: 'kill_after',
      nth,
      times: 2,
    });
    const { transactionId } = await ring({ from: '+14155550175' });
    await cloud.advance(60);
    cloud.cloud.faults.clear();

    expect(recordOf(transactionId)).toMatchObject({
      callId: 'none',
      answeredAt: null,
      sipCode: 480,
      said: [],
    });
    const [last] = (await inboundCalls()) as [{ id: string }];
    const missed = {
      status: 'no_answer',
      endReason: 'no_answer',
      error: null,
      startedAt: null,
      billedMinutes: 0,
      transcript: null,
    };
    expect(await acme.call(last.id)).toMatchObject({ ...missed, callerId: '+14155550175' });
  },
);
