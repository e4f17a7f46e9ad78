import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client({ limits: { callsPerMinute: 1_000 } });
});
afterAll(() => cloud.stop());

const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };
const place = (body: unknown, headers = {}) => acme.ask('POST', '/v1/agent/calls', body, headers);

test.each([
  [{ ...GOOD, to: undefined }, 'to_required'],
  [{ ...GOOD, to: '' }, 'to_required'],
  [{ ...GOOD, to: ' +14155550101' }, 'invalid_number'],
  [{ ...GOOD, to: 4155550101 }, 'invalid_number'],
  [{ ...GOOD, to: '+19005550101' }, 'destination_blocked'],
  [{ ...GOOD, to: '+86 10 1234 5678' }, 'invalid_number'],
  [{ ...GOOD, to: '+861012345678' }, 'destination_blocked'],
  [{ ...GOOD, objective: undefined }, 'objective_required'],
  [{ ...GOOD, objective: '  ' }, 'objective_required'],
  [{ ...GOOD, objective: 'x'.repeat(4_001) }, 'invalid_objective'],
  [{ ...GOOD, context: 12 }, 'invalid_context'],
  [{ ...GOOD, fields: [{ name: '1st' }] }, 'invalid_fields'],
  [{ ...GOOD, webhookUrl: 'http://example.com/' }, 'invalid_webhook_url'],
  [{ ...GOOD, callerId: '4155550190' }, 'invalid_caller_id'],
  [{ ...GOOD, callerId: '+13125550194' }, 'caller_id_not_owned'],
  [{ ...GOOD, assistantId: '019cae6b-6600-7036-a220-fd0d44e0a1d0' }, 'invalid_assistant'],
  [{ ...GOOD, voice: 'Nobody' }, 'invalid_voice'],
  [{ ...GOOD, voice: 'Puck', language: 'nl-NL' }, 'invalid_voice'],
  [{ ...GOOD, language: 'he-IL' }, 'invalid_language'],
  [{ ...GOOD, maxDurationSec: 29 }, 'invalid_max_duration'],
  [{ ...GOOD, metadata: { n: 1 } }, 'invalid_metadata'],
  [{ ...GOOD, notAfter: '2026-03-01T00:00:00Z' }, 'invalid_schedule'],
  [{ ...GOOD, dryRun: 'yes' }, 'invalid_request'],
  ['{"to":', 'invalid_json'],
  ['[]', 'invalid_json'],
])('%j is refused as %s, by a sentence that names the member', async (body, token) => {
  const answer = await place(body);

  expect(answer).toMatchObject({ status: 400, body: { error: token } });
  expect(Object.keys(answer.body)).toEqual(['error', 'message']);
  expect(String(answer.body['message'])).toMatch(/^[A-Za-z].*\.$/);
  expect(answer.headers['x-request-id']).toMatch(/./);
});

test('a body over 64 KiB is refused before anything else is looked at', async () => {
  const answer = await cloud
    .withKey(acme.accountId, 'none')
    .ask('POST', '/v1/agent/calls', { ...GOOD, context: 'x'.repeat(64 * 1024) });

  expect(answer).toMatchObject({ status: 413, body: { error: 'body_too_large' } });
});

test('who has no key is told so on a known path, and an unknown path is unknown to everybody', async () => {
  const nobody = cloud.withKey('', 'none');

  expect(await nobody.ask('POST', '/v1/agent/calls', GOOD)).toMatchObject({
    status: 401,
    body: { error: 'unauthorized' },
  });
  expect(await nobody.ask('GET', '/v1/agent/calls/x/y')).toMatchObject({
    status: 404,
    body: { error: 'not_found' },
  });
  expect(await nobody.ask('GET', '/')).toMatchObject({ status: 404, body: { error: 'not_found' } });
  expect(await acme.ask('PUT', '/v1/agent/calls', GOOD)).toMatchObject({
    status: 405,
    body: { error: 'method_not_allowed' },
  });
  // A key is no signature: the operator's routes are not for it.
  expect(await acme.ask('GET', '/v1/operator/accounts')).toMatchObject({
    status: 403,
    body: { error: 'forbidden' },
  });
  const unsigned = await fetch(`http://127.0.0.1:${cloud.cloud.api.port}/v1/operator/accounts`);
  expect(unsigned.status).toBe(404);
});

test('a key without the scope is forbidden', async () => {
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'reader',
    scopes: ['calls:read'],
  });
  const reader = cloud.withKey(acme.accountId, String(made.body['key']));

  expect(await reader.ask('POST', '/v1/agent/calls', GOOD)).toMatchObject({
    status: 403,
    body: { error: 'forbidden' },
  });
  expect((await reader.ask('GET', '/v1/agent/calls')).status).toBe(200);
});

test.each([
  ['setup', 'account_setup_required'],
  ['suspended', 'account_suspended'],
])('an account that is %s places no calls: %s', async (status, token) => {
  const other = await cloud.client({ status });

  const answer = await other.ask('POST', '/v1/agent/calls', GOOD);

  expect(answer).toMatchObject({ status: 403, body: { error: token } });
  expect((await other.ask('GET', '/v1/agent/calls')).status).toBe(200);
});

