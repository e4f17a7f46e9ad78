import { readFileSync } from 'node:fs';
import Module from 'node:module';
import {
  DynamoDBClient,
  TransactWriteItemsCommand,
  type TransactWriteItemsInput,
} from '@aws-sdk/client-dynamodb';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type Work, withFreshIds } from './cpu.ts';

/** A process that does one kind of work as often as it is told, and answers what one of them took of its CPU. */

type Run = () => Promise<void>;
/** Makes ready what `times` runs need, none of which is measured. */
type Prepare = (times: number) => readonly Run[];

process.once('message', (work: Work) => {
  const prepare = work.kind === 'placing' ? placing(work) : bare(work);
  process.on('message', (times: number) => void measure(prepare(times)));
  process.send?.(0);
});

async function measure(runs: readonly Run[]): Promise<void> {
  const before = process.cpuUsage();
  for (const run of runs) await run();
  const { user, system } = process.cpuUsage(before);
  process.send?.((user + system) / 1000 / runs.length);
}

/** Our own function: its bundle as it is deployed, asked as API Gateway asks. */
function placing({ file, event }: Extract<Work, { kind: 'placing' }>): Prepare {
  const module = new Module(file) as Module & { _compile(code: string, file: string): void };
  module.filename = file;
  module.paths = [];
  module._compile(readFileSync(file, 'utf8'), file);
  const { handler } = module.exports as {
    handler: (event: unknown, context: object) => Promise<{ statusCode: number; body: string }>;
  };
  const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 10_000 };
  return (times) =>
    Array.from({ length: times }, () => async () => {
      const { statusCode, body } = await handler(event, context);
      if (statusCode !== 202) throw new Error(`answered ${statusCode}: ${body}`);
    });
}

/** The same two requests, written beforehand. */
function bare({ transaction, message, ids }: Extract<Work, { kind: 'bare' }>): Prepare {
  const db = new DynamoDBClient({});
  const sqs = new SQSClient({});
  const url = process.env['DIAL_QUEUE_URL'];
  return (times) =>
    Array.from({ length: times }, () => {
      const { TransactItems } = JSON.parse(withFreshIds(transaction, ids)) as TransactWriteItemsInput;
      const { MessageBody, MessageGroupId } = JSON.parse(message) as Record<string, string>;
      return async () => {
        await db.send(new TransactWriteItemsCommand({ TransactItems }));
        await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody, MessageGroupId }));
      };
    });
}
