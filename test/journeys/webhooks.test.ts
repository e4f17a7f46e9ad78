import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type CloudWithInbox, type Received, aCloudWithInbox, verified } from './an-inbox.ts';
import { booksOf } from './books.ts';

const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };

type Acme = Awaited<ReturnType<CloudWithInbox['client']>>;

let cloud: CloudWithInbox;
let acme: Acme;
beforeAll(async () => {
  cloud = await aCloudWithInbox();
  acme = await cloud.client({ limits: { callsPerMinute: 1_000, concurrentCalls: 20 } });
});
afterAll(() => cloud.stop());

/** The rows of a call's events, as they stand in the table. */
const rowsOf = async (callId: string) =>
  (await booksOf(cloud.cloud).all('Calls'))
    .filter((item) => item['callId'] === callId && String(item['sk']).startsWith('EVENT#'))
    .sort((a, b) => Number(a['sequence']) - Number(b['sequence']));

describe('what a webhook is told of each end', () => {
  const ENDS = [
    { to: '+14155550101', why: 'talked to', told: ['call.in_progress', 'call.completed'] },
    { to: '+14155550130', why: 'rings out', told: ['call.no_answer'] },
    { to: '+14155550131', why: 'busy', told: ['call.no_answer'] },
    { to: '+14155550132', why: 'declined', told: ['call.declined'] },
    { to: '+14155550133', why: 'a mailbox', told: ['call.in_progress', 'call.voicemail'] },
    { to: '+14155550134', why: 'the carrier refuses', told: ['call.failed'] },
    { to: '+14155550137', why: 'nobody knows what came of it', told: ['call.failed'] },
    { to: '+14155550138', why: 'the end is never told', told: ['call.in_progress', 'call.completed'] },
    { to: '+14155550142', why: 'every event twice and out of order', told: ['call.completed'] },
    { to: '+14155550146', why: 'evidence comes after the end', told: ['call.failed'] },
  ];
  const ids = new Map<string, string>();
  beforeAll(async () => {
    for (const { to } of ENDS) {
      ids.set(to, await acme.place({ ...GOOD, to, webhookUrl: cloud.inboxUrl(to), maxDurationSec: 60 }));
      await cloud.advance(2);
    }
    const never = cloud.cloud.clock.now() + 5_000;
    await cloud.operator('PUT', '/dialing', { enabled: false });
    const notAfter = new Date(never).toISOString();
    ids.set('expired', await acme.place({ ...GOOD, notAfter, webhookUrl: cloud.inboxUrl('expired') }));
    await cloud.advance(600);
    await cloud.operator('PUT', '/dialing', { enabled: true });
  });

  test.each([...ENDS, { to: 'expired', why: 'not dialed in time', told: ['call.failed'] }])(
    '$to ($why): $told',
    async ({ to, told }) => {
      const events = await cloud.events(to);
      const call = await acme.call(ids.get(to) ?? '');

      // A line whose events come in no order may have its end told before its answer: then nobody is talked to.
      const names = events.map(({ event }) => event);
      expect(to.endsWith('42') ? names.slice(-1) : names).toEqual(told);
      expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, i) => i + 1));
      expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(events.length);
      expect(events.at(-1)).toMatchObject({
        callId: call['id'],
        status: call['status'],
        error: call['error'],
      });
      for (const row of await rowsOf(String(call['id']))) {
        expect(row['attempts']).toMatchObject([{ status: 200 }]);
        expect(row['due']).toBeUndefined();
      }
    },
  );

  test('a canceled call tells so once, wherever it is canceled', async () => {
    const at = (seconds: number) => new Date(cloud.cloud.clock.now() + seconds * 1_000).toISOString();
    const place = (name: string, more = {}) =>
      acme.place({ ...GOOD, ...more, webhookUrl: cloud.inboxUrl(name) });
    const queued = await place('queued', { notBefore: at(60) });
    await acme.ask('POST', `/v1/agent/calls/${queued}/cancel`);
    const ringing = await place('ringing', { to: '+14155550130' });
    const live = await place('live');
    await cloud.advance(4);
    for (const id of [ringing, live]) await acme.ask('POST', `/v1/agent/calls/${id}/cancel`);
    await cloud.advance(120);

    const told = async (name: string) =>
      (await cloud.events(name)).map(({ event, sequence, endReason }) => [event, sequence, endReason]);
    expect(await told('queued')).toEqual([['call.failed', 1, 'canceled']]);
    expect(await told('ringing')).toEqual([['call.failed', 1, 'canceled']]);
    expect(await told('live')).toEqual([
      ['call.in_progress', 1, null],
      ['call.completed', 2, 'canceled'],
    ]);
  });

  test('nothing is denied, and no event is told twice', async () => {
    const before = (await Promise.all([...ids.keys()].map((name) => cloud.received(name)))).flat().length;
    await cloud.advance(3_600);

    expect((await Promise.all([...ids.keys()].map((name) => cloud.received(name)))).flat()).toHaveLength(
      before,
    );
    expect(cloud.denied).toEqual([]);
  });
});

