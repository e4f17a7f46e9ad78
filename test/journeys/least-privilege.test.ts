import type { AnyTemplate } from '../../local/assembly/assembly.ts';
import { spoken } from '../lib/a-stage.ts';
import { type TestCloud, aLocalCloud } from './a-cloud.ts';
import { unlinkByHand } from './carrier-console.ts';
import { allowOrigins } from './an-inbox.ts';
import { booksOf } from './books.ts';
import { executionsOf, stopExecution } from './executions.ts';

/** A receiver that is not there: an attempt to tell it is made all the same. */
const RECEIVER = 'http://127.0.0.1:9';
const GOOD = {
  to: '+14155550101',
  objective: 'Ask whether they are open',
  webhookUrl: `${RECEIVER}/hook`,
};

/** What no journey can show, each with the reason. */
const NOT_SEEN: readonly (readonly [RegExp, string])[] = [
  [/ logs:/, 'there is no CloudWatch here'],
  [/ polly:/, 'Lex speaks without Polly here'],
  [/ kms:(DescribeKey|Encrypt|GenerateDataKey) Key$/, 'DynamoDB’s own uses of the key'],
  [
    / sqs:(GetQueueUrl|ChangeMessageVisibility) (DialQueue|WebhooksQueue)$/,
    'the poller’s, which keeps messages by their time-out here',
  ],
  [
    /^DialQueueDialer\w* sqs:SendMessage DialQueueDeadLetters$/,
    'for a message that can’t be read: nobody sends one',
  ],
  [
    /^\w+Machine\w* lambda:InvokeFunction \w+:\*$/,
    'versions of a function of a workflow: CDK grants them with it, and there are none',
  ],
  [
    / bedrock:InvokeModel arn:aws:bedrock:us-(east|west)-2::foundation-model\/amazon\.nova-lite-v1:0$/,
    'where the inference profile may lead: here it stays in its own region',
  ],
];

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Statement[] };
}

/** `RoleLogicalId action resource` of every statement of every role, by its own policies and by those beside it. */
function grantsOf({ Resources }: AnyTemplate): string[] {
  const grants = (role: string, { PolicyDocument }: Policy) =>
    PolicyDocument.Statement.flatMap(({ Action, Resource }) =>
      [Action]
        .flat()
        .flatMap((action) =>
          [spoken(Resource)].flat().map((resource) => `${role} ${action} ${inThisCloud(String(resource))}`),
        ),
    );
  return Object.entries(Resources).flatMap(([logicalId, { Type, Properties }]) => {
    if (Type === 'AWS::IAM::Role')
      return ((Properties['Policies'] ?? []) as Policy[]).flatMap((policy) => grants(logicalId, policy));
    if (Type !== 'AWS::IAM::Policy') return [];
    const policy = Properties as unknown as Policy & { Roles: readonly { Ref: string }[] };
    return policy.Roles.flatMap(({ Ref }) => grants(Ref, policy));
  });
}

const inThisCloud = (resource: string) =>
  resource
    .replace('AWS::Partition', 'aws')
    .replace('AWS::Region', 'us-east-1')
    .replace('AWS::AccountId', '000000000000');

/** An ARN of the local cloud by the name of its resource in the template. There is one key and one application. */
const nameOfArn = (arn: string) =>
  arn
    .replace(/^arn:aws:kms:.*/, 'Key')
    .replace(/^arn:aws:chime:.*/, 'TelephonyApplication.SipMediaApplicationArn')
    .replace(/^arn:aws:s3:::[^/]+\/.*/, 'Recordings/*')
    .replace(/^arn:aws:s3:::.*/, 'Recordings')
    .replace(/^arn:.*[:/]Trunkline-local(-Data)?-/, '')
    .replace(/[0-9A-F]{8}(?=$|\/index\/)/, '');

