import type { TraceEntry } from '../../local/gate/trace.ts';
import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});
afterAll(() => cloud.stop());

const CALLS = /^RestApiCalls/;
const inWords = ({ service, operation }: TraceEntry) => `${service} ${operation}`;

test('a warm placement makes two AWS requests, with every optional member set', async () => {
  const acme = await cloud.client();
  const assistantId = '019cae6b-6600-7036-a220-fd0d44e0a1d0';
  await booksOf(cloud.cloud).put('Accounts', {
    pk: `A#${acme.accountId}`,
    sk: `ASSISTANT#${assistantId}`,
    assistant: {
      id: assistantId,
      accountId: acme.accountId,
      name: 'Ada',
      active: true,
      provider: null,
      voice: null,
      language: null,
      persona: 'Cheerful.',
      greeting: null,
      knowledge: null,
      transfer: null,
    },
  });
  const order = {
    to: '+14155550101',
    objective: 'Book a table for four',
    context: 'Table 12 is theirs if they ask.',
    fields: [{ name: 'confirmed', type: 'boolean', description: 'whether it is booked' }],
    webhookUrl: 'https://example.com/hook',
    callerId: acme.callerId,
    assistantId,
    voice: 'Puck',
    language: 'en-US',
    maxDurationSec: 300,
    metadata: { order: '17' },
    notBefore: '2026-03-02T11:59:00.000Z',
    notAfter: '2026-03-02T18:00:00.000Z',
    dryRun: false,
  };
  const ids: string[] = [];
  for (const key of ['a', 'b', 'c']) {
    const answer = await acme.ask('POST', '/v1/agent/calls', order, { 'idempotency-key': key });
    expect(answer.status).toBe(202);
    ids.push(String(answer.body['callId']));
    await cloud.advance(1);
  }

  const third = cloud.cloud.trace.entries(ids[2]).filter(({ function: name }) => CALLS.test(name ?? ''));

  expect(third.map(inWords)).toEqual(['dynamodb TransactWriteItems', 'sqs SendMessage']);
  // Rules: at most 16 write units a placement, the texts (three items here, 2 units each) and the receipt aside.
  expect(third[0]?.writeUnits).toBeLessThanOrEqual(16 + 6);
});

test('two webhook events take at most 13 write units more, with their delivery, and one text more', async () => {
  const acme = await cloud.client();
  const unitsOf = async (more: object) => {
    const id = await acme.place({ to: '+14155550101', objective: 'Ask whether they are open', ...more });
    await cloud.advance(40);
    return cloud.cloud.trace.entries(id).reduce((sum, { writeUnits = 0 }) => sum + writeUnits, 0);
  };

  const without = await unitsOf({});
  const kept = await unitsOf({ webhookUrl: 'https://example.com/hook' });

  // Each: a row of its own and its entry in the due index, beside the call's, which costs one more in a transaction; then
  // it is taken, and done, which clears the entry. Kept ones are not taken, and their entry is moved: as much.
  expect(kept - without).toBeLessThanOrEqual(13 + 2);
});

test('a refused request writes nothing', async () => {
  const acme = await cloud.client();
  const before = cloud.cloud.trace.entries().length;

  await acme.ask('POST', '/v1/agent/calls', { to: '+14155550101' });
  await acme.ask('POST', '/v1/agent/calls', '{"to":');
  await cloud.withKey(acme.accountId, `${acme.apiKey.slice(0, -1)}!`).ask('POST', '/v1/agent/calls', {});

  const operations = cloud.cloud.trace
    .entries()
    .slice(before)
    .map(({ operation }) => operation);
  expect(operations.filter((operation) => !/^(Get|BatchGet|Query)/.test(operation))).toEqual([]);
});

test('a key with a wrong checksum costs no read', async () => {
  const acme = await cloud.client();
  const before = cloud.cloud.trace.entries().length;
  const last = acme.apiKey.at(-1) === 'a' ? 'b' : 'a';

  const answer = await cloud
    .withKey(acme.accountId, acme.apiKey.slice(0, -1) + last)
    .ask('GET', '/v1/voices');

  expect(answer).toMatchObject({ status: 401, body: { error: 'unauthorized' } });
  expect(cloud.cloud.trace.entries().length).toBe(before);
});
