import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startQueueEmulator } from '../local/services/queue-emulator.ts';
import type { Driver } from './driver.ts';
import { type Figure, median } from './figures.ts';

const CHILD = fileURLToPath(new URL('cpu-child.ts', import.meta.url));
/** Rounds and placements a round. The first round warms both up and is not counted. */
const ROUNDS = 8;
const A_ROUND = 150;
/** Of this machine's emulators: they check no signature. */
const CREDENTIALS = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' };

/** What a child is told at its start. */
export type Work =
  | { readonly kind: 'placing'; readonly file: string; readonly event: unknown; readonly callerId: string }
  | {
      readonly kind: 'bare';
      readonly transaction: string;
      readonly message: string;
      readonly ids: readonly string[];
    };

/**
 * CPU of a warm placement against that of its two requests, sent by the plain SDK to the same emulators in the same run. Each
 * is a process of its own, they take turns, and the emulators' CPU is counted for neither. Nobody strips the SDK's
 * `ClientRequestToken`s: they slow the emulator, which is not what is measured.
 */
export async function cpuFigures(driver: Driver): Promise<readonly Figure[]> {
  const client = await driver.client();
  await client.place('+14155550101');
  const placed = driver.invoked.findLast(({ function: fn }) => fn.logicalId.startsWith('RestApiCalls'));
  const bodyOf = (operation: string) =>
    driver.requests
      .findLast((asked) => asked.operation === operation && asked.function.startsWith('RestApiCalls'))
      ?.request.body.toString() ?? '';
  const transaction = bodyOf('TransactWriteItems');
  if (!placed) throw new Error('nothing was placed');

  const queues = await startQueueEmulator(driver.cloud.clock.shared);
  const queue = await aQueue(queues.url);
  const env = {
    ...placed.function.env,
    ...CREDENTIALS,
    DIAL_QUEUE_URL: queue,
    AWS_ENDPOINT_URL_DYNAMODB: driver.cloud.tables.url,
    AWS_ENDPOINT_URL_SQS: queues.url,
  };
  // The first placement of a key, an account and a number: with other ids it is a first one again.
  const key = /K#([0-9a-f]{32})/.exec(transaction)?.[1] ?? '';
  const call = /C#([0-9a-f-]{36})/.exec(transaction)?.[1] ?? '';
  const children = [
    await aChild(env, {
      kind: 'placing',
      file: placed.function.file,
      event: placed.event,
      callerId: client.callerId,
    }),
    await aChild(env, {
      kind: 'bare',
      transaction,
      message: bodyOf('SendMessage'),
      ids: [key, call, client.accountId],
    }),
  ] as const;

  const rounds: { placing: number; bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({ placing: await children[0].run(A_ROUND), bare: await children[1].run(A_ROUND) });
  for (const child of children) child.stop();
  await queues.stop();

  const counted = rounds.slice(1);
  const placing = median(counted.map((round) => round.placing));
  const bare = median(counted.map((round) => round.bare));
  const ratio = median(counted.map((round) => round.placing / round.bare));
  const group = 'cpu';
  return [
    { group, what: 'a placement', value: placing, unit: 'ms' },
    { group, what: 'its two requests, bare', value: bare, unit: 'ms' },
    {
      group,
      what: 'a placement against them',
      value: Math.round(ratio * 100) / 100,
      unit: 'x',
      budget: 1.25,
    },
  ];
}

async function aQueue(url: string): Promise<string> {
  const sqs = new SQSClient({
    endpoint: url,
    region: CREDENTIALS.AWS_REGION,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  await sqs.send(new CreateQueueCommand({ QueueName: 'bench' }));
  return `${url}/000000000000/bench`;
}

async function aChild(env: Readonly<Record<string, string>>, work: Work) {
  // Its log is written, as it is in Lambda, and nobody reads it.
  const child = fork(CHILD, { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const answer = async () => {
    const [told] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => {
        throw new Error(`the measured process has ended: ${work.kind}`);
      }),
    ])) as [number];
    return told;
  };
  child.send(work);
  await answer();
  return {
    /** @returns milliseconds of CPU for one of `times` */
    async run(times: number): Promise<number> {
      child.send(times);
      return answer();
    },
    stop: () => child.kill(),
  };
}

/** `transaction` with fresh ids in the place of `ids`: a placement that meets no other. */
export function withFreshIds(text: string, ids: readonly string[]): string {
  return ids.reduce((sum, id) => sum.replaceAll(id, like(id)), text);
}

/** An id of the same form that nobody has. */
const like = (id: string) =>
  id.includes('-') ? `${id.slice(0, 15)}${randomUUID().slice(15)}` : randomUUID().replaceAll('-', '');
