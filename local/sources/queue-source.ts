import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import type { Permissions } from '../gate/permissions.ts';
import type { QueueConfig, ReceivedMessage, Sqs } from '../services/sqs.ts';
import { AccessDenied, type Invocation } from '../wire.ts';

const Properties = z.object({
  BatchSize: z.number().int().min(1).max(10),
  FunctionResponseTypes: z.tuple([z.literal('ReportBatchItemFailures')]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number().int().min(2) }),
});
const BatchAnswer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

export interface QueueSourceOptions {
  readonly clock: Clock;
  /** Lambda's own poller needs nobody's leave to invoke a function. */
  readonly deliver: (functionArn: string, payload: unknown) => Promise<Invocation>;
  readonly sqs: Sqs;
  readonly queue: QueueConfig;
  readonly functionArn: string;
  readonly roleArn: string;
  readonly region: string;
  readonly permissions: Permissions;
  readonly onDenied: (error: AccessDenied) => void;
}

/**
 * Lambda's poller: hands messages of a queue to a function and deletes those that it is done with.
 * @returns what ends it: then nothing more is taken, and nothing is deleted any more
 */
export function startQueueSource(
  properties: Readonly<Record<string, unknown>>,
  options: QueueSourceOptions,
): () => Promise<void> {
  const { clock, deliver, sqs, queue, functionArn, roleArn, region, permissions, onDenied } = options;
  const { BatchSize, ScalingConfig } = Properties.parse(properties);
  let invocations = 0;
  let draining = Promise.resolve();
  let stopped = false;
  const isOver = () => stopped;
  /** Requests to the queue that are under way. */
  const asking = new Set<Promise<unknown>>();

  const ask = <T>(request: Promise<T>): Promise<T> => {
    const asked = clock.busy(request).finally(() => asking.delete(asked));
    asking.add(asked);
    return asked;
  };

  const mayPoll = () => {
    try {
      for (const action of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])
        permissions.check({ role: roleArn }, { action: `sqs:${action}`, resource: queue.arn });
      return true;
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      onDenied(error);
      return false;
    }
  };
  const hand = async (messages: readonly ReceivedMessage[]) => {
    const answer = await deliver(functionArn, {
      Records: messages.map((message) => recordOf(message, queue, region)),
    });
    const parsed = answer.ok ? BatchAnswer.safeParse(answer.payload) : undefined;
    // A batch that failed whole, or was answered with something else, comes back whole.
    if (isOver() || !parsed?.success) return;
    const failed = new Set(parsed.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const done = messages.filter(({ MessageId }) => !failed.has(MessageId));
    await ask(Promise.all(done.map(({ ReceiptHandle }) => sqs.delete(queue, ReceiptHandle))));
  };
  const drain = async (): Promise<void> => {
    while (!isOver() && invocations < ScalingConfig.MaximumConcurrency && mayPoll()) {
      const messages = await ask(sqs.receive(queue, BatchSize));
      if (isOver() || messages.length === 0) return;
      invocations += 1;
      void hand(messages).finally(() => {
        invocations -= 1;
        poll();
      });
    }
  };
  /** One at a time, or two would take more messages than may be handed out. */
  const poll = () => {
    draining = draining.then(drain);
  };

  sqs.onVisible((arn, seconds) => {
    // A millisecond later: at the instant itself the queue still keeps it.
    if (arn === queue.arn) clock.at(clock.now() + seconds * 1000 + 1, poll);
  });
  return async () => {
    stopped = true;
    await Promise.allSettled(asking);
  };
}

/** A message as a function's event has it. */
const recordOf = (
  { MessageId, ReceiptHandle, Body, MD5OfBody, Attributes = {} }: ReceivedMessage,
  { arn }: QueueConfig,
  region: string,
) => ({
  messageId: MessageId,
  receiptHandle: ReceiptHandle,
  body: Body,
  attributes: Attributes,
  messageAttributes: {},
  md5OfBody: MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: arn,
  awsRegion: region,
});
