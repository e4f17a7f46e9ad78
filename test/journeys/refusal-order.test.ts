import { REFUSAL_ORDER } from '../../lambdas/domain/refusal-order.ts';
import { type TestCloud, aLocalCloud } from './a-cloud.ts';

const PATH = '/v1/agent/calls';
const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };
type Step = (typeof REFUSAL_ORDER)[number];

/** What is wrong with a request, and with the account that makes it. */
interface Wrong {
  readonly token: string;
  readonly order?: object;
  readonly raw?: string;
  readonly header?: string;
  readonly limits?: object;
  readonly has?: 'revoked key' | 'key without the scope' | 'key with one call’s minutes';
  readonly is?: 'suspended' | 'paused' | 'not to call';
}

const WRONG: Readonly<Record<Step, Wrong>> = {
  size: { token: 'body_too_large', raw: 'x'.repeat(64 * 1024 + 1) },
  key: { token: 'unauthorized', has: 'revoked key' },
  scope: { token: 'forbidden', has: 'key without the scope' },
  json: { token: 'invalid_json', raw: '{"to":' },
  idempotencyKey: { token: 'invalid_idempotency_key', header: 'with space' },
  replay: { token: 'idempotency_key_reused', header: 'used' },
  account: { token: 'account_suspended', is: 'suspended' },
  dialing: { token: 'dialing_paused', is: 'paused' },
  to: { token: 'invalid_number', order: { to: 'nobody' } },
  objective: { token: 'invalid_objective', order: { objective: 7 } },
  context: { token: 'invalid_context', order: { context: 7 } },
  fields: { token: 'invalid_fields', order: { fields: 7 } },
  webhookUrl: { token: 'invalid_webhook_url', order: { webhookUrl: 7 } },
  callerId: { token: 'invalid_caller_id', order: { callerId: 7 } },
  assistantId: { token: 'invalid_assistant', order: { assistantId: 7 } },
  voice: { token: 'invalid_voice', order: { voice: 7 } },
  language: { token: 'invalid_language', order: { language: 7 } },
  maxDurationSec: { token: 'invalid_max_duration', order: { maxDurationSec: 7 } },
  metadata: { token: 'invalid_metadata', order: { metadata: 7 } },
  schedule: { token: 'invalid_schedule', order: { notBefore: 7 } },
  dryRun: { token: 'invalid_request', order: { dryRun: 7 } },
  callerIdOwner: { token: 'caller_id_not_owned', order: { callerId: '+13125550194' } },
  doNotCall: { token: 'do_not_call', is: 'not to call' },
  bucket: { token: 'rate_limited', limits: { callsPerMinute: 1 } },
  recipient: { token: 'recipient_limit_reached', limits: { callsPerRecipientPerDay: 1 } },
  minutes: { token: 'over_minute_cap', limits: { minutes: 2 } },
  keyMinutes: { token: 'over_minute_cap', has: 'key with one call’s minutes' },
};

/** A request can't be wrong in both ways: it has one Idempotency-Key. */
const NEVER_BOTH = ['idempotencyKey before replay'];

const PAIRS = REFUSAL_ORDER.slice(1)
  .map((later, i) => ({ first: REFUSAL_ORDER[i] ?? later, later }))
  .filter(({ first, later }) => !NEVER_BOTH.includes(`${first} before ${later}`));

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await aLocalCloud();
});

test.each(PAIRS)('$first before $later', async ({ first, later }) => {
  const wrong = [WRONG[later], WRONG[first]];
  const has = new Set(wrong.map((each) => each.has));
  const is = new Set(wrong.map((each) => each.is));
  const acme = await cloud.client({ limits: Object.assign({}, ...wrong.map(({ limits }) => limits)) });
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'own',
    ...(has.has('key without the scope') && { scopes: ['calls:read'] }),
    ...(has.has('key with one call’s minutes') && { minutesPerCycle: 2 }),
  });
  const own = cloud.withKey(acme.accountId, String(made.body['key']));
  // Uses up what is limited, and the Idempotency-Key.
  await own.ask('POST', PATH, GOOD, { 'idempotency-key': 'used' });
  if (is.has('not to call')) await acme.ask('POST', '/v1/do-not-call', { number: GOOD.to });
  if (is.has('suspended'))
    await cloud.operator('PATCH', `/accounts/${acme.accountId}`, { status: 'suspended' });
  if (has.has('revoked key')) await cloud.operator('DELETE', `/keys/${String(made.body['id'])}`);
  if (is.has('paused')) await cloud.operator('PUT', '/dialing', { enabled: false });
  if (is.size > 1 || has.has('revoked key')) await cloud.advance(5);

  const header = wrong.findLast((each) => each.header !== undefined)?.header;
  const changed = Object.assign(
    {},
    { metadata: { other: 'request' } },
    ...wrong.map(({ order }) => order),
  ) as object;
  const answer = await own.ask(
    'POST',
    PATH,
    wrong.findLast(({ raw }) => raw !== undefined)?.raw ?? { ...GOOD, ...changed },
    header === undefined ? {} : { 'idempotency-key': header },
  );
  await cloud.operator('PUT', '/dialing', { enabled: true });
  if (is.has('paused')) await cloud.advance(5);

  expect(answer.body['error']).toBe(WRONG[first].token);
});
