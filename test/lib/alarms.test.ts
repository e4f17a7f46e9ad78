import { readFileSync, readdirSync } from 'node:fs';
import { METRICS } from '../../lambdas/metrics.ts';
import { checkProperties } from '../../local/assembly/properties.ts';
import { type StackTemplate, aStage, cdkContext, nameOf, ofType, settingsOf, spoken } from './a-stage.ts';
import { aSynthesis } from './a-synthesis.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const { service } = aStage(settingsOf('prod'));
const mailing = aStage({ ...settingsOf('prod'), alarmMail: 'operator@example.com' }).service;

interface Told {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}
interface Alarm {
  readonly AlarmDescription: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
  readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: Told } }[];
}

const alarmsOf = (template: StackTemplate) =>
  new Map(
    ofType(template, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => [
      nameOf(id).replace(/^Alarms/, ''),
      spoken(Properties) as Alarm & Partial<Told>,
    ]),
  );
const alarms = alarmsOf(service);

/** What an alarm looks at. */
const readBy = (alarm: Alarm & Partial<Told>): Told[] =>
  alarm.Metrics?.flatMap(({ MetricStat }) => MetricStat?.Metric ?? []) ?? [alarm as Told];

/** The name that a heading has in a link. */
const anchorOf = (heading: string) => heading.toLowerCase().replaceAll(' ', '-');
const sections = [...runbook.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
const named = [...alarms.values()].map(
  ({ AlarmDescription }) => / See docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1],
);

test('each alarm names its section of the runbook, and each section has its alarm', () => {
  expect([...new Set(named)].sort()).toEqual([...new Set(sections)].sort());
});

