import { type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

test('a call goes from queued to completed with transcript, summary, fields and minutes', async () => {
  const acme = await cloud.client();
  const id = await acme.place({
    to: '+14155550101',
    objective: 'Book a table for four tomorrow',
    fields: [
      { name: 'confirmed', type: 'boolean', description: 'whether the table is booked' },
      { name: 'time', description: 'the time of the booking' },
      { name: 'price', type: 'number', description: 'the price in dollars' },
      { name: 'parking', description: 'where to park' },
    ],
    metadata: { order: '17' },
  });
  expect(await acme.call(id)).toMatchObject({ id, status: 'queued', startedAt: null, extracted: null });

  await cloud.advance(1.5);
  expect((await acme.call(id))['status']).toBe('dialing');
  await cloud.advance(2.5);
  expect((await acme.call(id))['status']).toBe('in_progress');
  await cloud.advance(20);

  const call = await acme.call(id);
  expect(call).toMatchObject({
    status: 'completed',
    endReason: 'agent_hangup',
    error: null,
    direction: 'outbound',
    callerId: acme.callerId,
    extracted: { confirmed: true, time: '3 pm', price: 40, parking: null },
    metadata: { order: '17' },
    billedMinutes: 1,
  });
  const lines = String(call['transcript']).split('\n');
  expect(lines.length).toBeGreaterThanOrEqual(4);
  expect(lines[0]).toMatch(/^agent: .*AI.*Acme/);
  expect(lines[1]).toBe('recipient: Hello?');
  expect(call['summary']).toMatch(/table for four/);

  const [rang] = cloud.cloud.chime.calls();
  expect(rang).toMatchObject({ callId: id, to: '+14155550101', from: acme.callerId });
  expect(rang?.said).toEqual(lines);
  const seconds = (Date.parse(String(call['endedAt'])) - Date.parse(String(call['startedAt']))) / 1000;
  expect(call['durationSec']).toBe(Math.floor(seconds));
  expect(cloud.denied).toEqual([]);
});
