import { createPool } from '../../local/chime/pool.ts';
import { type Client, type Heard, type TestCloud, aLocalCloud } from './a-cloud.ts';
import { anAssistantOf } from './an-assistant.ts';
import { NUMBER_TOKENS, type NumberToken } from './number-tokens.ts';

let cloud: TestCloud;
let acme: Client & { readonly callerId: string };
beforeAll(async () => {
  cloud = await aLocalCloud();
  acme = await cloud.client({ limits: { numbers: 10, listing: true } });
});
afterAll(() => cloud.stop());

const pool = createPool();
const inPath = (number: string) => `/v1/numbers/${encodeURIComponent(number)}`;
const order = (body: object, client: Client = acme) => client.ask('POST', '/v1/number-orders', body);
const change = (body: object, number = acme.callerId) => acme.ask('PATCH', inPath(number), body);
const release = (client: Client & { readonly callerId: string }, confirm: string) =>
  client.ask('POST', `${inPath(client.callerId)}/release`, { confirm });

/** One request a token that is answered so, and the status that the contract gives it. */
const ASKS: Readonly<Record<NumberToken, readonly [status: number, ask: () => Promise<Heard>]>> = {
  nickname_required: [
    400,
    () => order({ number: pool.search({ type: 'Local', areaCode: '907' })[0], provider: 'chime' }),
  ],
  search_required: [
    400,
    () => acme.ask('GET', '/v1/available-numbers?provider=chime&country=US&searchBy=areaCode&q='),
  ],
  invalid_area: [400, () => order({ areaId: 'US-000' })],
  registration_required: [409, () => order({ areaId: 'GB-20' })],
  // No refusal: the order's own end.
  area_unavailable: [
    200,
    async () => {
      const { headers } = await order({ areaId: 'US-327' });
      await cloud.advance(60);
      return acme.ask('GET', headers['location'] ?? '');
    },
  ],
  assistant_in_use: [
    409,
    async () => {
      const id = await anAssistantOf(acme);
      await change({ inboundAssistantId: id });
      return acme.ask('DELETE', `/v1/assistants/${id}`);
    },
  ],
  assistant_inactive: [
    409,
    async () => change({ inboundAssistantId: await anAssistantOf(acme, { active: false }) }),
  ],
  provider_mismatch: [
    409,
    async () => change({ outboundAssistantId: await anAssistantOf(acme, { provider: 'twilio' }) }),
  ],
  release_pending: [
    409,
    async () => {
      const other = await cloud.client({ plan: 'starter' });
      const { body } = await release(other, other.callerId);
      // The carrier lets nothing go just now.
      cloud.cloud.faults.add({ service: 'chime', kind: 'error', nth: 1, times: 10_000 });
      await cloud.cloud.clock.advance(Date.parse(String(body['releaseAt'])), 86_400);
      const answer = await other.ask('PATCH', inPath(other.callerId), { nickname: 'Late' });
      cloud.cloud.faults.clear();
      return answer;
    },
  ],
  order_limit_reached: [
    429,
    async () => {
      // With one number included: three orders a cycle, each for a number that was given back at once.
      const { body } = await cloud.operator('POST', '/accounts', { name: 'Bare', plan: 'starter' });
      const bare = cloud.withKey(String(body['id']), String(body['apiKey']));
      for (let orders = 1; orders <= 3; orders++) {
        const { headers } = await order({ areaId: 'US-510' }, bare);
        await cloud.advance(60);
        const callerId = String((await bare.ask('GET', headers['location'] ?? '')).body['number']);
        await release({ ...bare, callerId }, callerId);
      }
      return order({ areaId: 'US-510' }, bare);
    },
  ],
};

test.each(NUMBER_TOKENS)('a client can hear %s, with the status of the contract', async (token) => {
  const [status, ask] = ASKS[token];

  expect(await ask()).toMatchObject({ status, body: { error: token } });
});
