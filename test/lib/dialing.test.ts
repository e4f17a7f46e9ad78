import { aStage, nameOf, ofType, settingsOf, spoken } from './a-stage.ts';

const { service } = aStage(settingsOf('prod'));

interface Task {
  readonly Type: string;
  readonly Resource: string;
  readonly Arguments: { readonly FunctionName: string; readonly Payload: Readonly<Record<string, string>> };
  readonly Retry?: readonly unknown[];
  readonly Catch?: readonly unknown[];
  readonly Next?: string;
  readonly TimeoutSeconds?: number;
}
interface Machine {
  readonly QueryLanguage: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, Task>>;
}

const machines = ofType(service, 'AWS::StepFunctions::StateMachine');
const machineOf = (name: string) => {
  const [, made] = machines.find(([id]) => nameOf(id) === name) ?? [];
  return JSON.parse(String(spoken(made?.Properties['DefinitionString']))) as Machine;
};
const machine = machineOf('CallWorkflowMachine');
const queue = (name: string) =>
  spoken(ofType(service, 'AWS::SQS::Queue').find(([id]) => nameOf(id) === name)?.[1].Properties);
const mapping = (name: string) =>
  ofType(service, 'AWS::Lambda::EventSourceMapping')
    .map(([, { Properties }]) => spoken(Properties) as Record<string, unknown>)
    .find(({ EventSourceArn }) => EventSourceArn === name);
const timeoutOf = (name: string) =>
  ofType(service, 'AWS::Lambda::Function').find(([id]) => nameOf(id) === name)?.[1].Properties['Timeout'];

test('a message stays hidden for six times as long as the dialer may take, as Lambda asks', () => {
  expect(timeoutOf('DialQueueDialerFunction')).toBe(75);
  expect(queue('DialQueue')).toMatchObject({ VisibilityTimeout: 450 });
});

test('a message is a dead letter after a thousand receives, not before: to be given back is normal here', () => {
  expect(queue('DialQueue')).toMatchObject({
    RedrivePolicy: { deadLetterTargetArn: 'DialQueueDeadLetters', maxReceiveCount: 1_000 },
  });
  // Dead letters stay as long as SQS keeps anything, 14 days.
  expect(queue('DialQueueDeadLetters')).toMatchObject({ MessageRetentionPeriod: 1_209_600 });
});

test('two dialers take a message each, and give back the one that failed', () => {
  expect(mapping('DialQueue')).toEqual({
    EventSourceArn: 'DialQueue',
    FunctionName: 'DialQueueDialerFunction',
    BatchSize: 1,
    ScalingConfig: { MaximumConcurrency: 2 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  });
});

test('a call that came in enters one state, at its end, which is tried until it holds', () => {
  const { StartAt, States } = machineOf('CallWorkflowConclusionMachine');

  expect([StartAt, Object.keys(States)]).toEqual(['Conclude', ['Conclude']]);
  expect(States['Conclude']).toEqual(machine.States['Conclude']);
});

test('a usual call enters two states', () => {
  expect(machine.StartAt).toBe('Ring');
  expect(machine.States['Ring']?.Next).toBe('Conclude');
  expect(machine.States['Conclude']).toMatchObject({ End: true });
  expect(Object.keys(machine.States)).toEqual(['Ring', 'Conclude', 'AwaitEnd']);
});

test('a state that can ring is tried again only when the carrier proved that it did not: after 5 s and 20 s', () => {
  const mayRing = ofType(service, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => JSON.stringify(Properties).includes('CreateSipMediaApplicationCall'))
    .flatMap(([, { Properties }]) => spoken(Properties['Roles']) as string[]);
  expect(mayRing).toEqual(['CallWorkflowRingFunctionRole']);

  const ringing = Object.entries(machine.States).filter(
    ([, { Arguments }]) => Arguments.FunctionName === 'CallWorkflowRingFunction',
  );
  expect(ringing.map(([name]) => name)).toEqual(['Ring']);
  expect(machine.States['Ring']?.Retry).toEqual([
    { ErrorEquals: ['CarrierBusy'], IntervalSeconds: 5, BackoffRate: 4, MaxAttempts: 2 },
  ]);
});

test('whatever else fails while it rings is waited for, not rung again and not ended', () => {
  expect(machine.States['Ring']?.Catch).toEqual([
    { ErrorEquals: ['States.ALL'], Next: 'AwaitEnd', Output: {} },
  ]);
  expect(machine.States['AwaitEnd']).toMatchObject({
    Arguments: { FunctionName: 'CallWorkflowAwaitEndFunction' },
    Next: 'Conclude',
  });
  expect(machine.States['AwaitEnd']).not.toHaveProperty('Catch');
});

test('a call is concluded until it holds', () => {
  expect(machine.States['Conclude']?.Retry).toEqual([
    {
      ErrorEquals: ['States.ALL'],
      IntervalSeconds: 5,
      BackoffRate: 2,
      MaxDelaySeconds: 300,
      MaxAttempts: 200,
    },
  ]);
});

test('the workflow is written in JSONata, and no member of it is a path', () => {
  expect(machine.QueryLanguage).toBe('JSONata');
  expect(JSON.stringify(machine)).not.toMatch(/"[A-Za-z]+Path":|\.\$":/);
});

test('a waiting state waits for the longest call and two minutes, a constant', () => {
  for (const name of ['Ring', 'AwaitEnd'])
    expect(machine.States[name]).toMatchObject({
      Resource: 'arn:AWS::Partition:states:::lambda:invoke.waitForTaskToken',
      TimeoutSeconds: 3_720,
    });
});

test('the history of a workflow, which can’t be erased, holds ids alone', () => {
  const told = Object.values(machine.States).flatMap(({ Arguments }) => Object.entries(Arguments.Payload));

  expect(Object.fromEntries(told)).toEqual({
    accountId: '{% $states.context.Execution.Input.accountId %}',
    callId: '{% $states.context.Execution.Input.callId %}',
    generation: '{% $states.context.Execution.Input.generation %}',
    token: '{% $states.context.Task.Token %}',
  });
  for (const [, { Properties }] of machines)
    expect(Properties['LoggingConfiguration']).toMatchObject({ IncludeExecutionData: false });
});

test('the workflows’ logs share the resource policy of vended logs, which is limited in size', () => {
  const names = ofType(service, 'AWS::Logs::LogGroup').flatMap(([, { Properties }]) =>
    'LogGroupName' in Properties ? [spoken(Properties['LogGroupName'])] : [],
  );

  expect(names).toEqual(
    ['calls', 'orders', 'releases'].map((leads) => `/aws/vendedlogs/states/AWS::StackName-${leads}`),
  );
});

test.each([
  { fn: 'SweepFunction', role: 'SweepScheduleRole', rate: 'rate(1 minute)', timeout: 55 },
  { fn: 'BooksFunction', role: 'BooksScheduleRole', rate: 'rate(1 hour)', timeout: 300 },
])(
  '$fn runs by $rate, ends before the next one, and is not delivered twice',
  ({ fn, role, rate, timeout }) => {
    expect(
      ofType(service, 'AWS::Scheduler::Schedule').map(([, { Properties }]) => spoken(Properties)),
    ).toContainEqual({
      ScheduleExpression: rate,
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: fn, RoleArn: role, RetryPolicy: { MaximumRetryAttempts: 0 } },
    });
    expect(timeoutOf(fn)).toBe(timeout);
  },
);
