import { type TemplateResource, aStage, nameOf, ofType, settingsOf, spoken } from './a-stage.ts';

const { service } = aStage(settingsOf('prod'));

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}
interface PolicyDocument {
  readonly Statement: readonly Statement[];
}

const functions = ofType(service, 'AWS::Lambda::Function').map(
  ([id, { Properties }]) => [nameOf(id), spoken(Properties) as Record<string, unknown>] as const,
);
const namesOf = (resources: readonly (readonly [string, TemplateResource])[]) =>
  resources.map(([id]) => nameOf(id));

/** Every statement that a role holds, in policies of its own and beside it. */
const statementsByRole = Map.groupBy(
  [
    ...ofType(service, 'AWS::IAM::Policy').flatMap(([, { Properties }]) => {
      const { Roles, PolicyDocument } = spoken(Properties) as {
        Roles: string[];
        PolicyDocument: PolicyDocument;
      };
      return Roles.flatMap((role) => PolicyDocument.Statement.map((statement) => ({ role, statement })));
    }),
    ...ofType(service, 'AWS::IAM::Role').flatMap(([id, { Properties }]) => {
      const policies = (spoken(Properties['Policies']) ?? []) as { PolicyDocument: PolicyDocument }[];
      return policies.flatMap(({ PolicyDocument }) =>
        PolicyDocument.Statement.map((statement) => ({ role: nameOf(id), statement })),
      );
    }),
  ],
  ({ role }) => role,
);
const actionsOf = ({ Action }: Statement) => [Action].flat();
const grantsOf = (role: string) =>
  (statementsByRole.get(role) ?? [])
    .flatMap(({ statement }) =>
      [statement.Resource].flat().map((resource) => `${resource}: ${actionsOf(statement).join(' ')}`),
    )
    .filter((grant) => !grant.startsWith('Key: kms:'))
    .sort();

const MODEL = [
  'arn:AWS::Partition:bedrock:AWS::Region:AWS::AccountId:inference-profile/us.amazon.nova-lite-v1:0: bedrock:InvokeModel',
  'arn:AWS::Partition:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0: bedrock:InvokeModel',
  'arn:AWS::Partition:bedrock:us-east-2::foundation-model/amazon.nova-lite-v1:0: bedrock:InvokeModel',
  'arn:AWS::Partition:bedrock:us-west-2::foundation-model/amazon.nova-lite-v1:0: bedrock:InvokeModel',
];

