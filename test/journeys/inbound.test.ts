import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
let books: ReturnType<typeof booksOf>;
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client();
  books = booksOf(cloud.cloud);
  await books.answeredBy(acme.callerId, { greeting: 'Thanks for calling Acme, this is Robin.' });
});
afterAll(() => cloud.stop());

const CALLER = '+14155550177';
const SAYS = ['Hello, do you open on Sunday?', 'Please tell them that Sam Carter called.', 'Thank you, bye.'];

/** Somebody calls the account's number; answers what the carrier's books say of it. */
async function ring(script: Readonly<Record<string, unknown>> = {}, from: string | null = CALLER) {
  const { transactionId } = cloud.cloud.chime.inbound({ to: acme.callerId, from, says: SAYS, ...script });
  await cloud.advance(1);
  return seenBy(transactionId);
}
function seenBy(transactionId: string) {
  const record = cloud.cloud.chime.calls().find((call) => call.transactionId === transactionId);
  if (!record) throw new Error('the carrier knows no such call');
  return record;
}

test('a call is answered by the number’s assistant, talked in, and told of like any other', async () => {
  const { transactionId, callId, answeredAt } = await ring();
  expect(answeredAt).not.toBeNull();
  expect(await acme.call(callId ?? '')).toMatchObject({
    status: 'in_progress',
    direction: 'inbound',
    to: acme.callerId,
    callerId: CALLER,
    objective: null,
    endedAt: null,
  });

  await cloud.advance(60);

  expect(seenBy(transactionId).said[0]).toBe(
    'agent: I am an AI assistant. Thanks for calling Acme, this is Robin.',
  );
  const call = await acme.call(callId ?? '');
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
  expect(call['transcript']).toBe(seenBy(transactionId).said.join('\n'));
  expect(call['summary']).toEqual(expect.stringContaining('bye'));
  const { body } = await acme.ask('GET', '/v1/agent/calls?direction=inbound');
  expect(body['calls']).toMatchObject([{ id: callId, direction: 'inbound', summary: call['summary'] }]);
  expect(await books.minutes(acme.accountId)).toEqual({ used: 0, reserved: 0, inbound: 1 });
  expect(await books.recount(acme.accountId)).toEqual({ used: 0, reserved: 0, inbound: 1 });
  expect(cloud.counted('CallsReceived')).toBe(1);
  expect(cloud.denied).toEqual([]);
});
