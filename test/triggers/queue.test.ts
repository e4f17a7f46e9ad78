import type { SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { GiveBack, consume } from '../../lambdas/triggers/queue.ts';
import { CONTEXT } from './a-request.ts';
import { logLines } from './log-lines.ts';

const logged = logLines();

const messages = (...bodies: string[]) =>
  ({
    Records: bodies.map((body, i) => ({ messageId: `m${i}`, receiptHandle: `r${i}`, body })),
  }) as unknown as SQSEvent;

/** A worker whose `run` is given, with what it gave back, buried and failed. */
async function work(run: (message: { n: number }) => Promise<void>, bodies: string[], broken?: Error) {
  const [givenBack, buried]: [string[], string[]] = [[], []];
  const keep = (list: string[]) => async (text: string) => {
    if (broken) throw broken;
    list.push(text);
  };
  const handler = consume(z.object({ n: z.number() }), run, {
    giveBack: keep(givenBack),
    bury: keep(buried),
  });
  const outcome = await handler(messages(...bodies), CONTEXT).catch((error: unknown) => error);
  return { outcome, givenBack, buried };
}

const failing =
  (error: Error, at: number) =>
  async ({ n }: { n: number }) => {
    if (n === at) throw error;
  };
const failed = (...ids: string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

test('each message is run once, and all are done', async () => {
  const ran: number[] = [];
  const { outcome } = await work(async ({ n }) => void ran.push(n), ['{"n":1}', '{"n":2,"more":true}']);
  expect(ran).toEqual([1, 2]);
  expect(outcome).toEqual(failed());
});

test('a message that fails goes back alone, and its neighbours are done', async () => {
  const { outcome, givenBack } = await work(failing(new Error('no'), 2), ['{"n":1}', '{"n":2}', '{"n":3}']);
  expect(outcome).toEqual(failed('m1'));
  expect(givenBack).toEqual([]);
  expect(logged()).toMatchObject([{ level: 'ERROR', messageId: 'm1', reason: 'no' }]);
});

test('a message that is given back is to be had at once, and is no error', async () => {
  const { outcome, givenBack } = await work(failing(new GiveBack('no room'), 1), ['{"n":1}', '{"n":2}']);
  expect(outcome).toEqual(failed('m0'));
  expect(givenBack).toEqual(['r0']);
  expect(logged()).toEqual([]);
});

test.each(['', 'nonsense', '{', 'null', '7', '{}', '{"n":"1"}'])(
  'a message that can not be read (%j) is buried, and does not come back',
  async (body) => {
    const ran: number[] = [];
    const { outcome, buried } = await work(async ({ n }) => void ran.push(n), [body, '{"n":2}']);
    expect(outcome).toEqual(failed());
    expect(buried).toEqual([body]);
    expect(ran).toEqual([2]);
  },
);

test('what is buried is logged without a word of it', async () => {
  await work(async () => undefined, ['words of a client']);
  expect(logged()).toMatchObject([{ level: 'ERROR', messageId: 'm0' }]);
  expect(JSON.stringify(logged())).not.toContain('words of');
});

test('a message that can not be buried goes back', async () => {
  const { outcome } = await work(async () => undefined, ['nonsense'], new Error('the queue is away'));
  expect(outcome).toEqual(failed('m0'));
});

// The throw leaves the loop: the whole batch goes back, neighbours that are done included.
test('a message that can not be given back at once still goes back alone', async () => {
  const ran: number[] = [];
  const run = async ({ n }: { n: number }) => {
    if (n === 1) throw new GiveBack('no room');
    ran.push(n);
  };
  const { outcome } = await work(run, ['{"n":1}', '{"n":2}'], new Error('the queue is away'));
  expect(outcome).toEqual(failed('m0'));
  expect(ran).toEqual([2]);
});