describe('the body', () => {
  let id: string;
  beforeAll(async () => {
    id = await acme.place({
      ...GOOD,
      fields: [{ name: 'time' }, { name: 'price', type: 'number' }],
      metadata: { order: '17' },
      webhookUrl: cloud.inboxUrl('body'),
    });
    await cloud.advance(60);
  });

  test('tells the call as it was when the agent began to speak', async () => {
    const [first] = await cloud.events('body');
    const { startedAt } = await acme.call(id);

    expect(first).toStrictEqual({
      event: 'call.in_progress',
      eventId: `evt_${id}_1`,
      sequence: 1,
      timestamp: startedAt,
      callId: id,
      status: 'in_progress',
      to: '+14155550101',
      objective: 'Ask whether they are open',
      startedAt,
      endedAt: null,
      durationSec: null,
      summary: null,
      transcript: null,
      extracted: null,
      recordingUrl: null,
      error: null,
      endReason: null,
      metadata: { order: '17' },
    });
  });

  test('tells of the end what the call itself tells', async () => {
    const [, second] = await cloud.events('body');
    const call = await acme.call(id);

    expect(second).toStrictEqual({
      event: 'call.completed',
      eventId: `evt_${id}_2`,
      sequence: 2,
      timestamp: call['endedAt'],
      callId: id,
      status: 'completed',
      to: '+14155550101',
      objective: 'Ask whether they are open',
      startedAt: call['startedAt'],
      endedAt: call['endedAt'],
      durationSec: call['durationSec'],
      summary: call['summary'],
      transcript: call['transcript'],
      extracted: call['extracted'],
      recordingUrl: call['recordingUrl'],
      error: null,
      endReason: 'agent_hangup',
      metadata: { order: '17' },
    });
    expect(call['transcript']).toEqual(expect.stringContaining('recipient: '));
  });

  test('is signed for its account by Standard Webhooks: the official verifier takes it, one flipped bit it refuses', async () => {
    const made = await cloud.operator('POST', '/accounts', { name: 'Moss', plan: 'business' });
    const secret = String(made.body['webhookSecret']);
    const number = cloud.cloud.chime.numbers().find(({ status }) => status === 'Unassigned')?.number;
    await cloud.operator('POST', '/number-imports', {
      accountId: made.body['id'],
      provider: 'chime',
      number,
    });
    const moss = cloud.withKey(String(made.body['id']), String(made.body['apiKey']));
    await moss.place({
      ...GOOD,
      objective: 'Frag, ob sie geöffnet haben 🕗',
      webhookUrl: cloud.inboxUrl('moss'),
    });
    await cloud.advance(60);

    const received = await cloud.received('moss');
    const { isOurs } = await theDocumentedCheck();
    expect(received).toHaveLength(2);
    for (const one of received) {
      const { headers, body, at } = one;
      const event = JSON.parse(body) as Record<string, unknown>;
      expect(verified(secret, one)).toEqual(event);
      expect(isOurs(secret, headers, body, Date.parse(at))).toBe(true);
      expect(isOurs(secret, headers, flipped(body), Date.parse(at))).toBe(false);
      expect(isOurs(secret, headers, body, Date.parse(at) + 302_000)).toBe(false);
      expect(headers['webhook-id']).toBe(event['eventId']);
      expect(headers['webhook-timestamp']).toBe(String(Math.floor(Date.parse(at) / 1000)));
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
      expect(() => verified('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', one)).toThrow('No matching signature');
      expect(() => verified(secret, { headers, body: flipped(body) })).toThrow('No matching signature');
      for (const name of ['webhook-id', 'webhook-signature']) {
        const forged = { ...headers, [name]: flipped(headers[name] ?? '', 3) };
        expect(() => verified(secret, { headers: forged, body })).toThrow('No matching signature');
      }
      const older = { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 1) };
      expect(() => verified(secret, { headers: older, body })).toThrow('No matching signature');
    }
  });
});

/** The ten lines of docs/webhooks.md, as a reader would take them. */
async function theDocumentedCheck() {
  const page = readFileSync(new URL('../../docs/webhooks.md', import.meta.url), 'utf8');
  const code = /```js\n(.*?)```/s.exec(page)?.[1] ?? '';
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    isOurs: (secret: string, headers: Received['headers'], body: string, now: number) => boolean;
  };
}

/** The text with the lowest bit of one of its characters turned over. */
function flipped(text: string, from = 0): string {
  const at = randomInt(from, text.length);
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
}

test('an event that is told after its call was erased says that the call has ended, and no more', async () => {
  const id = await acme.place({ ...GOOD, metadata: { order: '17' }, webhookUrl: cloud.inboxUrl('erased') });
  await cloud.advance(4);
  // Whoever is to tell it ends before; its message comes back three minutes later.
  cloud.cloud.faults.add({ service: 'dynamodb', function: 'WebhooksDeliverer', kind: 'kill_before' });
  await cloud.advance(30);
  await acme.ask('DELETE', `/v1/agent/calls/${id}/content`);
  await cloud.advance(300);

  const [, last] = await cloud.events('erased');
  expect(last).toMatchObject({
    event: 'call.completed',
    eventId: `evt_${id}_2`,
    status: 'completed',
    endReason: 'agent_hangup',
    durationSec: expect.any(Number) as number,
    ...{
      objective: null,
      metadata: null,
      summary: null,
      transcript: null,
      extracted: null,
      recordingUrl: null,
    },
  });
});

test('a call without a webhook has no events', async () => {
  const id = await acme.place(GOOD);
  await cloud.advance(60);

  expect((await acme.call(id))['status']).toBe('completed');
  expect(await rowsOf(id)).toEqual([]);
  const asked = cloud.cloud.trace.entries(id).filter(({ function: name }) => name?.startsWith('Webhooks'));
  expect(asked).toEqual([]);
});