/** Goes through everything that the functions do, ordinary days and bad ones. */
async function everything(cloud: TestCloud): Promise<void> {
  await cancelOneOfEach(cloud);
  await editTheDoNotCallList(cloud);
  await giveNumbersBack(cloud);
  await orderNumbers(cloud);
  const acme = await cloud.client({ limits: { concurrentCalls: 1, callsPerMinute: 1_000 } });
  const at = (seconds: number) => new Date(cloud.cloud.clock.now() + seconds * 1000).toISOString();
  const made = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'own',
    scopes: ['calls:read'],
  });
  await cloud.operator('PATCH', `/accounts/${acme.accountId}`, { name: 'Acme' });
  await cloud.operator('GET', '/accounts');
  await acme.ask('PATCH', '/v1/account', { defaults: { callHandling: { ringTo: '+14155550123' } } });
  await cloud.operator('DELETE', `/keys/${String(made.body['id'])}`);
  await cloud.operator('PATCH', `/accounts/${acme.accountId}`, { limits: { listing: true } });
  await cloud.advance(5);
  await acme.ask('GET', '/v1/available-numbers?searchBy=areaCode&q=510');
  await acme.ask('GET', '/v1/numbers');
  await acme.ask('PATCH', `/v1/numbers/${encodeURIComponent(acme.callerId)}`, {
    callHandling: { ringTo: '+14155550123' },
  });
  const { body: assistant } = await acme.ask('POST', '/v1/assistants', { name: 'Robin' });
  await acme.ask('DELETE', `/v1/assistants/${String(assistant['id'])}`);
  await acme.ask('POST', '/v1/agent/calls', { ...GOOD, dryRun: true, callerId: acme.callerId });
  const other = await cloud.client({ limits: { concurrentCalls: 1 } });
  await booksOf(cloud.cloud).handle(other.callerId, { recording: true });
  const recorded = await other.place(GOOD);
  await cloud.advance(30);
  const { headers } = await other.ask('GET', `/v1/agent/calls/${recorded}/recording`);
  await fetch(headers['location'] ?? '');
  await other.ask('DELETE', `/v1/agent/calls/${recorded}/content`);
  // Of this one the recording comes after the erasure.
  cloud.cloud.chime.script('+14155550196', { talkSec: 6 });
  const late = await other.place({ ...GOOD, to: '+14155550196' });
  await cloud.advance(13);
  await other.ask('DELETE', `/v1/agent/calls/${late}/content`);
  await other.place({ ...GOOD, to: '+14155550140', maxDurationSec: 300 });
  await acme.place(GOOD);
  await cloud.advance(2);
  // Each behind another one in line: one is too late at the other's end, one before it.
  await acme.place({ ...GOOD, notAfter: at(5) });
  await other.place({ ...GOOD, notAfter: at(60) });
  await cloud.advance(1);
  for (const to of ['+14155550134', '+14155550135', '+14155550137', '+14155550140', '+14155550141'])
    await acme.place({ ...GOOD, to, maxDurationSec: 300 });
  await acme.place({ ...GOOD, to: '+14155550143', language: 'auto' });
  await acme.place({ ...GOOD, notBefore: at(1_200), notAfter: at(1_210) });
  const own = await cloud.operator('POST', `/accounts/${acme.accountId}/keys`, {
    name: 'own',
    scopes: ['calls:write', 'calls:read'],
  });
  const withOwn = cloud.withKey(acme.accountId, String(own.body['key']));
  await withOwn.place(GOOD);
  await withOwn.ask('GET', '/v1/agent/calls');
  await acme.ask('GET', '/v1/agent/calls');
  await acme.ask('POST', '/v1/agent/calls', { ...GOOD, to: 'nobody' }, { 'idempotency-key': 'a' });
  await cloud.operator('POST', '/number-imports', { accountId: acme.accountId, number: acme.callerId });
  cloud.cloud.chime.script('+14155550198', { hangupLost: true });
  await acme.place({ ...GOOD, to: '+14155550198', maxDurationSec: 60 });
  cloud.cloud.chime.script('+14155550197', { hangupLost: true });
  await acme.place({ ...GOOD, to: '+14155550197', maxDurationSec: 600 });
  await booksOf(cloud.cloud).answeredBy(acme.callerId, {});
  cloud.cloud.chime.inbound({ to: acme.callerId, from: null });
  await booksOf(cloud.cloud).handle(other.callerId, { mode: 'forward', forwardTo: GOOD.to });
  cloud.cloud.chime.inbound({ to: other.callerId, from: null });
  // Of this one nobody tells the end.
  cloud.cloud.chime.inbound({ to: acme.callerId, from: '+14155550195', hangupLost: true });
  for (let i = 0; i < 30; i++) await cloud.advance(60);
  await cloud.operator('PUT', '/destination-rules', { version: 2, deny: [] });
  await acme.place({ ...GOOD, notBefore: at(60), notAfter: at(120) });
  await cloud.operator('PUT', '/dialing', { enabled: false });
  for (let i = 0; i < 3; i++) await cloud.advance(60);
  await cloud.operator('PUT', '/dialing', { enabled: true });
  await cloud.operator('GET', '/dialing');
  await compareTheBooks(cloud, acme.callerId);
}

