import { type Clock, createClock } from '../../../local/clock/clock.ts';
import { startQueueEmulator } from '../../../local/services/queue-emulator.ts';
import { type QueueConfig, createSqs } from '../../../local/services/sqs.ts';
import type { WireRequest } from '../../../local/wire.ts';

export const NOON = Date.parse('2026-03-01T12:00:00.000Z');
export const ACCOUNT = '000000000000';

let made = 0;

/** A queue of the template. No two bear one name: an emulator is shared by the tests of a file. */
export const aQueue = (properties: Readonly<Record<string, unknown>> = {}): QueueConfig => {
  const name = `Queue${made++}`;
  return {
    name,
    arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}`,
    url: `http://127.0.0.1:1/${ACCOUNT}/${name}`,
    properties,
  };
};

/** A request as the gate hands it to a service that speaks AWS's JSON. */
export const aRequest = (target: string, body: object): WireRequest => ({
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': target,
    'x-amz-date': '20260301T120000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20260301/us-east-1/any/aws4_request, SignedHeaders=host, Signature=0',
  },
  body: Buffer.from(JSON.stringify(body)),
});

/** SQS and S3, on a clock that stands at noon. */
export async function anEmulator() {
  const clock = createClock({ start: NOON, speed: 0 });
  const emulator = await startQueueEmulator(clock.shared);
  return {
    clock,
    url: emulator.url,
    async stop() {
      await emulator.stop();
      clock.stop();
    },
  };
}

/** Queues on an emulator, made and empty. */
export async function someQueues(
  { clock, url }: { readonly clock: Clock; readonly url: string },
  queues: readonly QueueConfig[],
) {
  const sqs = createSqs({ url, queues });
  await sqs.createQueues();
  return {
    clock,
    sqs,
    async ask(operation: string, body: object): Promise<Record<string, unknown> & { status: number }> {
      const answer = await sqs.handle(aRequest(`AmazonSQS.${operation}`, body), operation);
      const text = answer.body.toString();
      return {
        status: answer.status,
        ...(text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)),
      };
    },
    send(queue: QueueConfig, body: string, DelaySeconds?: number) {
      const message = { QueueUrl: queue.url, MessageBody: body, ...(DelaySeconds && { DelaySeconds }) };
      return this.ask('SendMessage', message);
    },
    advance: (sec: number) => clock.advance(clock.now() + sec * 1_000),
  };
}
