import { type CloudWithInbox, aCloudWithInbox } from './an-inbox.ts';
import { booksOf } from './books.ts';

const GOOD = { to: '+14155550131', objective: 'Ask whether they are open' };

let cloud: CloudWithInbox;
let acme: Awaited<ReturnType<CloudWithInbox['client']>>;
beforeAll(async () => {
  cloud = await aCloudWithInbox();
  acme = await cloud.client({ limits: { callsPerMinute: 1_000, concurrentCalls: 20 } });
});
afterAll(() => cloud.stop());

/** The rows of a call's events, as they stand in the table. */
const rowsOf = async (callId: string) =>
  (await booksOf(cloud.cloud).all('Calls')).filter(
    (item) => item['callId'] === callId && String(item['sk']).startsWith('EVENT#'),
  );

describe('a receiver that does not take it', () => {
  const attemptsAt = async (name: string, how: object) => {
    await cloud.answerWith(name, how);
    const id = await acme.place({ ...GOOD, webhookUrl: cloud.inboxUrl(name) });
    await cloud.advance(600);
    const [row] = await rowsOf(id);
    return { received: await cloud.received(name), attempts: row?.['attempts'], due: row?.['due'] };
  };

  test.each([400, 410, 429, 500])('answers %i: that is kept, and it is not asked again', async (status) => {
    const { received, attempts, due } = await attemptsAt(`says-${status}`, { status });

    expect(received).toHaveLength(1);
    expect(attempts).toEqual([{ at: received[0]?.at, status, ms: 0 }]);
    expect(due).toBeUndefined();
  });

  test('answers with a redirect, which is not followed', async () => {
    const headers = { location: cloud.inboxUrl('elsewhere') };
    const { received, attempts } = await attemptsAt('redirects', { status: 307, headers });

    expect(received).toHaveLength(1);
    expect(attempts).toEqual([{ at: received[0]?.at, status: 307, ms: 0 }]);
    expect(await cloud.received('elsewhere')).toEqual([]);
  });

  test('takes 14 s, which is in time', async () => {
    const { received, attempts } = await attemptsAt('slow', { delayMs: 14_000 });

    expect(received).toHaveLength(1);
    expect(attempts).toEqual([{ at: received[0]?.at, status: 200, ms: 14_000 }]);
  });

  test('takes 16 s, which is too late: no answer', async () => {
    const { received, attempts } = await attemptsAt('late', { delayMs: 16_000 });

    expect(received).toHaveLength(1);
    expect(attempts).toEqual([{ at: received[0]?.at, status: null, ms: 15_000 }]);
  });

  test('is not there', async () => {
    const id = await acme.place({ ...GOOD, webhookUrl: `${cloud.closedOrigin}/hook` });
    await cloud.advance(60);

    expect((await rowsOf(id))[0]).toMatchObject({ attempts: [{ status: null }] });
  });
});

test('an event for a public receiver is kept as owing its attempt: nobody is connected to, and it is looked at once a day', async () => {
  const id = await acme.place({ ...GOOD, webhookUrl: 'https://example.com/hook' });
  await cloud.advance(300);
  const asked = () =>
    cloud.requests.filter(({ function: name }) => name.startsWith('WebhooksDeliverer')).length;
  const before = asked();
  const [row] = await rowsOf(id);
  expect(row).not.toHaveProperty('attempts');
  expect(Date.parse(String(row?.['due'])) - Date.parse('2026-03-02T12:00:00.000Z')).toBeGreaterThan(
    86_400_000,
  );

  for (let hour = 0; hour < 22; hour++) await cloud.advance(3_600);
  expect(asked()).toBe(before);
  await cloud.advance(4 * 3_600);

  // One look: where it goes, and the day on which it is looked at again.
  expect(asked() - before).toBe(2);
  expect((await rowsOf(id))[0]).not.toHaveProperty('attempts');
});
