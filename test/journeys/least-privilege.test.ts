import type { AnyTemplate } from '../../local/assembly/assembly.ts';
import { type TestCloud, aLocalCloud } from './a-cloud.ts';

const GOOD = { to: '+14155550101', objective: 'Ask whether they are open' };

/** What no journey can show, each with the reason. */
const NOT_SEEN: readonly (readonly [RegExp, string])[] = [
  [/ logs:/, 'there is no CloudWatch here'],
  [/ polly:/, 'Lex speaks without Polly here'],
  [/ kms:(DescribeKey|Encrypt|GenerateDataKey)$/, 'DynamoDB’s own uses of the key'],
  [
    / sqs:(GetQueueUrl|ChangeMessageVisibility)$/,
    'the poller’s, which keeps messages by their time-out here',
  ],
  [/^DialQueueDialer\w* sqs:SendMessage$/, 'for a message that can’t be read: nobody sends one'],
];

/** `RoleLogicalId action` of every statement of every function's policy. */
function grantsOf({ Resources }: AnyTemplate): string[] {
  return Object.values(Resources).flatMap(({ Type, Properties }) => {
    if (Type !== 'AWS::IAM::Policy') return [];
    const { PolicyDocument, Roles } = Properties as {
      PolicyDocument: { Statement: { Action: string | string[] }[] };
      Roles: { Ref: string }[];
    };
    const actions = PolicyDocument.Statement.flatMap(({ Action }) => Action);
    return Roles.flatMap(({ Ref }) => actions.map((action) => `${Ref} ${action}`));
  });
}

/** Goes through everything that the functions do, ordinary days and bad ones. */
async function everything(cloud: TestCloud): Promise<void> {
  const acme = await cloud.client({ limits: { concurrentCalls: 1, callsPerMinute: 1_000 } });
  const at = (seconds: number) => new Date(cloud.cloud.clock.now() + seconds * 1000).toISOString();
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'own',
    scopes: ['calls:read'],
  });
  await cloud.operator('PATCH', `/accounts/${acme.accountId}`, { name: 'Acme' });
  await cloud.operator('GET', '/accounts');
  await cloud.operator('DELETE', `/keys/${String(made.body['id'])}`);
  await acme.ask('POST', '/v1/agent/calls', { ...GOOD, dryRun: true, callerId: acme.callerId });
  for (const to of [
    '+14155550101',
    '+14155550134',
    '+14155550135',
    '+14155550137',
    '+14155550140',
    '+14155550141',
  ])
    await acme.place({ ...GOOD, to });
  await acme.place({ ...GOOD, notBefore: at(1_200), notAfter: at(1_210) });
  await acme.place({ ...GOOD, notAfter: at(90) });
  const own = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'own',
    scopes: ['calls:write', 'calls:read'],
  });
  const other = cloud.withKey(acme.accountId, String(own.body['key']));
  await other.place(GOOD);
  await other.ask('GET', '/v1/agent/calls');
  await acme.ask('GET', '/v1/agent/calls');
  cloud.cloud.chime.script('+14155550198', { hangupLost: true });
  await acme.place({ ...GOOD, to: '+14155550198', maxDurationSec: 60 });
  for (let i = 0; i < 30; i++) await cloud.advance(60);
  await cloud.operator('PUT', '/destination-rules', { version: 2, deny: [] });
  await cloud.operator('PUT', '/dialing', { enabled: true });
  await cloud.operator('GET', '/dialing');
}

/** A day on which Ring may not do something, so that others must step in. */
async function aBadDay(without: string): Promise<readonly string[]> {
  const cloud = await aLocalCloud((_, { Resources }) => {
    for (const [logicalId, { Type, Properties }] of Object.entries(Resources)) {
      if (Type !== 'AWS::IAM::Policy' || !logicalId.startsWith('CallWorkflowRing')) continue;
      const document = Properties['PolicyDocument'] as { Statement: { Action: string | string[] }[] };
      document.Statement = document.Statement.map((statement) => ({
        ...statement,
        Action: [statement.Action].flat().filter((action) => action !== without),
      })).filter(({ Action }) => Action.length > 0);
    }
  });
  const acme = await cloud.client();
  await acme.place(GOOD);
  await acme.place({ ...GOOD, to: '+14155550134' });
  await cloud.advance(300);
  return cloud.cloud.permissions.used();
}

test('every role is granted just what its function does: no grant is left over', async () => {
  const granted: string[] = [];
  const good = await aLocalCloud((_, template) => granted.push(...grantsOf(template)));
  await everything(good);
  const used = [
    ...good.cloud.permissions.used(),
    ...(await aBadDay('dynamodb:BatchGetItem')),
    ...(await aBadDay('states:SendTaskSuccess')),
  ].map((line) => line.split(' '));

  const leftOver = granted.filter((grant) => {
    const [role = '', action = ''] = grant.split(' ');
    if (NOT_SEEN.some(([pattern]) => pattern.test(grant))) return false;
    return !used.some(([usedRole, usedAction]) => usedRole?.endsWith(role) && usedAction === action);
  });

  expect(leftOver).toEqual([]);
});
