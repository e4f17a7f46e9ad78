import { type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

/** A number that answers with these lines and is silent then. */
async function answeredWith(to: string, says: readonly string[]) {
  const acme = await cloud.client();
  cloud.cloud.chime.script(to, { outcome: 'answer', says: [...says] });
  const id = await acme.place({ to, objective: 'Ask for the price' });
  await cloud.advance(90);
  const call = await acme.call(id);
  return { call, lines: String(call['transcript']).split('\n') };
}

test('a mailbox that says so is hung up on, and its seconds count as answered', async () => {
  const acme = await cloud.client();
  const id = await acme.place({ to: '+14155550133', objective: 'Ask for the price' });
  await cloud.advance(60);

  const call = await acme.call(id);

  expect(call).toMatchObject({ status: 'voicemail', endReason: 'voicemail', error: null, billedMinutes: 1 });
  expect(call['startedAt']).not.toBeNull();
  expect(call['durationSec']).toBeLessThan(10);
});

test('nothing is said to a machine once it is known for one', async () => {
  const { call, lines } = await answeredWith('+14155550170', ['Deje su mensaje después de la señal.']);

  expect(call).toMatchObject({ status: 'voicemail', endReason: 'voicemail' });
  expect(lines).toEqual([
    'agent: Hello, this is an AI assistant calling on behalf of Acme.',
    'recipient: Deje su mensaje después de la señal.',
  ]);
});

test('a machine that makes a speech and says nothing of a tone is known by its silence', async () => {
  const { call, lines } = await answeredWith('+14155550171', [
    'Thank you for calling the Carter family, we are all out in the garden and call everybody back soon.',
  ]);

  expect(call).toMatchObject({ status: 'voicemail', endReason: 'voicemail' });
  // The greeting, one answer to the speech, one question into the silence: no more.
  expect(lines.filter((line) => line.startsWith('agent: '))).toHaveLength(3);
});

test('a person who says hello and then nothing is asked, thanked and left in peace', async () => {
  const { call, lines } = await answeredWith('+14155550172', ['Hello?']);

  expect(call).toMatchObject({ status: 'completed', endReason: 'agent_hangup' });
  expect(lines.at(-1)).toMatch(/Goodbye\.$/);
});
