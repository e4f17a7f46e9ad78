import { v7 as uuidv7 } from 'uuid';
import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { anAssistantOf } from './an-assistant.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
});
beforeEach(async () => {
  acme = await cloud.client();
});
afterAll(() => cloud.stop());

/** How long a warm function may go by what it has read. */
const FRESH_SEC = 5;
const ORDER = { to: '+14155550101', objective: 'hm' };
const tryOut = (order: object = {}) =>
  acme.ask('POST', '/v1/agent/calls', { ...ORDER, ...order, dryRun: true });
const change = (number: string, body: object) =>
  acme.ask('PATCH', `/v1/numbers/${encodeURIComponent(number)}`, body);

async function another(): Promise<string> {
  await cloud.advance(1);
  const number = cloud.cloud.chime.numbers().find(({ status }) => status === 'Unassigned')?.number ?? '';
  await cloud.operator('POST', '/number-imports', { accountId: acme.accountId, provider: 'chime', number });
  return number;
}
const assistant = (changes: Readonly<Record<string, unknown>> = {}) => anAssistantOf(acme, changes);

test('a call from a number is held by the number’s outbound assistant, in its voice, its language and its manner', async () => {
  await tryOut();
  const robin = await assistant({ voice: 'Puck', language: 'de-DE', persona: 'Hums when it thinks.' });
  await change(acme.callerId, { outboundAssistantId: robin });
  await cloud.advance(FRESH_SEC);

  expect((await tryOut()).body).toMatchObject({ callerId: acme.callerId, voice: 'Puck', language: 'de-DE' });
  await acme.place(ORDER);
  await cloud.advance(30);
  const asked = cloud.requests.filter(({ service }) => service === 'bedrock');
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.at(-2)?.request.body.toString()).toContain('Hums when it thinks.');

  await change(acme.callerId, { outboundAssistantId: null });
  await cloud.advance(FRESH_SEC);
  expect((await tryOut()).body).toMatchObject({ voice: 'Aoede' });
});

test('an assistant calls from the oldest live number that names it, and not from one that is gone', async () => {
  const robin = await assistant();
  const [second, third] = [await another(), await another()];
  await change(third, { outboundAssistantId: robin });
  await change(second, { inboundAssistantId: robin });
  await cloud.advance(FRESH_SEC);
  const from = async () => (await tryOut({ assistantId: robin })).body['callerId'];
  expect(await from()).toBe(second);

  await lose(second);
  await cloud.advance(FRESH_SEC);
  expect(await from()).toBe(third);
  expect((await tryOut({ callerId: second })).body['error']).toBe('caller_id_not_owned');
});

test('a call that waits is not rung from a number that the carrier has no more', async () => {
  const callId = await acme.place({ ...ORDER, notBefore: '2026-03-02T12:10:00Z' });
  await lose(acme.callerId);

  await cloud.advance(15 * 60);

  expect(await acme.call(callId)).toMatchObject({ status: 'failed', error: 'caller_id_not_owned' });
});

test('an assistant that is switched off, or another’s, holds no call', async () => {
  const off = await assistant({ active: false });

  expect((await tryOut({ assistantId: off })).body['error']).toBe('invalid_assistant');
  expect((await tryOut({ assistantId: uuidv7() })).body['error']).toBe('invalid_assistant');
});

/** The carrier has the number no more, as the books find out. */
async function lose(number: string): Promise<void> {
  const books = booksOf(cloud.cloud);
  const [row] = await books.part('Numbers', `N#${number}`);
  const missingSince = new Date(cloud.cloud.clock.now()).toISOString();
  await books.put('Numbers', { ...row, number: { ...(row?.['number'] as object), missingSince } });
}
