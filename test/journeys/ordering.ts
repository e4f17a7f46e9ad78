import { v7 as uuidv7 } from 'uuid';
import { anAssistant } from '../makers.ts';
import type { Client, Heard, TestCloud } from './a-cloud.ts';
import { booksOf } from './books.ts';

export const PATH = '/v1/number-orders';
export const OAKLAND = { areaId: 'US-510' };

/** What the journeys of orders do and look at, by `acme` where nobody else is named. */
export function ordersOn(cloud: () => TestCloud, acme: () => Client) {
  /** An account without a number. */
  const anAccount = async (account: Readonly<Record<string, unknown>> = {}): Promise<Client> => {
    const { body } = await cloud().operator('POST', '/accounts', {
      name: 'Acme',
      plan: 'business',
      ...account,
    });
    return cloud().withKey(String(body['id']), String(body['apiKey']));
  };
  const order = (body: unknown, by = acme(), headers = {}) => by.ask('POST', PATH, body, headers);

  /** Places an order that must be taken. @returns its id */
  const ordered = async (body: unknown = OAKLAND, by = acme()): Promise<string> => {
    const answer = await order(body, by);
    if (answer.status !== 202) throw new Error(`not taken: ${JSON.stringify(answer.body)}`);
    return String(answer.body['orderId']);
  };
  const read = async (id: string, by = acme()) => (await by.ask('GET', `${PATH}/${id}`)).body;
  const errorOf = async (answer: Promise<Heard>) => {
    const { status, body } = await answer;
    return `${String(status)} ${String(body['error'] ?? body['status'])}`;
  };
  const used = async (by = acme()) =>
    ((await by.ask('GET', '/v1/account')).body['numbers'] as { used: number }).used;
  const numbers = async (by = acme()) =>
    ((await by.ask('GET', '/v1/numbers')).body['numbers'] as { number: string }[]).map(
      ({ number }) => number,
    );
  /** What the carrier was asked to buy, since so many of its requests. */
  const asked = () => cloud().cloud.chime.requests().length;
  const purchases = (from = 0) =>
    cloud()
      .cloud.chime.requests()
      .slice(from)
      .filter(({ operation }) => operation === 'CreatePhoneNumberOrder').length;
  const bought = (id: string) =>
    cloud()
      .cloud.chime.orders()
      .filter(({ name }) => name === id);
  const atCarrier = (number: unknown) =>
    cloud()
      .cloud.chime.numbers()
      .find((one) => one.number === number);
  /** An assistant of an account, by its id. */
  const assistant = async (changes: Readonly<Record<string, unknown>> = {}, by = acme()): Promise<string> => {
    const id = uuidv7();
    await booksOf(cloud().cloud).put('Accounts', {
      pk: `A#${by.accountId}`,
      sk: `ASSISTANT#${id}`,
      assistant: { ...anAssistant(), id, accountId: by.accountId, ...changes },
    });
    return id;
  };
  const fault = (body: Readonly<Record<string, unknown>>) =>
    cloud().cloud.faults.add({ service: 'chime', nth: 1, times: 1, ...body });
  /** Numbers that the carrier offers in an area. */
  const offered = async (areaCode: string, by: Client) => {
    const query = `provider=chime&country=US&searchBy=areaCode&q=${areaCode}`;
    const rows = (await by.ask('GET', `/v1/available-numbers?${query}`)).body['numbers'];
    return (rows as { number: string }[]).map(({ number }) => number);
  };

  return {
    anAccount,
    order,
    ordered,
    read,
    errorOf,
    used,
    numbers,
    asked,
    purchases,
    bought,
    atCarrier,
    assistant,
    fault,
    offered,
  };
}
