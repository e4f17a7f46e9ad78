import type { QueueConfig } from '../../../local/services/sqs.ts';
import { aQueue, aRequest, anEmulator, someQueues } from './a-queue.ts';

let emulator: Awaited<ReturnType<typeof anEmulator>>;
beforeAll(async () => {
  emulator = await anEmulator();
});
afterAll(() => emulator.stop());

let queues: Awaited<ReturnType<typeof someQueues>>;
let dead: QueueConfig;
let dial: QueueConfig;
beforeEach(async () => {
  dead = aQueue({ MessageRetentionPeriod: 1_209_600 });
  dial = aQueue({
    VisibilityTimeout: 60,
    RedrivePolicy: { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 },
  });
  queues = await someQueues(emulator, [dead, dial]);
});

const bodies = async (queue: QueueConfig) =>
  (await queues.sqs.receive(queue, 10)).map(({ Body }) => Body).toSorted();

test('a message that was taken is hidden for the queue’s time, then it is there again', async () => {
  await queues.send(dial, 'one');

  expect(await bodies(dial)).toEqual(['one']);
  await queues.advance(59);
  expect(await bodies(dial)).toEqual([]);
  await queues.advance(2);
  expect(await bodies(dial)).toEqual(['one']);
});

test('a message that was deleted never comes back', async () => {
  await queues.send(dial, 'one');
  const [message] = await queues.sqs.receive(dial, 1);
  await queues.sqs.delete(dial, message?.ReceiptHandle ?? '');
  await queues.advance(3_600);

  expect(await bodies(dial)).toEqual([]);
});

test('a message that was taken as often as it may be is a dead letter', async () => {
  await queues.send(dial, 'one');
  for (let received = 0; received < 2; received++) {
    expect(await bodies(dial)).toEqual(['one']);
    await queues.advance(61);
  }

  expect(await bodies(dial)).toEqual([]);
  expect(await bodies(dead)).toEqual(['one']);
});

test('whoever waits for messages is told when some may be there', async () => {
  const told: [string, number][] = [];
  queues.sqs.onVisible((arn, seconds) => told.push([arn, seconds]));

  await queues.send(dial, 'now');
  await queues.send(dial, 'later', 30);
  const [message] = await queues.sqs.receive(dial, 10);
  await queues.ask('ChangeMessageVisibility', {
    QueueUrl: dial.url,
    ReceiptHandle: message?.ReceiptHandle,
    VisibilityTimeout: 7,
  });

  expect(told).toEqual([
    [dial.arn, 0],
    [dial.arn, 30],
    [dial.arn, 60],
    [dial.arn, 7],
  ]);
});

test.each([
  { seconds: 900, status: 200 },
  { seconds: 901, status: 400 },
])('a delay of $seconds s is answered $status, as by AWS', async ({ seconds, status }) => {
  const answer = await queues.send(dial, 'later', seconds);

  expect(answer.status).toBe(status);
  if (status === 400)
    expect(answer).toMatchObject({
      __type: 'com.amazonaws.sqs#InvalidParameterValue',
      message: 'Value for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
    });
});

test('a request needs its action on its queue', () => {
  const needsOf = (operation: string, QueueUrl: string) =>
    queues.sqs.needsOf(aRequest(`AmazonSQS.${operation}`, { QueueUrl }), operation);

  expect(needsOf('SendMessage', dial.url)).toEqual([{ action: 'sqs:SendMessage', resource: dial.arn }]);
  expect(needsOf('DeleteMessage', dead.url)).toEqual([{ action: 'sqs:DeleteMessage', resource: dead.arn }]);
  expect(needsOf('SendMessage', 'http://127.0.0.1:1/000000000000/Other')).toEqual([
    { action: 'sqs:SendMessage', resource: '*' },
  ]);
});