/** What each function may do beside writing its own log. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  RestApiCalls: [
    'AccountsTable: dynamodb:BatchGetItem dynamodb:ConditionCheckItem dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem',
    'CallsTable/index/byKey: dynamodb:Query',
    'CallsTable: dynamodb:BatchGetItem dynamodb:ConditionCheckItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query',
    'DialQueue: sqs:SendMessage',
    'NumbersTable/index/byAccount: dynamodb:Query',
    'NumbersTable: dynamodb:GetItem',
  ],
  RestApiControl: [
    'AccountsTable: dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem',
    'CallWorkflowMachine: states:SendTaskSuccess',
    'CallsTable: dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query',
    'DialQueue: sqs:SendMessage',
    'TelephonyApplication.SipMediaApplicationArn: chime:UpdateSipMediaApplicationCall',
    'WebhooksQueue: sqs:SendMessage',
  ],
  RestApiAccount: [
    'AccountsTable: dynamodb:BatchGetItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query',
    'CallsTable: dynamodb:GetItem dynamodb:PutItem',
    'NumbersTable/index/byAccount: dynamodb:Query',
    'NumbersTable: dynamodb:GetItem',
  ],
  RestApiNumbers: [
    '*: chime:SearchAvailablePhoneNumbers',
    'AccountsTable: dynamodb:BatchGetItem dynamodb:GetItem dynamodb:UpdateItem',
    'CallsTable: dynamodb:GetItem dynamodb:PutItem',
    'NumberOrdersMachine: states:StartExecution',
    'NumberReleasesMachine: states:StartExecution',
    'NumbersTable/index/byAccount: dynamodb:Query',
    'NumbersTable: dynamodb:BatchGetItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem',
  ],
  RestApiRecordings: [
    'AccountsTable: dynamodb:GetItem',
    'CallsTable: dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query',
    'Recordings/*: s3:DeleteObject s3:GetObject',
    'Recordings: s3:ListBucket',
  ],
  RestApiOperator: [
    '*: chime:CreateSipRule chime:GetPhoneNumber chime:ListPhoneNumbers chime:ListSipRules',
    'AccountsTable: dynamodb:BatchGetItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem',
    'NumbersTable: dynamodb:BatchGetItem dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem',
  ],
  RestApiDoor: [],
  DialQueueDialer: [
    'AccountsTable: dynamodb:BatchGetItem dynamodb:ConditionCheckItem dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem',
    'CallWorkflowMachine: states:StartExecution',
    'CallsTable: dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query',
    'DialQueue: sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage',
    'DialQueue: sqs:SendMessage',
    'DialQueueDeadLetters: sqs:SendMessage',
    'WebhooksQueue: sqs:SendMessage',
  ],
  CallWorkflowRingFunction: [
    'AccountsTable: dynamodb:BatchGetItem dynamodb:GetItem dynamodb:UpdateItem',
    'CallWorkflowMachine: states:SendTaskSuccess',
    'CallsTable: dynamodb:GetItem dynamodb:PutItem',
    'NumbersTable: dynamodb:GetItem',
    'TelephonyApplication.SipMediaApplicationArn: chime:CreateSipMediaApplicationCall',
  ],
  CallWorkflowAwaitEndFunction: [
    'CallWorkflowMachine: states:SendTaskSuccess',
    'CallsTable: dynamodb:GetItem dynamodb:PutItem',
  ],
  CallWorkflowConcludeFunction: [
    'AccountsTable: dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem',
    'CallsTable: dynamodb:GetItem dynamodb:PutItem dynamodb:Query',
    'DialQueue: sqs:SendMessage',
    'WebhooksQueue: sqs:SendMessage',
    ...MODEL,
  ],
  NumberOrdersStepFunction: [
    '*: chime:CreatePhoneNumberOrder chime:CreateSipRule chime:GetPhoneNumber chime:GetPhoneNumberOrder chime:ListPhoneNumberOrders chime:ListSipRules chime:SearchAvailablePhoneNumbers',
    'AccountsTable: dynamodb:GetItem dynamodb:UpdateItem',
    'NumbersTable: dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem',
  ],
  NumberReleasesStepFunction: [
    '*: chime:DeletePhoneNumber chime:DeleteSipRule chime:GetPhoneNumber chime:ListSipRules chime:UpdateSipRule',
    'NumbersTable: dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem',
  ],
  SweepFunction: [
    'AccountsTable: dynamodb:BatchGetItem dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem',
    'CallWorkflowConclusionMachine: states:StartExecution',
    'CallWorkflowMachine: states:SendTaskSuccess',
    'CallWorkflowMachine: states:StartExecution',
    'CallsTable/index/due: dynamodb:Query',
    'CallsTable: dynamodb:DeleteItem dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem',
    'DialQueue: sqs:SendMessage',
    'NumberOrdersMachine: states:StartExecution',
    'NumberReleasesMachine: states:StartExecution',
    'NumbersTable/index/due: dynamodb:Query',
    'NumbersTable: dynamodb:UpdateItem',
    'Recordings/*: s3:DeleteObject',
    'Recordings: s3:ListBucket',
    'TelephonyApplication.SipMediaApplicationArn: chime:UpdateSipMediaApplicationCall',
    'WebhooksQueue: sqs:SendMessage',
  ],
  BooksFunction: [
    '*: chime:CreateSipRule chime:GetPhoneNumber chime:ListPhoneNumbers chime:ListSipRules',
    'NumbersTable: dynamodb:BatchGetItem dynamodb:DeleteItem dynamodb:PutItem dynamodb:Query dynamodb:UpdateItem',
  ],
  TelephonyCarrierEvents: [
    'AccountsTable: dynamodb:BatchGetItem dynamodb:GetItem',
    'CallWorkflowConclusionMachine: states:StartExecution',
    'CallWorkflowMachine: states:SendTaskSuccess',
    'CallsTable: dynamodb:GetItem dynamodb:PutItem dynamodb:Query',
    'NumbersTable: dynamodb:GetItem',
    'WebhooksQueue: sqs:SendMessage',
  ],
  TelephonyConverse: [
    'AccountsTable: dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem',
    'CallsTable: dynamodb:GetItem dynamodb:PutItem dynamodb:Query',
    ...MODEL,
  ],
  WebhooksDeliverer: [
    'AccountsTable: dynamodb:GetItem',
    'CallsTable: dynamodb:GetItem dynamodb:Query dynamodb:UpdateItem',
    'WebhooksQueue: sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage',
  ],
};

test('every function has its say in the table of grants', () => {
  const roles = functions.map(([, { Role }]) => String(Role).replace(/Role$/, ''));

  expect(roles.toSorted()).toEqual(Object.keys(GRANTS).toSorted());
});

test.each(Object.entries(GRANTS))('%s may do what it is listed for and nothing else', (name, grants) => {
  const log = `${name}Log: logs:CreateLogStream logs:PutLogEvents`;

  expect(grantsOf(`${name}Role`)).toEqual([...grants, log].sort());
});

test('no role holds an action by a pattern, and none lists, scans, deletes or reconfigures a table', () => {
  const actions = [...statementsByRole.values()].flat().flatMap(({ statement }) => actionsOf(statement));

  expect(actions.filter((action) => action.includes('*') || action.includes('?'))).toEqual([]);
  expect(
    actions.filter((action) => /^dynamodb:(Scan|.*Table|.*Stream|.*Backup|PartiQL)/.test(action)),
  ).toEqual([]);
});

test('no grant is taken back by exception: every statement allows', () => {
  const effects = [...statementsByRole.values()].flat().map(({ statement }) => statement.Effect);

  expect(new Set(effects)).toEqual(new Set(['Allow']));
});

test('the key is used through DynamoDB, by the functions that use a table, and not by others', () => {
  for (const [name] of Object.entries(GRANTS)) {
    const statements = (statementsByRole.get(`${name}Role`) ?? []).map(({ statement }) => statement);
    const onKey = statements.filter(({ Resource }) => Resource === 'Key');
    const usesTables = statements.some((one) => actionsOf(one).some((action) => /^dynamodb:/.test(action)));

    expect({ name, statements: onKey.length }).toEqual({ name, statements: usesTables ? 1 : 0 });
    for (const one of onKey)
      expect(one).toMatchObject({
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
        Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.AWS::Region.amazonaws.com' } },
      });
  }
});

test.each(['Accounts', 'Numbers', 'Calls'])(
  'who may use the table %s knows its name, and who knows it may use it',
  (table) => {
    const variable = `${table.toUpperCase()}_TABLE`;
    const knowing = functions.filter(([, { Environment }]) => {
      const { Variables = {} } = (Environment ?? {}) as { Variables?: Record<string, unknown> };
      return variable in Variables;
    });
    const allowed = Object.entries(GRANTS).filter(([, grants]) =>
      grants.some((grant) => grant.startsWith(`${table}Table`)),
    );

    expect(knowing.map(([, { Role }]) => String(Role)).sort()).toEqual(
      allowed.map(([name]) => `${name}Role`).sort(),
    );
  },
);

test('a function has a role of its own, and Lambda alone may act as it', () => {
  const roles = functions.map(([, { Role }]) => String(Role));
  expect(new Set(roles).size).toBe(functions.length);

  for (const [id, { Properties }] of ofType(service, 'AWS::IAM::Role')) {
    if (!roles.includes(nameOf(id))) continue;
    expect(Properties).not.toHaveProperty('ManagedPolicyArns');
    expect(Properties['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
      ],
    });
  }
});

test.each(functions)('%s runs on Node 24 on arm64', (_, properties) => {
  expect(properties).toMatchObject({
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
  });
});

test('a function writes to a log group of its own', () => {
  const groups = functions.map(([, { LoggingConfig }]) => (LoggingConfig as { LogGroup: string }).LogGroup);

  expect(new Set(groups).size).toBe(functions.length);
  expect(namesOf(ofType(service, 'AWS::Logs::LogGroup'))).toEqual(expect.arrayContaining(groups));
});

test('no log is kept for ever', () => {
  for (const [id, { Properties }] of ofType(service, 'AWS::Logs::LogGroup'))
    expect({ id, days: Properties['RetentionInDays'] }).toEqual({ id, days: 30 });
});

test('a model that is no profile is granted as itself alone', () => {
  const model = { id: 'amazon.nova-lite-v1:0', regions: ['us-east-1'] };
  const { service: other } = aStage({ ...settingsOf('prod'), model });
  const asking = ofType(other, 'AWS::IAM::Policy').flatMap(([, { Properties }]) => {
    const { Statement } = spoken(Properties['PolicyDocument']) as PolicyDocument;
    return Statement.filter(({ Action }) => Action === 'bedrock:InvokeModel');
  });

  expect(asking.map(({ Resource }) => Resource)).toEqual([
    'arn:AWS::Partition:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
    'arn:AWS::Partition:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
  ]);
});
