import type { Asked } from '../../local/gate/gate.ts';
import type { WireAnswer } from '../../local/wire.ts';
import { TOKENS, type Token } from '../../lambdas/domain/errors.ts';
import { conflict } from '../../local/faults/shown.ts';
import { aDynamoDbError, untilAnswered } from './a-bad-day.ts';
import { booksOf } from './books.ts';
import { type Client, type Heard, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { anAssistantOf } from './an-assistant.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
/** What AWS does in the test that runs just now. */
let badDay: ((asked: Asked) => WireAnswer | undefined) | undefined;
beforeAll(async () => {
  cloud = await aLocalCloud(undefined, { answerInstead: (asked) => badDay?.(asked) });
  acme = await cloud.client({ limits: { callsPerMinute: 1_000 } });
  // One of its tokens gives it another number.
  await acme.ask('PATCH', '/v1/account', { defaults: { callerId: acme.callerId } });
});
afterEach(() => {
  badDay = undefined;
});
afterAll(() => cloud.stop());

const PATH = '/v1/agent/calls';
const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };
const place = (change: object, headers = {}) => acme.ask('POST', PATH, { ...GOOD, ...change }, headers);
const list = (query: string) => acme.ask('GET', `${PATH}?${query}`);
const key = (name: string) => ({ 'idempotency-key': name });
const bringIn = (accountId: string, number: string, provider = 'chime') =>
  cloud.operator('POST', '/number-imports', { accountId, provider, number });
/** The answer to the last of two placements. */
async function twice(limits: object): Promise<Heard> {
  const other = await cloud.client({ limits });
  await other.place(GOOD);
  return other.ask('POST', PATH, GOOD);
}
const placedBy = async (account: Readonly<Record<string, unknown>>) =>
  (await cloud.client(account)).ask('POST', PATH, GOOD);
/** An account without a number, which may have one. */
const bare = async (account: object): Promise<Client> => {
  const { body } = await cloud.operator('POST', '/accounts', { name: 'Bare', plan: 'starter', ...account });
  return cloud.withKey(String(body['id']), String(body['apiKey']));
};
const orderNumber = (body: object, by: Client = acme) => by.ask('POST', '/v1/number-orders', body);
const freeNumber = () =>
  cloud.cloud.chime.numbers().find(({ status }) => status === 'Unassigned')?.number ?? '';

const giveBack = (number: string, confirm = number) =>
  acme.ask('POST', `/v1/numbers/${number}/release`, { confirm });
const changeNumber = (body: object, by: Client & { readonly callerId: string } = acme) =>
  by.ask('PATCH', `/v1/numbers/${by.callerId}`, body);
/** A carrier that refuses. */
const NO: WireAnswer = {
  status: 403,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'ForbiddenException' },
  body: '{"Message":"no"}',
};

