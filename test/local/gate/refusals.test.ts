import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { ChimeSDKVoiceClient, GetPhoneNumberCommand } from '@aws-sdk/client-chime-sdk-voice';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { createBedrock, standIn } from '../../../local/bedrock/bedrock.ts';
import { createChime } from '../../../local/chime/chime.ts';
import { DEFAULT_LIMITS } from '../../../local/chime/limits.ts';
import { createClock } from '../../../local/clock/clock.ts';
import { createCarrier } from '../../../local/services/carrier.ts';
import { createDynamoDb } from '../../../local/services/dynamodb.ts';
import { createS3 } from '../../../local/services/s3.ts';
import { createSqs } from '../../../local/services/sqs.ts';
import { createStates } from '../../../local/services/states.ts';
import { createWorkflows } from '../../../local/workflows/workflows.ts';
import { ACCOUNT, aGate } from './a-gate.ts';

const NOWHERE = 'http://127.0.0.1:9';
const REGION = 'us-east-1';
const QUEUE = { name: 'Dial', arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:Dial`, url: '', properties: {} };
const MACHINE = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:Life`;

/** On real time, as the clients here are: they ask again when an answer's date is far from theirs. */
const clock = createClock();
const nobody = () => Promise.reject(new Error('nobody is invoked here'));
const shared = { clock, invoke: nobody, account: ACCOUNT, region: REGION };
const chime = createChime({
  ...shared,
  lex: {
    start() {
      throw new Error('no bots here');
    },
  },
  recorder: {
    admit: () => undefined,
    deliver: () => Promise.resolve(),
  },
  limits: DEFAULT_LIMITS,
  onDenied: () => undefined,
});
const services = {
  dynamodb: createDynamoDb({ url: NOWHERE, region: REGION, tables: [] }),
  sqs: createSqs({ url: NOWHERE, queues: [QUEUE] }),
  s3: createS3({ url: NOWHERE, buckets: ['recordings'] }),
  states: createStates(createWorkflows({ ...shared, onStateEntered: () => undefined })),
  chime: createCarrier(chime, { account: ACCOUNT, region: REGION, held: new Set() }),
  bedrock: createBedrock(standIn, { account: ACCOUNT, region: REGION }),
};

let gate: Awaited<ReturnType<typeof aGate>>;
beforeAll(async () => {
  gate = await aGate({ services, clock });
});
afterAll(async () => {
  await gate.stop();
  clock.stop();
});
beforeEach(() => gate.denied.splice(0));

const client = () => ({
  region: REGION,
  endpoint: gate.url,
  credentials: { accessKeyId: 'Stranger', secretAccessKey: 'local', sessionToken: 'stranger' },
});

test.each([
  {
    service: 'DynamoDB',
    send: () =>
      new DynamoDBClient(client()).send(new PutItemCommand({ TableName: 'Calls', Item: { pk: { S: 'a' } } })),
    needs: 'dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:unknown:table/Calls',
  },
  {
    service: 'SQS',
    send: () =>
      new SQSClient(client()).send(
        new SendMessageCommand({ QueueUrl: `${gate.url}/${ACCOUNT}/Dial`, MessageBody: 'hello' }),
      ),
    needs: 'sqs:SendMessage on resource: arn:aws:sqs:us-east-1:000000000000:Dial',
  },
  {
    service: 'Step Functions',
    send: () => new SFNClient(client()).send(new StartExecutionCommand({ stateMachineArn: MACHINE })),
    needs: `states:StartExecution on resource: ${MACHINE}`,
  },
  {
    service: 'Chime SDK Voice',
    send: () =>
      new ChimeSDKVoiceClient(client()).send(new GetPhoneNumberCommand({ PhoneNumberId: '+14155550100' })),
    needs: 'chime:GetPhoneNumber on resource: *',
  },
  {
    service: 'Bedrock',
    send: () =>
      new BedrockRuntimeClient({ ...client(), requestHandler: new NodeHttpHandler() }).send(
        new ConverseCommand({ modelId: 'amazon.nova-lite-v1:0', messages: [] }),
      ),
    needs:
      'bedrock:InvokeModel on resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
  },
])(
  '$service says no so that its own client understands it, and doesn’t ask again',
  async ({ send, needs }) => {
    await expect(send()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(needs) as unknown,
    });

    expect(gate.denied).toHaveLength(1);
  },
);

test('S3 says no in XML', async () => {
  const answer = await fetch(`${gate.url}/recordings/call.wav`, {
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=K/20260301/us-east-1/s3/aws4_request, Signature=0',
      'x-amz-security-token': 'stranger',
    },
  });

  expect(answer.status).toBe(403);
  expect(await answer.text()).toMatch(
    /^<\?xml .*<Error><Code>AccessDenied<\/Code><Message>.*s3:GetObject on resource: arn:aws:s3:::recordings\/call.wav/,
  );
});
