import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { ChimeSDKVoiceClient, ListSipRulesCommand } from '@aws-sdk/client-chime-sdk-voice';
import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { type Faults, createFaults } from '../../../local/faults/faults.ts';
import { targetOf } from '../../../local/gate/service.ts';
import { operationOf } from '../../../local/chime/operation.ts';
import { KEY, aGate, aTable } from '../gate/a-gate.ts';

/** What each service's own client makes of a fault: it goes by the wire alone. */

let faults: Faults;
let handled: string[];
let gate: Awaited<ReturnType<typeof aGate>>;
beforeEach(async () => {
  handled = [];
  const service = (operation: (request: Parameters<typeof targetOf>[0]) => string, key = false) =>
    aTable({
      operationOf: operation,
      needsOf: () => (key ? [{ action: 'kms:Decrypt', resource: KEY }] : []),
      handle(request) {
        handled.push(operation(request));
        return Promise.resolve({ status: 200, headers: {}, body: '{}' });
      },
    });
  gate = await aGate({
    services: {
      dynamodb: service(targetOf, true),
      sqs: service(targetOf),
      states: service(targetOf),
      chime: service(({ method, path, query }) => operationOf(method, path, query)?.operation ?? ''),
      s3: service(() => 'GetObject'),
      bedrock: service(() => 'Converse'),
    },
    statement: { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY },
    answerInstead: (asked, carryOut) => faults.answerInstead(asked, carryOut),
  });
  faults = createFaults({ clock: gate.clock, functions: () => [], kill: () => Promise.resolve() });
});
afterEach(() => gate.stop());

/** As a function's clients are made; one attempt, so that each fault is seen. */
const settings = (maxAttempts = 1) => ({
  endpoint: gate.url,
  region: 'us-east-1',
  maxAttempts,
  credentials: { accessKeyId: 'Reader', secretAccessKey: 'local', sessionToken: 'reader' },
});
const A_CALL = { TableName: 'Calls', Key: { pk: { S: 'a' } } };
const ASK = {
  dynamodb: () => new DynamoDBClient(settings()).send(new GetItemCommand(A_CALL)),
  kms: () => new DynamoDBClient(settings()).send(new GetItemCommand(A_CALL)),
  sqs: () =>
    new SQSClient(settings()).send(
      new SendMessageCommand({ QueueUrl: `${gate.url}/0/q`, MessageBody: 'hi' }),
    ),
  states: () => new SFNClient(settings()).send(new StartExecutionCommand({ stateMachineArn: 'arn:a' })),
  chime: () => new ChimeSDKVoiceClient(settings()).send(new ListSipRulesCommand({})),
  s3: () =>
    new S3Client({ ...settings(), forcePathStyle: true }).send(
      new GetObjectCommand({ Bucket: 'recordings', Key: 'a' }),
    ),
  bedrock: () =>
    new BedrockRuntimeClient({ ...settings(), requestHandler: new NodeHttpHandler() }).send(
      new ConverseCommand({ modelId: 'm', messages: [] }),
    ),
};
const failure = (asked: Promise<unknown>) =>
  asked.then(
    () => 'no failure',
    (error: unknown) => {
      const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
      return `${String($metadata?.httpStatusCode)} ${name}`;
    },
  );

test.each([
  {
    service: 'dynamodb',
    throttled: '400 ProvisionedThroughputExceededException',
    failed: '500 InternalServerError',
  },
  { service: 'kms', throttled: '400 ThrottlingException', failed: '500 InternalServerError' },
  { service: 'sqs', throttled: '400 RequestThrottled', failed: '500 InternalFailure' },
  { service: 'states', throttled: '400 ThrottlingException', failed: '500 InternalFailure' },
  { service: 'chime', throttled: '429 ThrottledClientException', failed: '500 ServiceFailureException' },
  { service: 's3', throttled: '503 SlowDown', failed: '500 InternalError' },
  { service: 'bedrock', throttled: '429 ThrottlingException', failed: '500 InternalServerException' },
] as const)(
  '$service says $throttled and $failed to its own client',
  async ({ service, throttled, failed }) => {
    faults.add({ service, kind: 'throttle' });
    faults.add({ service, kind: 'error', nth: 2 });

    expect(await failure(ASK[service]())).toBe(throttled);
    expect(await failure(ASK[service]())).toBe(failed);

    expect(handled).toEqual([]);
    expect(faults.list().map(({ fired }) => fired)).toEqual([1, 1]);
  },
);

test.each(['dynamodb', 'sqs', 'states', 'chime', 's3', 'bedrock'] as const)(
  'what %s was asked is done, though the answer says it failed',
  async (service) => {
    faults.add({ service, kind: 'applied_then_error' });

    expect(await failure(ASK[service]())).toMatch(/^500 /);

    expect(handled).toHaveLength(1);
  },
);

test('a transaction meets another: a reason for each item, in their order', async () => {
  faults.add({ service: 'dynamodb', kind: 'conflict' });
  const put = { Put: { TableName: 'Calls', Item: A_CALL.Key } };

  const asked = new DynamoDBClient(settings()).send(
    new TransactWriteItemsCommand({ TransactItems: [put, put, put] }),
  );

  await expect(asked).rejects.toMatchObject({
    name: 'TransactionCanceledException',
    CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }, { Code: 'None' }],
  });
});

test('a single write meets a transaction under its own name, and reads meet none', async () => {
  faults.add({ service: 'dynamodb', kind: 'conflict' });

  expect(await failure(ASK.dynamodb())).toBe('no failure');
  expect(
    await failure(
      new DynamoDBClient(settings()).send(new PutItemCommand({ TableName: 'Calls', Item: A_CALL.Key })),
    ),
  ).toBe('400 TransactionConflictException');
});

test('the client asks again after a throttle and after a failure, as it does on AWS', async () => {
  faults.add({ service: 'dynamodb', kind: 'throttle' });
  faults.add({ service: 'dynamodb', kind: 'error', nth: 2 });

  await new DynamoDBClient(settings(3)).send(new GetItemCommand(A_CALL));

  expect(handled).toEqual(['GetItem']);
});

test('a request without an answer ends by the client’s own patience, and is not carried out', async () => {
  faults.add({ service: 'dynamodb', kind: 'timeout' });
  const requestHandler = new NodeHttpHandler({ requestTimeout: 50, throwOnRequestTimeout: true });
  const db = new DynamoDBClient({ ...settings(), requestHandler });

  const asked = failure(db.send(new GetItemCommand(A_CALL)));
  expect(await asked).toContain('TimeoutError');

  expect(handled).toEqual([]);
  while (gate.gate.held('reader') > 0) await new Promise(setImmediate);
});

test('a slow answer is sent 30 s later by the virtual clock, and the request is carried out at once', async () => {
  faults.add({ service: 'dynamodb', kind: 'slow' });
  const answered: string[] = [];
  const asked = ASK.dynamodb().then(() => answered.push('answered'));
  while (gate.gate.held('reader') === 0) await new Promise(setImmediate);

  await gate.clock.advance(gate.clock.now() + 29_000);
  expect([handled, answered]).toEqual([['GetItem'], []]);
  await gate.clock.advance(gate.clock.now() + 1_000);
  await asked;

  expect(answered).toEqual(['answered']);
});
