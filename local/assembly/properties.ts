import type { Resource } from './assembly.ts';

interface Known {
  readonly honoured: readonly string[];
  /** What makes no difference here, each with the reason. */
  readonly ignored: Readonly<Record<string, string>>;
}

const TAGS = { Tags: 'tags change nothing that happens' };
const LOGS = 'no CloudWatch here: lines of functions are shown by the start, requests by the trace';

const ALARMS = Object.fromEntries(
  [
    'AlarmActions',
    'AlarmDescription',
    'ComparisonOperator',
    'Dimensions',
    'EvaluationPeriods',
    'ExtendedStatistic',
    'MetricName',
    'Metrics',
    'Namespace',
    'OKActions',
    'Period',
    'Statistic',
    'Tags',
    'Threshold',
    'TreatMissingData',
  ].map((property) => [property, 'no CloudWatch here: what functions count stands in their lines']),
);
const NO_MAIL = 'nothing is alarmed here, so nothing is mailed';

/** Every resource type that the local cloud plays, and what it makes of each property. */
const KNOWN: Readonly<Record<string, Known>> = {
  'AWS::ApiGateway::Account': { honoured: [], ignored: { CloudWatchRoleArn: LOGS } },
  'AWS::ApiGateway::Deployment': {
    honoured: ['RestApiId'],
    ignored: { Description: 'a text for people' },
  },
  'AWS::ApiGateway::GatewayResponse': {
    honoured: ['ResponseParameters', 'ResponseTemplates', 'ResponseType', 'RestApiId', 'StatusCode'],
    ignored: {},
  },
  'AWS::ApiGateway::Method': {
    honoured: ['AuthorizationType', 'HttpMethod', 'Integration', 'ResourceId', 'RestApiId'],
    ignored: {},
  },
  'AWS::ApiGateway::Resource': { honoured: ['ParentId', 'PathPart', 'RestApiId'], ignored: {} },
  'AWS::ApiGateway::RestApi': {
    honoured: ['Name'],
    ignored: {
      ...TAGS,
      Description: 'a text for people',
      EndpointConfiguration: 'there is one machine and no edge',
    },
  },
  'AWS::ApiGateway::Stage': {
    honoured: ['DeploymentId', 'MethodSettings', 'RestApiId', 'StageName'],
    ignored: { ...TAGS, AccessLogSetting: LOGS },
  },
  'AWS::CloudWatch::Alarm': { honoured: [], ignored: ALARMS },
  'AWS::Chime::SipMediaApplication': { honoured: ['AwsRegion', 'Endpoints', 'Name'], ignored: TAGS },
  'AWS::DynamoDB::GlobalTable': {
    honoured: [
      'AttributeDefinitions',
      'BillingMode',
      'GlobalSecondaryIndexes',
      'KeySchema',
      'Replicas',
      'SSESpecification',
    ],
    ignored: {
      TimeToLiveSpecification:
        'AWS deletes days late, so that no rule may rely on it; here nothing is deleted',
    },
  },
  'AWS::IAM::Policy': {
    honoured: ['PolicyDocument', 'Roles'],
    ignored: { PolicyName: 'a name for people' },
  },
  'AWS::IAM::Role': {
    honoured: ['AssumeRolePolicyDocument', 'ManagedPolicyArns', 'Policies'],
    ignored: TAGS,
  },
  'AWS::KMS::Key': {
    honoured: ['KeyPolicy'],
    ignored: {
      ...TAGS,
      Description: 'a text for people',
      EnableKeyRotation: 'nothing is really encrypted here; only who may use the key is checked',
    },
  },
  'AWS::Lambda::EventSourceMapping': {
    honoured: ['BatchSize', 'EventSourceArn', 'FunctionName', 'FunctionResponseTypes', 'ScalingConfig'],
    ignored: TAGS,
  },
  'AWS::Lambda::Function': {
    honoured: ['Code', 'Environment', 'Handler', 'MemorySize', 'Role', 'Runtime', 'Timeout'],
    ignored: {
      ...TAGS,
      Architectures: 'the bundle is JavaScript: it runs on this machine as on any',
      LoggingConfig: LOGS,
    },
  },
  'AWS::Lambda::Permission': {
    honoured: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
    ignored: {},
  },
  // Checked and played by the local Lex, which refuses a property that it doesn't know.
  'AWS::Lex::Bot': {
    honoured: ['BotLocales', 'DataPrivacy', 'IdleSessionTTLInSeconds', 'Name', 'RoleArn'],
    ignored: { AutoBuildBotLocales: 'nothing has to be built', BotTags: TAGS.Tags },
  },
  'AWS::Lex::BotAlias': {
    honoured: ['BotAliasLocaleSettings', 'BotAliasName', 'BotId', 'BotVersion'],
    ignored: { BotAliasTags: TAGS.Tags },
  },
  'AWS::Lex::BotVersion': { honoured: ['BotId', 'BotVersionLocaleSpecification'], ignored: {} },
  'AWS::Lex::ResourcePolicy': { honoured: ['Policy', 'ResourceArn'], ignored: {} },
  'AWS::Logs::LogGroup': {
    honoured: [],
    ignored: { ...TAGS, LogGroupName: LOGS, RetentionInDays: LOGS },
  },
  'AWS::S3::Bucket': {
    honoured: [],
    ignored: {
      ...TAGS,
      BucketEncryption: 'nothing is really encrypted here',
      PublicAccessBlockConfiguration: 'there is no public here',
    },
  },
  'AWS::S3::BucketPolicy': { honoured: ['Bucket', 'PolicyDocument'], ignored: {} },
  'AWS::SNS::Subscription': {
    honoured: [],
    ignored: { Endpoint: NO_MAIL, Protocol: NO_MAIL, TopicArn: NO_MAIL },
  },
  'AWS::SNS::Topic': { honoured: [], ignored: { ...TAGS, KmsMasterKeyId: NO_MAIL } },
  'AWS::SNS::TopicPolicy': { honoured: [], ignored: { PolicyDocument: NO_MAIL, Topics: NO_MAIL } },
  'AWS::SQS::Queue': {
    honoured: ['MessageRetentionPeriod', 'RedrivePolicy', 'VisibilityTimeout'],
    ignored: { ...TAGS, SqsManagedSseEnabled: 'nothing is really encrypted here' },
  },
  'AWS::SQS::QueuePolicy': { honoured: ['PolicyDocument', 'Queues'], ignored: {} },
  'AWS::Scheduler::Schedule': {
    honoured: ['FlexibleTimeWindow', 'ScheduleExpression', 'Target'],
    ignored: {},
  },
  'AWS::StepFunctions::StateMachine': {
    honoured: ['DefinitionString', 'RoleArn'],
    ignored: { ...TAGS, LoggingConfiguration: LOGS },
  },
};

/**
 * Looks at every resource before any is played: what isn't known would be missing on the laptop in silence.
 * @throws Error that names each unknown type and property
 */
export function checkProperties(resources: readonly Resource[]): void {
  const problems = resources.flatMap(({ stack, logicalId, type, properties }) => {
    const known = KNOWN[type];
    if (!known) return [`${stack}/${logicalId}: the local cloud doesn't play ${type}`];
    return Object.keys(properties)
      .filter((property) => !known.honoured.includes(property) && !(property in known.ignored))
      .map((property) => `${stack}/${logicalId}: the local cloud doesn't know ${property} of ${type}`);
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
}