test('a trial ends at its end', async () => {
  const other = await cloud.client({
    status: 'trialing',
    trialEndsAt: new Date(cloud.cloud.clock.now() + 60_000).toISOString(),
  });
  expect((await other.ask('POST', '/v1/agent/calls', GOOD)).status).toBe(202);

  await cloud.advance(60);

  expect(await other.ask('POST', '/v1/agent/calls', GOOD)).toMatchObject({
    status: 403,
    body: { error: 'account_suspended' },
  });
});

test('an account with no number must name one, with several too', async () => {
  const made = await cloud.operator('POST', '/accounts', { name: 'Bare', plan: 'starter' });
  const bare = cloud.withKey(String(made.body['id']), String(made.body['apiKey']));
  const several = await cloud.client();
  const second = cloud.cloud.chime.numbers().find(({ status }) => status === 'Unassigned')?.number;
  const imported = await cloud.operator('POST', '/number-imports', {
    accountId: several.accountId,
    provider: 'chime',
    number: second,
  });
  expect(imported.status).toBe(201);

  for (const account of [bare, several])
    expect(await account.ask('POST', '/v1/agent/calls', GOOD)).toMatchObject({
      status: 400,
      body: { error: 'caller_id_required' },
    });
  for (const callerId of [several.callerId, second])
    expect((await several.ask('POST', '/v1/agent/calls', { ...GOOD, callerId })).status).toBe(202);
});

test('a key has a rate, and says when to come back', async () => {
  const other = await cloud.client({ limits: { callsPerMinute: 2 } });

  const answers = [];
  for (let i = 0; i < 3; i++) answers.push(await other.ask('POST', '/v1/agent/calls', GOOD));

  expect(answers.map(({ status }) => status)).toEqual([202, 202, 429]);
  expect(answers[2]).toMatchObject({ body: { error: 'rate_limited' }, headers: { 'retry-after': '30' } });
  await cloud.advance(30);
  expect((await other.ask('POST', '/v1/agent/calls', GOOD)).status).toBe(202);
});

test('no more calls a day to one number than the account may place', async () => {
  const other = await cloud.client({ limits: { callsPerRecipientPerDay: 1 } });

  expect((await other.ask('POST', '/v1/agent/calls', GOOD)).status).toBe(202);
  expect(await other.ask('POST', '/v1/agent/calls', GOOD)).toMatchObject({
    status: 429,
    body: { error: 'recipient_limit_reached' },
  });
  expect((await other.ask('POST', '/v1/agent/calls', { ...GOOD, to: '+14155550102' })).status).toBe(202);
});

test('no more minutes than the plan has', async () => {
  const other = await cloud.client({ limits: { minutes: 5 } });

  const answers = [];
  for (let i = 0; i < 3; i++) answers.push(await other.ask('POST', '/v1/agent/calls', GOOD));

  expect(answers.map(({ status }) => status)).toEqual([202, 202, 429]);
  expect(answers[2]?.body).toMatchObject({ error: 'over_minute_cap' });
  expect(await booksOf(cloud.cloud).minutes(other.accountId)).toEqual({ used: 0, reserved: 4, inbound: 0 });
});

test('a dry run tells what would be, places nothing and takes nothing', async () => {
  const other = await cloud.client({ limits: { minutes: 2, callsPerMinute: 1 } });

  const dry = await other.ask('POST', '/v1/agent/calls', { ...GOOD, dryRun: true });

  expect(dry).toMatchObject({
    status: 200,
    body: {
      dryRun: true,
      language: 'en-US',
      languageSource: 'inferred',
      voice: 'Aoede',
      callerId: other.callerId,
    },
  });
  expect((await other.ask('POST', '/v1/agent/calls', GOOD)).status).toBe(202);
  expect((await other.ask('POST', '/v1/agent/calls', { ...GOOD, dryRun: true })).body['error']).toBe(
    'rate_limited',
  );
  expect((await other.ask('GET', '/v1/agent/calls')).body['calls']).toHaveLength(1);
});

test('a store that fails is our fault, says when to try again, and tells nothing else', async () => {
  const broken = await aLocalCloud((_, { Resources }) => {
    for (const [logicalId, { Type, Properties }] of Object.entries(Resources)) {
      if (Type !== 'AWS::IAM::Policy' || !logicalId.startsWith('RestApiCalls')) continue;
      const { Statement } = Properties['PolicyDocument'] as { Statement: { Action: string[] }[] };
      for (const statement of Statement)
        statement.Action = [statement.Action].flat().filter((action) => action !== 'dynamodb:PutItem');
    }
  });
  const other = await broken.client();

  const answer = await other.ask('POST', '/v1/agent/calls', GOOD);

  expect(answer).toMatchObject({ status: 503, body: { error: 'store_error' } });
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(String(answer.body['message'])).not.toMatch(/dynamodb|AccessDenied|arn:/i);
  expect((await other.ask('GET', '/v1/agent/calls')).body['calls']).toEqual([]);
});