/** One request a token that is answered so, and the status that the contract gives it. */
const ASKS: Readonly<Record<Token, readonly [status: number, ask: () => Promise<Heard>]>> = {
  to_required: [400, () => place({ to: undefined })],
  objective_required: [400, () => place({ objective: undefined })],
  invalid_assistant: [400, () => place({ assistantId: '019cae6b-6600-7036-a220-fd0d44e0a1d0' })],
  invalid_number: [400, () => place({ to: 'nobody' })],
  destination_blocked: [400, () => place({ to: '+19005550101' })],
  caller_id_not_owned: [400, () => place({ callerId: '+13125550194' })],
  caller_id_required: [400, async () => (await bare({})).ask('POST', PATH, GOOD)],
  invalid_fields: [400, () => place({ fields: 'name' })],
  invalid_context: [400, () => place({ context: 12 })],
  invalid_caller_id: [400, () => place({ callerId: '4155550190' })],
  invalid_webhook_url: [400, () => place({ webhookUrl: 'http://example.com/' })],
  invalid_objective: [400, () => place({ objective: 12 })],
  invalid_voice: [400, () => place({ voice: 'Nobody' })],
  invalid_language: [400, () => place({ language: 'he-IL' })],
  invalid_max_duration: [400, () => place({ maxDurationSec: 29 })],
  invalid_metadata: [400, () => place({ metadata: { n: 1 } })],
  invalid_schedule: [400, () => place({ notAfter: '2026-03-01T00:00:00Z' })],
  invalid_json: [400, () => acme.ask('POST', PATH, '{"to":')],
  invalid_limit: [400, () => list('limit=0')],
  invalid_cursor: [400, () => list('cursor=abc')],
  invalid_idempotency_key: [400, () => place({}, key('with space'))],
  invalid_request: [400, () => place({ dryRun: 'yes' })],
  do_not_call: [
    400,
    async () => {
      await acme.ask('POST', '/v1/do-not-call', { number: '+14155550119' });
      return place({ to: '+14155550119' });
    },
  ],
  number_required: [400, () => acme.ask('POST', '/v1/do-not-call', {})],
  unauthorized: [401, () => cloud.withKey('', 'none').ask('GET', PATH)],
  forbidden: [
    403,
    async () => {
      const reader = { name: 'reader', scopes: ['calls:read'] };
      const { body } = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, reader);
      return cloud.withKey(acme.accountId, String(body['key'])).ask('POST', PATH, GOOD);
    },
  ],
  account_suspended: [403, () => placedBy({ status: 'suspended' })],
  account_setup_required: [403, () => placedBy({ status: 'setup' })],
  not_found: [404, () => acme.ask('GET', `${PATH}/019cae6b-6600-7036-a220-fd0d44e0a1d0`)],
  recording_not_found: [404, async () => acme.ask('GET', `${PATH}/${await acme.place(GOOD)}/recording`)],
  recording_not_ready: [
    404,
    async () => {
      await booksOf(cloud.cloud).handle(acme.callerId, { recording: true });
      const id = await acme.place(GOOD);
      await cloud.advance(5);
      return acme.ask('GET', `${PATH}/${id}/recording`);
    },
  ],
  call_not_ended: [409, async () => acme.ask('DELETE', `${PATH}/${await acme.place(GOOD)}/content`)],
  method_not_allowed: [405, () => acme.ask('PUT', PATH, GOOD)],
  idempotency_in_progress: [
    409,
    () => {
      badDay = (asked) => (asked.operation === 'TransactWriteItems' ? conflict(asked) : undefined);
      return untilAnswered(cloud, place({}, key('busy')));
    },
  ],
  number_limit_reached: [
    409,
    async () => bringIn((await cloud.client({ plan: 'starter' })).accountId, freeNumber()),
  ],
  number_unavailable: [409, () => bringIn(acme.accountId, '+14155559999')],
  provider_not_configured: [409, () => bringIn(acme.accountId, freeNumber(), 'twilio')],
  nickname_required: [
    400,
    async () => {
      const lister = await bare({ limits: { listing: true } });
      return orderNumber({ number: '+15105550190' }, lister);
    },
  ],
  invalid_area: [400, () => orderNumber({ areaId: 'US-000' })],
  registration_required: [409, () => orderNumber({ areaId: 'GB-20' })],
  order_limit_reached: [
    429,
    async () => {
      const other = await bare({});
      for (let i = 0; i < 3; i++) {
        await orderNumber({ areaId: 'US-510' }, other);
        await cloud.advance(10);
        const { body } = await other.ask('GET', '/v1/number-orders');
        const [{ number } = { number: '' }] = body['orders'] as { readonly number: string }[];
        const path = `/v1/numbers/${encodeURIComponent(number)}/release`;
        await other.ask('POST', path, { confirm: number });
      }
      return orderNumber({ areaId: 'US-510' }, other);
    },
  ],
  search_required: [
    400,
    async () => {
      const lister = await bare({ limits: { listing: true } });
      return lister.ask('GET', '/v1/available-numbers?provider=chime&country=US&searchBy=areaCode&q=');
    },
  ],
  // No refusal: what an order says of its own end.
  area_unavailable: [
    200,
    async () => {
      const buyer = await bare({});
      const { headers } = await orderNumber({ areaId: 'US-327' }, buyer);
      await cloud.advance(60);
      return buyer.ask('GET', headers['location'] ?? '');
    },
  ],
  assistant_in_use: [
    409,
    async () => {
      const id = await anAssistantOf(acme);
      await changeNumber({ inboundAssistantId: id });
      return acme.ask('DELETE', `/v1/assistants/${id}`);
    },
  ],
  assistant_inactive: [
    409,
    async () => changeNumber({ inboundAssistantId: await anAssistantOf(acme, { active: false }) }),
  ],
  provider_mismatch: [
    409,
    async () => changeNumber({ outboundAssistantId: await anAssistantOf(acme, { provider: 'twilio' }) }),
  ],
  release_pending: [
    409,
    async () => {
      // Its cycle ends the day after tomorrow, and the carrier lets go of nothing then.
      const other = await cloud.client({ anchor: '2026-02-04T12:00:00Z' });
      await other.ask('POST', `/v1/numbers/${other.callerId}/release`, { confirm: other.callerId });
      badDay = ({ service }) => (service === 'chime' ? NO : undefined);
      await cloud.advance(2 * 86_400);
      return changeNumber({ nickname: 'Late' }, other);
    },
  ],
  confirmation_mismatch: [400, () => giveBack(acme.callerId, '+14155550199')],
  number_not_live: [
    409,
    async () => {
      const number = freeNumber();
      badDay = ({ operation }) => (operation === 'CreateSipRule' ? NO : undefined);
      await bringIn(acme.accountId, number);
      const answer = await giveBack(number);
      badDay = undefined;
      await bringIn(acme.accountId, number);
      return answer;
    },
  ],
  body_too_large: [413, () => place({ context: 'x'.repeat(64 * 1024) })],
  idempotency_key_reused: [
    422,
    async () => {
      await place({}, key('abc'));
      return place({ objective: 'Something else' }, key('abc'));
    },
  ],
  rate_limited: [429, () => twice({ callsPerMinute: 1 })],
  recipient_limit_reached: [429, () => twice({ callsPerRecipientPerDay: 1 })],
  over_minute_cap: [429, () => twice({ minutes: 2 })],
  provider_failed: [
    502,
    () => {
      badDay = ({ service }) => (service === 'chime' ? NO : undefined);
      return bringIn(acme.accountId, freeNumber());
    },
  ],
  store_error: [
    503,
    () => {
      badDay = ({ operation }) =>
        operation === 'TransactWriteItems'
          ? aDynamoDbError('ResourceNotFoundException', { message: 'Requested resource not found' })
          : undefined;
      return place({});
    },
  ],
  dialing_paused: [
    503,
    async () => {
      await cloud.operator('PUT', '/dialing', { enabled: false });
      await cloud.advance(5);
      const answer = await place({});
      await cloud.operator('PUT', '/dialing', { enabled: true });
      await cloud.advance(5);
      return answer;
    },
  ],
  version_conflict: [409, () => cloud.operator('PUT', '/destination-rules', { version: 7, deny: [] })],
};

// Over the list of the domain: a token that no request of this table is answered by fails here.
test.each(TOKENS)('a client can hear %s, with the status of the contract', async (token) => {
  const [status, ask] = ASKS[token];

  expect(await ask()).toMatchObject({ status, body: { error: token } });
});
