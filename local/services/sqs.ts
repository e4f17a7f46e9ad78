import * as z from 'zod';
import { type Service, jsonOf, refuseInJson, targetOf } from '../gate/service.ts';
import type { WireAnswer } from '../wire.ts';
import { GROUP_ATTRIBUTE } from './fair-queues.ts';
import { forward } from './forward.ts';

/** A queue of the template, by its resolved properties. */
export interface QueueConfig {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A message as `ReceiveMessage` gives it out. */
export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly Attributes?: Readonly<Record<string, string>> | undefined;
}

export interface Sqs extends Service {
  createQueues(): Promise<void>;
  receive(queue: QueueConfig, most: number): Promise<readonly ReceivedMessage[]>;
  delete(queue: QueueConfig, receipt: string): Promise<void>;
  /** Told when messages of a queue may be visible, `seconds` from now. */
  onVisible(tell: (queueArn: string, seconds: number) => void): void;
}

const QueueProperties = z.looseObject({
  VisibilityTimeout: z.number().default(30),
  MessageRetentionPeriod: z.number().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
});
const Received = z.object({
  Messages: z
    .array(
      z.object({
        MessageId: z.string(),
        ReceiptHandle: z.string(),
        Body: z.string(),
        MD5OfBody: z.string(),
        Attributes: z.record(z.string(), z.string()).optional(),
      }),
    )
    .default([]),
});

/** The longest that a message may be delayed (SQS quota); the emulator would take more. */
const LONGEST_DELAY_SEC = 900;

/** SQS: the emulator behind it, and what IAM asks of its requests. */
export function createSqs({ url, queues }: { url: string; queues: readonly QueueConfig[] }): Sqs {
  const tells: ((queueArn: string, seconds: number) => void)[] = [];
  const queueOf = (queueUrl: unknown) =>
    queues.find(({ name }) => name === String(queueUrl).split('/').at(-1));
  const tell = (queue: QueueConfig | undefined, seconds: unknown) => {
    if (queue) for (const one of tells) one(queue.arn, typeof seconds === 'number' ? seconds : 0);
  };

  const ask = async (operation: string, body: object): Promise<unknown> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`SQS refused ${operation}: ${text}`);
    return text === '' ? {} : JSON.parse(text);
  };

  return {
    operationOf: targetOf,
    needsOf(request, operation) {
      const queue = queueOf(jsonOf(request)['QueueUrl']);
      return [{ action: `sqs:${operation}`, resource: queue?.arn ?? '*' }];
    },
    async handle(request, operation) {
      const { QueueUrl, DelaySeconds, VisibilityTimeout } = jsonOf(request);
      if (typeof DelaySeconds === 'number' && DelaySeconds > LONGEST_DELAY_SEC) return tooLongADelay;
      const answer = await forward(url, request, withGroupAside(request.body));
      if (answer.status !== 200) return answer;
      if (operation.startsWith('SendMessage')) tell(queueOf(QueueUrl), DelaySeconds);
      if (operation.startsWith('ChangeMessageVisibility')) tell(queueOf(QueueUrl), VisibilityTimeout);
      return answer;
    },
    refuse: refuseInJson,
    async createQueues() {
      for (const { name, properties } of queues) {
        const { VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy } =
          QueueProperties.parse(properties);
        await ask('CreateQueue', {
          QueueName: name,
          Attributes: {
            VisibilityTimeout: String(VisibilityTimeout),
            ...(MessageRetentionPeriod && { MessageRetentionPeriod: String(MessageRetentionPeriod) }),
            ...(RedrivePolicy && { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
          },
        });
      }
    },
    async receive(queue, most) {
      const answer = await ask('ReceiveMessage', {
        QueueUrl: `${url}/000000000000/${queue.name}`,
        MaxNumberOfMessages: most,
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ['All'],
      });
      const { Messages } = Received.parse(answer);
      // What isn't deleted comes back then.
      if (Messages.length > 0) tell(queue, QueueProperties.parse(queue.properties).VisibilityTimeout);
      return Messages;
    },
    async delete(queue, receipt) {
      await ask('DeleteMessage', { QueueUrl: `${url}/000000000000/${queue.name}`, ReceiptHandle: receipt });
    },
    onVisible: (one) => void tells.push(one),
  };
}

/** A message's group is kept in an attribute as well: see `fair-queues.ts`. Nobody here sends or reads attributes. */
function withGroupAside(body: Buffer): Buffer {
  const { MessageGroupId, ...message } = JSON.parse(body.toString()) as Record<string, unknown>;
  if (typeof MessageGroupId !== 'string') return body;
  const group = { DataType: 'String', StringValue: MessageGroupId };
  return Buffer.from(JSON.stringify({ ...message, MessageAttributes: { [GROUP_ATTRIBUTE]: group } }));
}

const tooLongADelay: WireAnswer = {
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({
    __type: 'com.amazonaws.sqs#InvalidParameterValue',
    message: 'Value for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.',
  }),
};
