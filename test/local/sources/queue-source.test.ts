import { createPermissions } from '../../../local/gate/permissions.ts';
import { startQueueSource } from '../../../local/sources/queue-source.ts';
import type { Invocation } from '../../../local/wire.ts';
import { ACCOUNT, aQueue, anEmulator, someQueues } from '../services/a-queue.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/Dialer`;
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:Dialer`;
const MAPPING = {
  BatchSize: 1,
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  ScalingConfig: { MaximumConcurrency: 2 },
};
const ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly eventSourceARN: string;
}
type Batch = readonly Message[];

const done: Invocation = { ok: true, payload: { batchItemFailures: [] } };
const except = (...messages: Batch): Invocation => ({
  ok: true,
  payload: { batchItemFailures: messages.map(({ messageId }) => ({ itemIdentifier: messageId })) },
});

let emulator: Awaited<ReturnType<typeof anEmulator>>;
beforeAll(async () => {
  emulator = await anEmulator();
});
afterAll(() => emulator.stop());

/** A function behind a queue, and what it was handed: seconds since then and bodies. */
async function aDialer(
  answer: (batch: Batch) => Invocation | Promise<Invocation>,
  { mapping = MAPPING, actions = ACTIONS }: { mapping?: object; actions?: readonly string[] } = {},
) {
  const queue = aQueue({ VisibilityTimeout: 60 });
  const queues = await someQueues(emulator, [queue]);
  const began = queues.clock.now();
  const permissions = createPermissions({ account: ACCOUNT });
  permissions.addIdentityPolicy(
    ROLE,
    { Statement: { Effect: 'Allow', Action: actions, Resource: queue.arn } },
    'Dialer',
  );
  const handed: [number, string[]][] = [];
  const events: Message[] = [];
  const denied: string[] = [];
  const stop = startQueueSource(mapping as Record<string, unknown>, {
    clock: queues.clock,
    deliver(_, payload) {
      const { Records } = payload as { Records: Message[] };
      handed.push([
        Math.floor((queues.clock.now() - began) / 1_000),
        Records.map(({ body }) => body).toSorted(),
      ]);
      events.push(...Records);
      return Promise.resolve(answer(Records));
    },
    sqs: queues.sqs,
    queue,
    functionArn: FUNCTION,
    roleArn: ROLE,
    region: 'us-east-1',
    permissions,
    onDenied: ({ message }) => denied.push(message),
  });
  return {
    queue,
    stop,
    handed,
    events,
    denied,
    send: (body: string, delaySec?: number) => queues.send(queue, body, delaySec),
    advance: (sec: number) => queues.advance(sec),
  };
}

test('a message that the function is done with is gone', async () => {
  const { queue, handed, events, send, advance } = await aDialer(() => done);

  await send('one');
  await advance(3_600);

  expect(handed).toEqual([[0, ['one']]]);
  expect(events[0]).toMatchObject({
    body: 'one',
    eventSource: 'aws:sqs',
    eventSourceARN: queue.arn,
    awsRegion: 'us-east-1',
    attributes: { ApproximateReceiveCount: '1' },
  });
});

test('a message that failed comes back alone, when its time of being hidden is over', async () => {
  let failures = 2;
  const { handed, events, send, advance } = await aDialer(
    (batch) => {
      const bad = batch.find(({ body }) => body === 'bad');
      return bad && failures-- > 0 ? except(bad) : done;
    },
    { mapping: { ...MAPPING, BatchSize: 10 } },
  );

  await send('good');
  await send('bad');
  await advance(300);

  expect(handed).toEqual([
    [0, ['bad', 'good']],
    [60, ['bad']],
    [120, ['bad']],
  ]);
  expect(events.at(-1)?.attributes['ApproximateReceiveCount']).toBe('3');
});

test.each([
  {
    what: 'fails',
    answer: (): Invocation => ({ ok: false, errorType: 'Sandbox.Timedout', errorMessage: 'no' }),
  },
  { what: 'answers with something else', answer: (): Invocation => ({ ok: true, payload: { fine: true } }) },
])('a batch comes back whole when the function $what', async ({ answer }) => {
  let first = true;
  const { handed, send, advance } = await aDialer(
    () => {
      const invocation = first ? answer() : done;
      first = false;
      return invocation;
    },
    { mapping: { ...MAPPING, BatchSize: 10 } },
  );

  await send('one');
  await send('two');
  await advance(300);

  expect(handed).toEqual([
    [0, ['one', 'two']],
    [60, ['one', 'two']],
  ]);
});

test('no more messages are handed out at once than the mapping says; the next follows when one is done', async () => {
  const waiting: (() => void)[] = [];
  const { handed, send, advance } = await aDialer(
    () => new Promise((resolve) => waiting.push(() => resolve(done))),
  );

  for (const body of ['one', 'two', 'three']) await send(body);
  await advance(1);
  expect(handed).toHaveLength(2);

  waiting[0]?.();
  await advance(1);
  expect(handed).toHaveLength(3);
  for (const finish of waiting) finish();
  await advance(1);
});

test('a delayed message is handed over when its time has come', async () => {
  const { handed, send, advance } = await aDialer(() => done);

  await send('later', 30);
  await advance(29);
  expect(handed).toEqual([]);
  await advance(5);

  expect(handed).toEqual([[30, ['later']]]);
});

test('once it has ended it takes nothing more, and what was under way is left in the queue', async () => {
  const waiting: ((invocation: Invocation) => void)[] = [];
  const { handed, stop, send, advance } = await aDialer(
    () => new Promise((resolve) => waiting.push(resolve)),
  );
  await send('one');
  await advance(1);

  await stop();
  waiting[0]?.(done);
  await send('two');
  await advance(300);

  expect(handed).toEqual([[0, ['one']]]);
});

test.each(ACTIONS)('without %s nothing is handed over, and the lack is told', async (action) => {
  const { queue, handed, denied, send, advance } = await aDialer(() => done, {
    actions: ACTIONS.filter((one) => one !== action),
  });

  await send('one');
  await advance(1);

  expect(handed).toEqual([]);
  expect(denied[0]).toContain(`not authorized to perform: ${action} on resource: ${queue.arn}`);
});

test.each([
  { what: 'no report of single failures', mapping: { ...MAPPING, FunctionResponseTypes: [] } },
  { what: 'no limit of its own', mapping: { ...MAPPING, ScalingConfig: {} } },
  { what: 'a batch that SQS doesn’t give out', mapping: { ...MAPPING, BatchSize: 11 } },
])('a mapping with $what is not played', async ({ mapping }) => {
  await expect(aDialer(() => done, { mapping })).rejects.toThrow();
});
