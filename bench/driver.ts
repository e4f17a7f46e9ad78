import { createClock } from '../local/clock/clock.ts';
import { type Cloud, startCloud } from '../local/cloud/cloud.ts';
import type { Invoked } from '../local/functions/functions.ts';
import type { Asked } from '../local/gate/gate.ts';
import { seed } from '../local/seed.ts';

interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Somebody who places calls. */
export interface Client {
  readonly accountId: string;
  readonly callerId: string;
  /** Asks for a call. */
  ask(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered>;
  /** @returns the call's id. @throws Error when it isn't accepted */
  place(to: string): Promise<string>;
}

/** A local cloud under measurement, and all that went on in it. */
export interface Driver {
  readonly cloud: Cloud;
  readonly requests: readonly Asked[];
  readonly invoked: readonly Invoked[];
  /** A client with room for any number of calls, unless `limits` say otherwise. */
  client(limits?: Readonly<Record<string, number>>): Promise<Client>;
  advance(seconds: number): Promise<void>;
}

/** What every call of the bench asks for: its words are part of what is measured. */
const ORDER = {
  objective: 'Book a table for four tomorrow at 7 pm, under the name of Baker',
  context: 'Indoors if it rains. Two of the four are children.',
  fields: [{ name: 'confirmed', type: 'boolean', description: 'whether the table is booked' }],
  language: 'en-US',
};
/** More than any measure places. */
const ROOM = { minutes: 1_000_000, callsPerMinute: 1_000_000, concurrentCalls: 1_000 };

/**
 * Boots what `assembly` holds.
 * @param speed virtual seconds a real one; 0: time is moved by hand
 */
export async function startDriver(assembly: string, speed: number): Promise<Driver> {
  const requests: Asked[] = [];
  const invoked: Invoked[] = [];
  const cloud = await startCloud({
    assembly,
    clock: createClock({ start: Date.now(), speed }),
    apiPort: 0,
    onRequest: (asked) => requests.push(asked),
    onInvoked: (one) => invoked.push(one),
    onDenied: ({ message }) => console.error(`AccessDenied: ${message}`),
  });
  return {
    cloud,
    requests,
    invoked,
    async client(limits = ROOM) {
      const { accountId, apiKey, callerId } = await seed(cloud);
      if (callerId === null) throw new Error('the bench needs a carrier');
      await operator(cloud, `/accounts/${accountId}`, { limits });
      const send: Client['send'] = async (method, path, body, headers = {}) => {
        const answer = await fetch(`http://127.0.0.1:${cloud.api.port}${path}`, {
          method,
          headers: { authorization: `Bearer ${apiKey}`, ...headers },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        return { status: answer.status, body: (await answer.json()) as Answered['body'] };
      };
      const ask: Client['ask'] = (body, headers) => send('POST', '/v1/agent/calls', body, headers);
      return {
        accountId,
        callerId,
        ask,
        send,
        async place(to) {
          const { status, body } = await ask({ ...ORDER, to });
          if (status !== 202) throw new Error(`not placed: ${JSON.stringify(body)}`);
          return String(body['callId']);
        },
      };
    },
    advance: async (seconds) => {
      await cloud.clock.advance(cloud.clock.now() + seconds * 1000);
    },
  };
}

async function operator({ api }: Cloud, path: string, body: object): Promise<void> {
  const { status, body: said } = await api.asOperator({
    method: 'PATCH',
    url: `/v1/operator${path}`,
    headers: { host: '127.0.0.1' },
    body: Buffer.from(JSON.stringify(body)),
  });
  if (status !== 200) throw new Error(`the operator was refused: ${said}`);
}