test('each section says what it means, what to look at, what to do and what not', () => {
  for (const section of runbook.split(/^### /m).slice(1))
    expect([...section.matchAll(/^\*\*(Means|Look at|Do|Don't)\*\*/gm)].map(([, part]) => part)).toEqual([
      'Means',
      'Look at',
      'Do',
      "Don't",
    ]);
});

test('what an alarm reads of ours is told by this deployment, by a name of the one list', () => {
  const read = [...alarms.values()].flatMap(readBy).filter(({ Namespace }) => Namespace === 'Trunkline');

  expect(read.length).toBeGreaterThan(10);
  expect(read.map(({ MetricName }) => MetricName).filter((name) => !(name in METRICS))).toEqual([]);
  for (const { Dimensions = [] } of read)
    expect(Dimensions).toContainEqual({ Name: 'service', Value: 'AWS::StackName' });
});

test('the runbook lists every metric of ours with its unit, and no other', () => {
  const rows = [...runbook.matchAll(/^\| `(\w+)` +\| (\w+) +\|/gm)].map(([, name, unit]) => [name, unit]);

  expect(Object.fromEntries(rows)).toEqual(METRICS);
});

const sourcesIn = (room: string) => {
  const folder = new URL(`../../lambdas/${room}/`, import.meta.url);
  return readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
};

test('what the runbook searches the logs for is what functions log', () => {
  const searched = [
    ...runbook.matchAll(/(?<!@)message (?:= "([^"]+)"|in \[([^\]]+)\]|like \/([^/]+)\/)/g),
  ].flatMap(
    ([, one, some, like]) =>
      one ?? some?.split(', ').map((text) => text.slice(1, -1)) ?? like?.split('|') ?? [],
  );
  const doors = ['api', 'books', 'events', 'jobs', 'steps', 'triggers', 'workers']
    .flatMap(sourcesIn)
    .join('\n');

  expect(searched.length).toBeGreaterThan(10);
  expect(searched.filter((text) => !doors.includes(text))).toEqual([]);
});

test.each([
  { alarm: 'DeadLetters', at: 1, why: 'no message should ever be there' },
  { alarm: 'OutcomeUnknown', at: 1, why: 'a phone may have rung' },
  { alarm: 'LateEvidence', at: 1, why: 'a phone has rung' },
  { alarm: 'StrayLine', at: 1, why: 'somebody may talk, or listen' },
  { alarm: 'OrdersFail', at: 1, why: 'the carrier’s account, as a rule, and then all orders fail' },
  { alarm: 'OrdersSlow', at: 1, why: 'it is looked at each hour' },
  { alarm: 'ReleasesLate', at: 1, why: 'each is a number that costs rent' },
  { alarm: 'NumberWorkflowFailed', at: 1, why: 'its step was repeated for more than an hour' },
  { alarm: 'NumbersMissing', at: 1, why: 'a number is rented by somebody else now, or by nobody' },
  { alarm: 'DialQueueOld', at: 1_800, why: 'half of the hour that a call may wait' },
  { alarm: 'WorkflowFailed', at: 1, why: 'it is repeated for most of a day' },
  { alarm: 'SweepBehind', at: 300, why: 'five sweeps have passed it over' },
  { alarm: 'ConversationsFail', at: 20, why: 'in percent' },
  { alarm: 'CarrierEventsSlow', at: 1_000, why: 'milliseconds, p99' },
  { alarm: 'DialQueueDialerSlow', at: 67_500, why: 'nine tenths of 75 s' },
])('$alarm comes at $at: $why', ({ alarm, at }) => {
  expect(alarms.get(alarm)).toMatchObject({
    Threshold: at,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  });
});

test('a sweep that tells nothing is alarmed by that', () => {
  expect(alarms.get('SweepSilent')).toMatchObject({
    MetricName: 'SweepLag',
    Statistic: 'SampleCount',
    Period: 300,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
});

test('books that are not compared are alarmed by that', () => {
  expect(alarms.get('BooksSilent')).toMatchObject({
    MetricName: 'NumbersDrifted',
    Statistic: 'SampleCount',
    Period: 10_800,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
});

test('every function is watched, for failures and for its time-out', () => {
  const functions = ofType(service, 'AWS::Lambda::Function').map(([id]) => nameOf(id));
  const watched = (metric: string) =>
    [...alarms.values()].flatMap((alarm) =>
      readBy(alarm)
        .filter(({ MetricName }) => MetricName === metric)
        .map(({ Dimensions }) => Dimensions?.[0]?.Value),
    );

  expect(functions.length).toBeGreaterThanOrEqual(10);
  for (const metric of ['Errors', 'Throttles', 'Duration'])
    expect(watched(metric)).toEqual(expect.arrayContaining(functions));
});

test('every queue of dead letters is watched, from the first message on', () => {
  const queues = ofType(service, 'AWS::SQS::Queue').filter(([id]) => nameOf(id).endsWith('DeadLetters'));

  expect(queues.length).toBeGreaterThanOrEqual(2);
  for (const [id] of queues)
    expect([...alarms.values()]).toContainEqual(
      expect.objectContaining({
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Threshold: 1,
        Dimensions: [{ Name: 'QueueName', Value: `${nameOf(id)}.QueueName` }],
      }),
    );
});

test('every workflow is watched for executions that fail', () => {
  const machines = ofType(service, 'AWS::StepFunctions::StateMachine').map(([id]) => nameOf(id));
  const watched = [...alarms.values()]
    .flatMap(readBy)
    .filter(({ MetricName }) => MetricName === 'ExecutionsFailed')
    .map(({ Dimensions }) => Dimensions?.[0]?.Value);

  expect(machines.length).toBeGreaterThanOrEqual(3);
  expect(watched).toEqual(expect.arrayContaining(machines));
});

test('no alarm reads more metrics than CloudWatch takes, ten', () => {
  for (const alarm of alarms.values()) expect(readBy(alarm).length).toBeLessThanOrEqual(10);
});

test('without an address nothing is mailed, and there is no topic', () => {
  for (const alarm of alarms.values()) expect(alarm.AlarmActions).toBeUndefined();
  expect(ofType(service, 'AWS::SNS::Topic')).toEqual([]);
});

test('with an address each alarm is mailed, and its end too', () => {
  for (const alarm of alarmsOf(mailing).values())
    expect(alarm).toMatchObject({ AlarmActions: ['AlarmsMailTopic'], OKActions: ['AlarmsMailTopic'] });
  expect(ofType(mailing, 'AWS::SNS::Subscription').map(([, { Properties }]) => spoken(Properties))).toEqual([
    { Protocol: 'email', Endpoint: 'operator@example.com', TopicArn: 'AlarmsMailTopic' },
  ]);
});

test('CloudWatch of this account alone may publish to the topic, and may use its key', () => {
  const statements = [
    ...ofType(mailing, 'AWS::SNS::TopicPolicy').map(([, { Properties }]) => Properties['PolicyDocument']),
    ...ofType(mailing, 'AWS::KMS::Key').map(([, { Properties }]) => Properties['KeyPolicy']),
  ].flatMap((document) => (spoken(document) as { Statement: object[] }).Statement);

  const ofThisAccount = { StringEquals: { 'aws:SourceAccount': 'AWS::AccountId' } };
  const Principal = { Service: 'cloudwatch.amazonaws.com' };
  expect(statements).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal,
        Condition: ofThisAccount,
      }),
      expect.objectContaining({
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Principal,
        Condition: ofThisAccount,
      }),
    ]),
  );
});

test('a stage that mails its alarms passes every check, and is known to the local cloud', async () => {
  const { common, stages } = cdkContext()['trunkline'] as { common: object; stages: object };
  const trunkline = { common: { ...common, alarmMail: 'operator@example.com' }, stages };

  expect(await aSynthesis({ stage: 'prod', trunkline })).toEqual({ exitCode: 0, said: '' });
  expect(() =>
    checkProperties(
      Object.entries(mailing.Resources).map(([logicalId, { Type, Properties }]) => ({
        stack: 'Trunkline',
        logicalId,
        type: Type,
        properties: Properties,
      })),
    ),
  ).not.toThrow();
});