/** Compares all numbers, by the clock and by hand, before and after a number has lost its link and another was brought in. */
async function compareTheBooks(cloud: TestCloud, number: string): Promise<void> {
  await cloud.advance(3_600);
  await cloud.client();
  await unlinkByHand(cloud.cloud, number);
  await cloud.operator('POST', '/numbers/reconcile');
  await cloud.operator('GET', '/numbers/drift');
  await cloud.client();
  await unlinkByHand(cloud.cloud, number);
  await cloud.advance(3_600);
}

/** Cancels a call that waits in line, one that the carrier throttles, and one that is talked in. */
async function cancelOneOfEach(cloud: TestCloud): Promise<void> {
  const acme = await cloud.client({ limits: { concurrentCalls: 2 } });
  const ids: string[] = [];
  for (const to of ['+14155550135', '+14155550140', '+14155550101', '+14155550102']) {
    ids.push(await acme.place({ ...GOOD, to }));
    await cloud.advance(1);
  }
  await cloud.advance(12);
  for (const id of ids) await acme.ask('POST', `/v1/agent/calls/${id}/cancel`);
}

async function editTheDoNotCallList(cloud: TestCloud): Promise<void> {
  const acme = await cloud.client();
  const key = { 'idempotency-key': 'a' };
  await acme.ask('POST', '/v1/do-not-call', { number: GOOD.to }, key);
  await acme.ask('POST', '/v1/do-not-call', { number: 'nobody' }, key);
  await acme.ask('GET', '/v1/do-not-call');
  await acme.ask('DELETE', `/v1/do-not-call/${GOOD.to}`);
}

/** Gives back a number, and another one whose workflow is stopped: they go at the end of the cycle, in ten minutes. */
async function giveNumbersBack(cloud: TestCloud): Promise<void> {
  const anchor = new Date(cloud.cloud.clock.now() + 600_000).toISOString().replace('-03-', '-02-');
  for (const stopped of [false, true]) {
    const acme = await cloud.client({ anchor });
    await acme.ask('POST', `/v1/numbers/${acme.callerId}/release`, { confirm: acme.callerId });
    const [execution] = executionsOf(cloud.cloud, acme.accountId);
    if (stopped && execution) await stopExecution(cloud.cloud, execution);
  }
}

/**
 * Orders numbers: a usual one, one of an area that others are quicker in, one that can't be linked, one whose workflow is
 * stopped, and one of which the carrier doesn't say whether it took the order.
 */
async function orderNumbers(cloud: TestCloud): Promise<void> {
  const acme = await cloud.client({ limits: { numbers: 10 } });
  const path = '/v1/number-orders';
  for (const areaId of ['US-510', 'US-329', 'US-363', 'US-350', 'US-000'])
    await acme.ask('POST', path, { areaId }, { 'idempotency-key': areaId });
  await acme.ask('GET', path);
  await cloud.advance(10);
  for (const execution of executionsOf(cloud.cloud, acme.accountId))
    await stopExecution(cloud.cloud, execution);
  cloud.cloud.faults.add({
    service: 'chime',
    operation: 'CreatePhoneNumberOrder',
    kind: 'error',
    nth: 1,
    times: 1,
  });
  await acme.ask('POST', path, { areaId: 'US-510' });
  await cloud.advance(10);
}

/** A day on which Ring may not do something, so that others must step in. */
async function aBadDay(without: string): Promise<readonly string[]> {
  const cloud = await aLocalCloud((_, { Resources }) => {
    allowOrigins(Resources, [RECEIVER]);
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
  const good = await aLocalCloud((_, template) => {
    granted.push(...grantsOf(template));
    allowOrigins(template.Resources, [RECEIVER]);
  });
  await everything(good);
  const used = new Set(
    [
      ...good.cloud.permissions.used(),
      ...(await aBadDay('dynamodb:BatchGetItem')),
      ...(await aBadDay('states:SendTaskSuccess')),
    ].map((line) => {
      const [role = '', action = '', resource = ''] = line.split(' ');
      return `${role.replace('Trunkline-local-', '')} ${action} ${nameOfArn(resource)}`;
    }),
  );

  const leftOver = granted.filter(
    (grant) => !used.has(grant) && !NOT_SEEN.some(([pattern]) => pattern.test(grant)),
  );

  expect(granted.length).toBeGreaterThan(50);
  expect(leftOver).toEqual([]);
});
