import { type AnyTemplate, readAssembly } from '../../local/assembly/assembly.ts';
import { type TestCloud, aLocalCloud } from './a-cloud.ts';

type Resources = AnyTemplate['Resources'];
type Alter = (resources: Resources) => void;
interface Statement {
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}

/** The statements of the policies whose logical id begins so. */
function* statementsOf(resources: Resources, prefix: string): Generator<Statement[]> {
  for (const [logicalId, { Type, Properties }] of Object.entries(resources)) {
    if (Type !== 'AWS::IAM::Policy' || !logicalId.startsWith(prefix)) continue;
    yield (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement;
  }
}

/** Takes one action out of whatever a role may do. */
const without =
  (role: string, action: string): Alter =>
  (resources) => {
    let taken = 0;
    for (const statements of statementsOf(resources, role)) {
      for (const statement of [...statements]) {
        const actions = [statement.Action].flat();
        if (!actions.includes(action)) continue;
        taken += 1;
        const left = actions.filter((one) => one !== action);
        if (left.length > 0) statement.Action = left;
        else statements.splice(statements.indexOf(statement), 1);
      }
    }
    if (taken === 0) throw new Error(`${role} has no ${action} that could be taken`);
  };

/** Gives a role another table's ARN for its own. */
const withOtherTable =
  (role: string, table: string, other: string): Alter =>
  (resources) => {
    let changed = 0;
    for (const statements of statementsOf(resources, role)) {
      for (const statement of statements) {
        const text = JSON.stringify(statement.Resource);
        if (!text.includes(`${table}Table`) || !JSON.stringify(statement.Action).includes('dynamodb'))
          continue;
        const outputs = Object.values(resources).flatMap(
          (one) =>
            JSON.stringify(one).match(new RegExp(`PublishOutputFnGetAtt${other}Table[A-Za-z0-9]+`, 'g')) ??
            [],
        );
        statement.Resource = JSON.parse(
          text.replace(new RegExp(`PublishOutputFnGetAtt${table}Table[A-Za-z0-9]+`), outputs[0] ?? ''),
        ) as unknown;
        changed += 1;
      }
    }
    if (changed === 0) throw new Error(`${role} has no statement about ${table}`);
  };

const withoutResource =
  (prefix: string): Alter =>
  (resources) => {
    const found = Object.keys(resources).filter((logicalId) => logicalId.startsWith(prefix));
    if (found.length !== 1) throw new Error(`${found.length} resources begin with ${prefix}`);
    for (const logicalId of found) Reflect.deleteProperty(resources, logicalId);
  };

/** Boots the altered template and goes through a call by `voice`. */
async function denialsOf(alter: Alter, voice = 'Aoede'): Promise<readonly string[]> {
  const cloud: TestCloud = await aLocalCloud((_, { Resources }) => {
    if (Object.keys(Resources).length > 20) alter(Resources);
  });
  try {
    const acme = await cloud.client();
    const placed = await acme.ask('POST', '/v1/agent/calls', {
      to: '+14155550101',
      objective: 'Ask whether they are open',
      webhookUrl: 'https://example.com/hook',
      voice,
    });
    const call = `/v1/agent/calls/${String(placed.body['callId'])}`;
    const steps = [
      () => cloud.advance(5),
      () => acme.ask('POST', `${call}/cancel`),
      ...Array.from({ length: 4 }, () => () => cloud.advance(60)),
      () => acme.ask('GET', call),
      () => acme.ask('GET', `${call}/recording`),
      () => acme.ask('GET', '/v1/do-not-call'),
      () => acme.ask('GET', '/v1/number-areas/countries'),
      () => acme.ask('GET', '/nowhere'),
    ];
    // The first denial is what counts: whatever comes after it would only take its time.
    for (const step of steps) if (cloud.denied.length === 0) await step();
    return cloud.denied;
  } catch (error) {
    // Without an account there is no journey; the denial is what counts.
    if (cloud.denied.length > 0) return cloud.denied;
    throw error;
  } finally {
    await cloud.stop();
  }
}

test('with all grants in place nothing is denied', async () => {
  expect(await denialsOf(() => undefined)).toEqual([]);
});

test.each([
  ['RestApiCalls', 'dynamodb:UpdateItem'],
  ['RestApiCalls', 'dynamodb:ConditionCheckItem'],
  ['RestApiCalls', 'kms:Decrypt'],
  ['RestApiCalls', 'sqs:SendMessage'],
  ['RestApiControl', 'chime:UpdateSipMediaApplicationCall'],
  ['RestApiOperator', 'chime:CreateSipRule'],
  ['DialQueueDialer', 'states:StartExecution'],
  ['DialQueueDialer', 'sqs:ReceiveMessage'],
  ['CallWorkflowRing', 'chime:CreateSipMediaApplicationCall'],
  ['CallWorkflowConclude', 'bedrock:InvokeModel'],
  ['CallWorkflowConclude', 'kms:Decrypt'],
  ['CallWorkflowMachine', 'lambda:InvokeFunction'],
  ['TelephonyCarrierEvents', 'states:SendTaskSuccess'],
  ['TelephonyCarrierEvents', 'sqs:SendMessage'],
  ['WebhooksDeliverer', 'dynamodb:UpdateItem'],
  ['TelephonyConverse', 'bedrock:InvokeModel'],
  ['Sweep', 'kms:Decrypt'],
])('%s without %s is denied by name', async (role, action) => {
  const denials = await denialsOf(without(role, action));

  expect(denials.length).toBeGreaterThan(0);
  expect(denials[0]).toMatch(
    new RegExp(`assumed-role/\\S*${role}\\S* is not authorized to perform: ${action} `),
  );
});

// It runs only where ringing failed on our side: two grants are taken.
test('the function that awaits the end without its grant is denied by name', async () => {
  const denials = await denialsOf((resources) => {
    without('CallWorkflowRing', 'dynamodb:BatchGetItem')(resources);
    without('CallWorkflowAwaitEnd', 'dynamodb:PutItem')(resources);
  });

  expect(denials[0]).toMatch(/assumed-role\/\S*CallWorkflowRing\S* is not authorized/);
  expect(denials[1]).toMatch(
    /assumed-role\/\S*CallWorkflowAwaitEnd\S* is not authorized to perform: dynamodb:PutItem /,
  );
});

test('a role with the ARN of another table is denied its own', async () => {
  const denials = await denialsOf(withOtherTable('TelephonyCarrierEvents', 'Calls', 'Numbers'));

  expect(denials[0]).toMatch(
    /TelephonyCarrierEvents\S* is not authorized to perform: dynamodb:GetItem on resource: \S*CallsTable/,
  );
});

test('the schedule’s role without its grant is denied by name', async () => {
  const denials = await denialsOf((resources) => {
    const [role] = Object.entries(resources).filter(([logicalId]) =>
      logicalId.startsWith('SweepScheduleRole'),
    );
    Reflect.deleteProperty(role?.[1].Properties ?? {}, 'Policies');
  });

  expect(denials[0]).toMatch(/SweepScheduleRole\S* is not authorized to perform: lambda:InvokeFunction /);
});

/** Everything that lets a service in at a resource, by the beginning of its logical id. */
const RESOURCE_POLICIES: readonly { permission: string; by: string; what: string; voice?: string }[] = [
  {
    permission: 'RestApiApiPermissionApiScopedTrunklinelocalRestApiCalls',
    by: 'apigateway',
    what: 'lambda:InvokeFunction',
  },
  {
    permission: 'RestApiApiPermissionApiScopedTrunklinelocalRestApiControl',
    by: 'apigateway',
    what: 'lambda:InvokeFunction',
  },
  {
    permission: 'RestApiApiPermissionApiScopedTrunklinelocalRestApiRecordings',
    by: 'apigateway',
    what: 'lambda:InvokeFunction',
  },
  {
    permission: 'RestApiApiPermissionApiScopedTrunklinelocalRestApiAccount',
    by: 'apigateway',
    what: 'lambda:InvokeFunction',
  },
  {
    permission: 'RestApiApiPermissionApiScopedTrunklinelocalRestApiNumbers',
    by: 'apigateway',
    what: 'lambda:InvokeFunction',
  },
  {
    permission: 'RestApiApiPermissionApiScopedTrunklinelocalRestApiOperator',
    by: 'apigateway',
    what: 'lambda:InvokeFunction',
  },
  {
    permission: 'RestApiApiPermissionApiScopedTrunklinelocalRestApiDoor',
    by: 'apigateway',
    what: 'lambda:InvokeFunction',
  },
  {
    permission: 'TelephonyCarrierEventsFunctionByChime',
    by: 'voiceconnector.chime',
    what: 'lambda:InvokeFunction',
  },
  { permission: 'TelephonyConverseFunctionByAoede', by: 'lexv2', what: 'lambda:InvokeFunction' },
  {
    permission: 'TelephonyConverseFunctionByPuck',
    by: 'lexv2',
    what: 'lambda:InvokeFunction',
    voice: 'Puck',
  },
  {
    permission: 'TelephonyConverseFunctionByCharon',
    by: 'lexv2',
    what: 'lambda:InvokeFunction',
    voice: 'Charon',
  },
  { permission: 'TelephonyAoedeByChime', by: 'voiceconnector.chime', what: 'lex:StartConversation' },
  {
    permission: 'TelephonyPuckByChime',
    by: 'voiceconnector.chime',
    what: 'lex:StartConversation',
    voice: 'Puck',
  },
  {
    permission: 'TelephonyCharonByChime',
    by: 'voiceconnector.chime',
    what: 'lex:StartConversation',
    voice: 'Charon',
  },
];

test('every permission of a service in the template is taken away below', () => {
  const { resources } = readAssembly(process.env['TRUNKLINE_TEST_ASSEMBLY'] ?? '');
  const granted = resources
    .filter(({ type }) => type === 'AWS::Lambda::Permission' || type === 'AWS::Lex::ResourcePolicy')
    .map(({ logicalId }) => logicalId);

  expect(granted).toHaveLength(RESOURCE_POLICIES.length);
  for (const logicalId of granted)
    expect(RESOURCE_POLICIES.filter(({ permission }) => logicalId.startsWith(permission))).toHaveLength(1);
});

test.each(RESOURCE_POLICIES)(
  'without $permission the service is denied by name',
  async ({ permission, by, what, voice }) => {
    const denials = await denialsOf(withoutResource(permission), voice);

    expect(denials[0]).toMatch(
      new RegExp(`^User: ${by}.amazonaws.com is not authorized to perform: ${what} on resource: `),
    );
  },
);

test('an unknown condition operator stops the start by its name', async () => {
  const start = denialsOf((resources) => {
    for (const statements of statementsOf(resources, 'CallWorkflowRing'))
      for (const statement of statements)
        statement.Condition = { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01' } };
  });

  await expect(start).rejects.toThrow(/DateGreaterThan/);
});

test('an unknown resource type and an unknown property stop the start, each by its name', async () => {
  const start = aLocalCloud((stack, { Resources }) => {
    if (stack !== 'Trunkline-local') return;
    Resources['News'] = { Type: 'AWS::Kinesis::Stream', Properties: {} };
    for (const { Type, Properties } of Object.values(Resources))
      if (Type === 'AWS::SQS::Queue') Properties['FifoQueue'] = true;
  });

  await expect(start).rejects.toThrow(
    "Trunkline-local/News: the local cloud doesn't play AWS::Kinesis::Stream",
  );
  await expect(start).rejects.toThrow(
    /Trunkline-local\/DialQueue\w+: the local cloud doesn't know FifoQueue of AWS::SQS::Queue/,
  );
});
