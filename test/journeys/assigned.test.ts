import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { anAssistantOf } from './an-assistant.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client();
});
afterAll(() => cloud.stop());

const change = async (body: object) => {
  const { status } = await acme.ask('PATCH', `/v1/numbers/${encodeURIComponent(acme.callerId)}`, body);
  expect(status).toBe(200);
};
/** Somebody calls now; answers the first words that they hear, if anybody answers, and the call as the account sees it. */
async function call() {
  const { transactionId } = cloud.cloud.chime.inbound({
    to: acme.callerId,
    from: '+14155550177',
    says: ['Hello?', 'Thank you, bye.'],
  });
  await cloud.advance(40);
  const rung = cloud.cloud.chime.calls().find((one) => one.transactionId === transactionId);
  return { heard: rung?.said[0], seen: await acme.call(rung?.callId ?? '') };
}

test('the very next call is answered by whom the number names by then, or by nobody', async () => {
  const robin = await anAssistantOf(acme, { greeting: 'Robin speaking.' });
  const alex = await anAssistantOf(acme, { greeting: 'Alex speaking.' });

  await change({ inboundAssistantId: robin });
  expect((await call()).heard).toContain('Robin speaking.');
  await change({ inboundAssistantId: alex });
  expect((await call()).heard).toContain('Alex speaking.');
  await change({ inboundAssistantId: null });
  expect(await call()).toMatchObject({
    heard: undefined,
    seen: { status: 'failed', error: 'unassigned', endReason: 'unassigned' },
  });
});

test('a call to a number is recorded by the say of the account, or of the number, from the very next call on', async () => {
  await change({ inboundAssistantId: await anAssistantOf(acme) });
  const isRecorded = async () => (await call()).seen['recordingUrl'] !== null;
  const byDefault = (recording: boolean | null) =>
    acme.ask('PATCH', '/v1/account', { defaults: { callHandling: { recording } } });

  await byDefault(true);
  expect(await isRecorded()).toBe(true);
  await change({ callHandling: { recording: false } });
  expect(await isRecorded()).toBe(false);
  await change({ callHandling: { recording: null } });
  expect(await isRecorded()).toBe(true);
});
