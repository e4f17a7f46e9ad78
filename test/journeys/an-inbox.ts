import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { AnyTemplate } from '../../local/assembly/assembly.ts';
import { startBench } from '../../local/bench/bench.ts';
import type { AnswerInstead } from '../../local/gate/gate.ts';
import { type TestCloud, aLocalCloud, contract } from './a-cloud.ts';

/** A webhook as the bench received it. */
export interface Received {
  readonly at: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A cloud whose operator has the bench for a private receiver. */
export interface CloudWithInbox extends TestCloud {
  /** Where an inbox is, for a call's `webhookUrl`. */
  inboxUrl(name: string): string;
  /** Another private receiver, which is not there. */
  readonly closedOrigin: string;
  received(name: string): Promise<readonly Received[]>;
  /** What was received, parsed. */
  events(name: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  answerWith(name: string, how: object): Promise<void>;
}

type Resources = AnyTemplate['Resources'];

/**
 * @param alter changes a template before it is booted
 * @param answerInstead answers in the place of services
 */
export async function aCloudWithInbox(
  alter?: (resources: Resources) => void,
  answerInstead?: AnswerInstead,
): Promise<CloudWithInbox> {
  const [port, closed] = [await aFreePort(), `http://127.0.0.1:${await aFreePort()}`];
  const origin = `http://127.0.0.1:${port}`;
  const cloud = await aLocalCloud(
    (_, { Resources }) => {
      allowOrigins(Resources, [origin, closed]);
      alter?.(Resources);
    },
    { ...(answerInstead && { answerInstead }) },
  );
  const bench = await startBench(cloud.cloud, port);
  const url = (name: string) => `${origin}/inbox/${name}`;
  const received = async (name: string) => {
    const inbox = (await (await fetch(url(name))).json()) as { received: readonly Received[] };
    for (const { body } of inbox.received) contract.checkEvent(body);
    return inbox.received;
  };
  return {
    ...cloud,
    inboxUrl: url,
    closedOrigin: closed,
    received,
    events: async (name) =>
      (await received(name)).map(({ body }) => JSON.parse(body) as Record<string, unknown>),
    async answerWith(name, how) {
      const { ok } = await fetch(url(name), { method: 'PUT', body: JSON.stringify(how) });
      if (!ok) throw new Error('the inbox does not answer so');
    },
    async stop() {
      await bench.stop();
      await cloud.stop();
    },
  };
}

/** Reads a webhook as its receiver does. @throws when it isn't signed by `secret`; its age is the verifier's own matter */
export function verified(secret: string, { headers, body }: Pick<Received, 'headers' | 'body'>): unknown {
  const real = Date.now;
  // The verifier looks at the clock of this machine, and the webhook is of another time.
  Date.now = () => Number(headers['webhook-timestamp']) * 1000;
  try {
    return new Webhook(secret).verify(body, { ...headers });
  } finally {
    Date.now = real;
  }
}

/** Has the operator list these origins as private receivers. */
export function allowOrigins(resources: Resources, origins: readonly string[]): void {
  for (const { Type, Properties } of Object.values(resources)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const { Variables } = (Properties['Environment'] ?? {}) as { Variables?: Record<string, unknown> };
    if (typeof Variables?.['POLICY'] !== 'string') continue;
    const policy = JSON.parse(Variables['POLICY']) as Record<string, unknown>;
    Variables['POLICY'] = JSON.stringify({ ...policy, webhookPrivateOrigins: origins });
  }
}

/** One that was free a moment ago: the origin stands in the template before the bench can begin. */
async function aFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
