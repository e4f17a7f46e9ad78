import type { Metric } from '../../lambdas/metrics.ts';
import type { AnyTemplate } from '../../local/assembly/assembly.ts';
import { createClock } from '../../local/clock/clock.ts';
import { type Cloud, type CloudOptions, startCloud } from '../../local/cloud/cloud.ts';
import { openApiDocument } from '../../lib/openapi/document.ts';
import type { Asked } from '../../local/gate/gate.ts';
import { schemaChecks } from '../contract/schema-checks.ts';

/** What the API answered. */
export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Record<string, unknown>;
}

/** Somebody with a key. */
export interface Client {
  readonly accountId: string;
  readonly apiKey: string;
  ask(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Heard>;
  /** Places a call; answers its id. @throws Error when it isn't accepted */
  place(order: Readonly<Record<string, unknown>>): Promise<string>;
  call(id: string): Promise<Record<string, unknown>>;
}

/** A cloud whose clock stands until it is moved, and the hands to move it. */
export interface TestCloud {
  readonly cloud: Cloud;
  /** What was refused by IAM, in the words of AWS. */
  readonly denied: readonly string[];
  /** Every line that a function printed. */
  readonly logs: readonly string[];
  /** What all functions counted so far of a metric, in `by` alone if it is given. */
  counted(metric: Metric, by?: Readonly<Record<string, string>>): number;
  /** Every request that a function made of AWS. */
  readonly requests: readonly Asked[];
  operator(method: string, path: string, body?: unknown): Promise<Heard>;
  /** An account with a live number of its own. */
  client(account?: Readonly<Record<string, unknown>>): Promise<Client & { readonly callerId: string }>;
  withKey(accountId: string, apiKey: string): Client;
  /** @param tickSec how often, at most, a schedule ticks in a long advance; hourly if not said */
  advance(seconds: number, tickSec?: number): Promise<void>;
  stop(): Promise<void>;
}

const running = new Set<TestCloud>();
// A cloud that a failing test leaves running would keep the whole run from ending.
afterAll(async () => {
  for (const cloud of running) await cloud.stop();
});

/** Every answer and event that a journey hears is held against what the API says of itself. */
export const contract = schemaChecks(openApiDocument());

const NOON = Date.parse('2026-03-02T12:00:00.000Z');

/**
 * @param alter changes a template before it is booted
 * @param options another assembly than that of the local stage, or answers in the place of services
 */
export async function aLocalCloud(
  alter?: (stack: string, template: AnyTemplate) => void,
  options: Partial<Pick<CloudOptions, 'assembly' | 'answerInstead'>> = {},
): Promise<TestCloud> {
  const denied: string[] = [];
  const logs: string[] = [];
  const requests: Asked[] = [];
  const cloud = await startCloud({
    assembly: process.env['TRUNKLINE_TEST_ASSEMBLY'] ?? '',
    clock: createClock({ start: NOON, speed: 0 }),
    apiPort: 0,
    onDenied: ({ message }) => denied.push(message),
    onLog: ({ line }) => logs.push(line),
    onRequest: (asked) => requests.push(asked),
    ...(alter && { alter }),
    ...options,
  });

  const operator = async (method: string, path: string, body?: unknown): Promise<Heard> => {
    const answer = await cloud.api.asOperator({
      method,
      url: `/v1/operator${path}`,
      headers: { host: 'local' },
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    });
    contract.check({ method, path: `/v1/operator${path}`, ...answer });
    return { ...answer, body: parsed(answer.body) };
  };
  const withKey = (accountId: string, apiKey: string): Client => {
    const ask: Client['ask'] = async (method, path, body, headers = {}) => {
      const answer = await fetch(`http://127.0.0.1:${cloud.api.port}${path}`, {
        method,
        redirect: 'manual',
        headers: { authorization: `Bearer ${apiKey}`, ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      const { status } = answer;
      const answered = Object.fromEntries(answer.headers);
      contract.check({ method, path, status, headers: answered, body: text });
      return { status, headers: answered, body: parsed(text) };
    };
    return {
      accountId,
      apiKey,
      ask,
      async place(order) {
        const answer = await ask('POST', '/v1/agent/calls', order);
        if (answer.status !== 202) throw new Error(`not placed: ${JSON.stringify(answer.body)}`);
        return String(answer.body['callId']);
      },
      call: async (id) => (await ask('GET', `/v1/agent/calls/${id}`)).body,
    };
  };

  const booted: TestCloud = {
    cloud,
    denied,
    logs,
    requests,
    counted: (metric, by = {}) =>
      logs
        .filter((line) => line.startsWith('{"_aws"'))
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((told) => Object.entries(by).every(([name, value]) => told[name] === value))
        .flatMap((told) => told[metric] ?? [])
        .reduce<number>((sum, n) => sum + Number(n), 0),
    operator,
    withKey,
    async client(account = {}) {
      const made = await operator('POST', '/accounts', { name: 'Acme', plan: 'business', ...account });
      if (made.status !== 201) throw new Error(`no account: ${JSON.stringify(made.body)}`);
      const { id, apiKey } = made.body;
      const callerId = cloud.chime.numbers().find(({ status }) => status === 'Unassigned')?.number ?? '';
      const imported = await operator('POST', '/number-imports', {
        accountId: id,
        provider: 'chime',
        number: callerId,
      });
      if (imported.status !== 201) throw new Error(`no number: ${JSON.stringify(imported.body)}`);
      return { ...withKey(String(id), String(apiKey)), callerId };
    },
    async advance(seconds, tickSec) {
      await cloud.clock.advance(cloud.clock.now() + seconds * 1000, tickSec);
    },
    async stop() {
      running.delete(booted);
      await cloud.stop();
    },
  };
  running.add(booted);
  return booted;
}

const parsed = (text: string) => (text === '' ? {} : (JSON.parse(text) as Record<string, unknown>));
