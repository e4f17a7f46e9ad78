import { aStage, nameOf, ofType, settingsOf, spoken } from './a-stage.ts';

const { service } = aStage(settingsOf('prod'));

const queue = (name: string) =>
  spoken(ofType(service, 'AWS::SQS::Queue').find(([id]) => nameOf(id) === name)?.[1].Properties);

test('each queue keeps its logical id, or the messages in it would be gone', () => {
  expect(ofType(service, 'AWS::SQS::Queue').map(([id]) => id)).toEqual([
    'WebhooksDeadLettersA656B8E7',
    'WebhooksQueueCBC86013',
    'DialQueueDeadLetters381A8847',
    'DialQueueB38B6926',
  ]);
});

test('no queue takes a request in the clear', () => {
  const denied = ofType(service, 'AWS::SQS::QueuePolicy').map(
    ([, { Properties }]) => spoken(Properties) as { Queues: string[] },
  );

  expect(denied.flatMap(({ Queues }) => Queues)).toEqual([
    'WebhooksDeadLetters',
    'WebhooksQueue',
    'DialQueueDeadLetters',
    'DialQueue',
  ]);
  for (const policy of denied)
    expect(policy).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Deny',
            Action: 'sqs:*',
            Principal: { AWS: '*' },
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
});

test('an attempt may take 15 s, and its message stays hidden for six times as long as its function may take', () => {
  const [, deliverer] = ofType(service, 'AWS::Lambda::Function').find(([id]) =>
    id.startsWith('WebhooksDeliverer'),
  ) ?? ['', undefined];

  expect(deliverer?.Properties['Timeout']).toBe(30);
  expect(queue('WebhooksQueue')).toMatchObject({
    VisibilityTimeout: 180,
    RedrivePolicy: { deadLetterTargetArn: 'WebhooksDeadLetters', maxReceiveCount: 5 },
  });
  expect(queue('WebhooksDeadLetters')).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
});

test('ten webhooks are told at one time, each by itself', () => {
  const mappings = ofType(service, 'AWS::Lambda::EventSourceMapping').map(
    ([, { Properties }]) => spoken(Properties) as Record<string, unknown>,
  );

  expect(mappings.find(({ EventSourceArn }) => EventSourceArn === 'WebhooksQueue')).toEqual({
    EventSourceArn: 'WebhooksQueue',
    FunctionName: 'WebhooksDelivererFunction',
    BatchSize: 1,
    ScalingConfig: { MaximumConcurrency: 10 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
});
