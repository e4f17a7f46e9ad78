import { authorize, authorizeKeyUse, authorizeService, denied } from '../../../local/iam/authorize.ts';
import { parsePolicy } from '../../../local/iam/policy.ts';
import { AccessDenied } from '../../../local/wire.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Fn';
const OTHER_ROLE = 'arn:aws:iam::111122223333:role/Other';
const ROOT = 'arn:aws:iam::111122223333:root';
const TABLE = 'arn:aws:dynamodb:us-east-1:111122223333:table/Calls';
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1';

const policy = (where: string, ...Statement: unknown[]) => parsePolicy({ Statement }, where);
const allow = (Action: unknown, Resource: unknown, more = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown, more = {}) => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...more,
});
const asks = (action: string, resource = TABLE, context = {}) => ({
  principal: ROLE,
  action,
  resource,
  context,
});

const NOBODY = (kind: string, action: string) => ({
  allowed: false,
  because: `because no ${kind}-based policy allows the ${action} action`,
});

test.each([
  { statement: allow('dynamodb:PutItem', TABLE), allowed: true },
  { statement: allow('DYNAMODB:putitem', TABLE), allowed: true },
  { statement: allow('dynamodb:Put*', TABLE), allowed: true },
  { statement: allow('dynamodb:P?tItem', TABLE), allowed: true },
  { statement: allow('*', '*'), allowed: true },
  { statement: allow(['sqs:*', 'dynamodb:PutItem'], ['arn:aws:sqs:*', TABLE]), allowed: true },
  { statement: allow('dynamodb:GetItem', TABLE), allowed: false },
  { statement: allow('dynamodb:PutItem', `${TABLE}/index/*`), allowed: false },
  { statement: allow('dynamodb:PutItem', TABLE.toLowerCase()), allowed: false },
  { statement: { Effect: 'Allow', NotAction: 'dynamodb:Delete*', Resource: TABLE }, allowed: true },
  { statement: { Effect: 'Allow', NotAction: 'dynamodb:Put*', Resource: TABLE }, allowed: false },
  { statement: { Effect: 'Allow', Action: '*', NotResource: `${TABLE}*` }, allowed: false },
  { statement: { Effect: 'Allow', Action: '*', NotResource: `${TABLE}/index/*` }, allowed: true },
])('$statement lets a role put an item: $allowed', ({ statement, allowed }) => {
  expect(authorize({ identity: [policy('p', statement)], ...asks('dynamodb:PutItem') }).allowed).toBe(
    allowed,
  );
});

test('what no policy allows is refused, and the reason names the action', () => {
  expect(authorize({ identity: [], ...asks('dynamodb:PutItem') })).toEqual(
    NOBODY('identity', 'dynamodb:PutItem'),
  );
});

test('a Deny in one policy wins over an Allow in another, and the reason says where it stands', () => {
  const identity = [
    policy('Fn/Grants', allow('*', '*')),
    policy('Fn/Limits', allow('*', '*'), deny('dynamodb:Put*', TABLE, { Sid: 'NoWrites' })),
  ];

  expect(authorize({ identity, ...asks('dynamodb:PutItem') })).toEqual({
    allowed: false,
    because: 'with an explicit deny in an identity-based policy: Fn/Limits, statement NoWrites',
  });
  expect(authorize({ identity, ...asks('dynamodb:GetItem') })).toEqual({ allowed: true });
});

test('a Deny whose condition does not hold denies nothing', () => {
  const secureOnly = { Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  const resourcePolicy = policy('Bucket policy', deny('s3:*', '*', { Principal: '*', ...secureOnly }));
  const identity = [policy('p', allow('s3:*', '*'))];
  const over = (secure: string) =>
    authorize({
      identity,
      resourcePolicy,
      ...asks('s3:GetObject', 'arn:aws:s3:::b/k', { 'aws:SecureTransport': secure }),
    });

  expect(over('true')).toEqual({ allowed: true });
  expect(over('false')).toEqual({
    allowed: false,
    because: 'with an explicit deny in a resource-based policy: Bucket policy, statement 1',
  });
});

test('every condition of a statement must hold', () => {
  const both = { StringEquals: { 'a:x': '1', 'a:y': '2' }, Bool: { 'a:z': 'true' } };
  const identity = [policy('p', allow('*', '*', { Condition: both }))];
  const decide = (context: Record<string, string>) =>
    authorize({ identity, ...asks('a:b', TABLE, context) }).allowed;

  expect(decide({ 'a:x': '1', 'a:y': '2', 'a:z': 'true' })).toBe(true);
  expect(decide({ 'a:x': '1', 'a:y': '3', 'a:z': 'true' })).toBe(false);
  expect(decide({ 'a:x': '1', 'a:y': '2', 'a:z': 'false' })).toBe(false);
  expect(decide({ 'a:x': '1', 'a:z': 'true' })).toBe(false);
});

test.each([
  { Principal: { AWS: ROLE }, allowed: true, why: 'it names the role' },
  { Principal: '*', allowed: true, why: 'it names anybody' },
  { Principal: { AWS: '*' }, allowed: true, why: 'it names anybody' },
  { Principal: { AWS: OTHER_ROLE }, allowed: false, why: 'it names another' },
  {
    Principal: { AWS: ROOT },
    allowed: false,
    why: 'naming the account only lets the role’s own policies count',
  },
  { Principal: { Service: 'lambda.amazonaws.com' }, allowed: false, why: 'a role is no service' },
])('the policy at a resource is enough if it names the role: $allowed, $why', ({ Principal, allowed }) => {
  const resourcePolicy = policy('Queue policy', allow('sqs:SendMessage', '*', { Principal }));

  expect(authorize({ identity: [], resourcePolicy, ...asks('sqs:SendMessage') }).allowed).toBe(allowed);
});

test('a Deny at the resource for the whole account meets its roles too', () => {
  const resourcePolicy = policy('Queue policy', deny('*', '*', { Principal: { AWS: '111122223333' } }));
  const identity = [policy('p', allow('*', '*'))];

  expect(authorize({ identity, resourcePolicy, ...asks('sqs:SendMessage') }).allowed).toBe(false);
});

test('a role is known to conditions by its ARN and account', () => {
  const mine = {
    ArnLike: { 'aws:PrincipalArn': ROLE },
    StringEquals: { 'aws:PrincipalAccount': '111122223333' },
  };
  const identity = [policy('p', allow('*', '*', { Condition: mine }))];

  expect(authorize({ identity, ...asks('a:b') }).allowed).toBe(true);
});

describe('a key', () => {
  const mayDecrypt = [policy('Fn/Grants', allow('kms:Decrypt', KEY))];
  const decide = (statement: unknown, identity = mayDecrypt, context = {}) =>
    authorizeKeyUse({
      identity,
      resourcePolicy: policy('Key policy', statement),
      ...asks('kms:Decrypt', KEY, context),
    });

  test('is not opened by a role’s own policies alone', () => {
    expect(decide(allow('kms:*', '*', { Principal: { AWS: OTHER_ROLE } }))).toEqual(
      NOBODY('resource', 'kms:Decrypt'),
    );
    expect(authorizeKeyUse({ identity: mayDecrypt, ...asks('kms:Decrypt', KEY) }).allowed).toBe(false);
  });

  test('hands the decision on to them where its policy names the account', () => {
    const delegating = allow('kms:*', '*', { Principal: { AWS: ROOT } });

    expect(decide(delegating)).toEqual({ allowed: true });
    expect(decide(delegating, [])).toEqual(NOBODY('identity', 'kms:Decrypt'));
  });

  test('hands on no more than its policy says', () => {
    expect(decide(allow('kms:Encrypt', '*', { Principal: { AWS: ROOT } }))).toEqual(
      NOBODY('resource', 'kms:Decrypt'),
    );
  });

  test('is opened by naming the role, where the condition holds', () => {
    const via = { StringEquals: { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' } };
    const naming = allow('kms:Decrypt', '*', { Principal: { AWS: ROLE }, Condition: via });

    expect(decide(naming, [], { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' }).allowed).toBe(true);
    expect(decide(naming, [], { 'kms:ViaService': 's3.us-east-1.amazonaws.com' }).allowed).toBe(false);
    expect(decide(naming, []).allowed).toBe(false);
  });

  test('stays shut to a role whose own policy denies', () => {
    const identity = [policy('Fn/Limits', deny('kms:*', '*'))];

    expect(decide(allow('kms:*', '*', { Principal: { AWS: ROLE } }), identity)).toEqual({
      allowed: false,
      because: 'with an explicit deny in an identity-based policy: Fn/Limits, statement 1',
    });
  });
});

describe('a service', () => {
  const FN = 'arn:aws:lambda:us-east-1:111122223333:function:Fn';
  const RULE = 'arn:aws:events:us-east-1:111122223333:rule/Nightly';
  const fromRule = {
    ArnLike: { 'AWS:SourceArn': RULE },
    StringEquals: { 'AWS:SourceAccount': '111122223333' },
  };
  const permission = policy(
    'Permission',
    allow('lambda:InvokeFunction', FN, {
      Principal: { Service: 'events.amazonaws.com' },
      Condition: fromRule,
    }),
  );
  const request = {
    resourcePolicy: permission,
    service: 'events.amazonaws.com',
    sourceArn: RULE,
    sourceAccount: '111122223333',
    action: 'lambda:InvokeFunction',
    resource: FN,
    context: {},
  };

  test('may do what the resource’s policy lets it do for that source', () => {
    expect(authorizeService(request)).toEqual({ allowed: true });
  });

  test.each([
    { ...request, service: 'apigateway.amazonaws.com' },
    { ...request, sourceArn: `${RULE}2` },
    { ...request, sourceAccount: '444455556666' },
    { ...request, action: 'lambda:DeleteFunction' },
    { ...request, resource: `${FN}2` },
    { ...request, resourcePolicy: undefined },
  ])('may do nothing else: $service, $sourceArn, $sourceAccount, $action, $resource', (other) => {
    expect(authorizeService(other)).toEqual(NOBODY('resource', other.action));
  });

  test('cannot claim another source by what else is known of the request', () => {
    const forged = { ...request, sourceArn: `${RULE}2`, context: { 'aws:SourceArn': RULE } };

    expect(authorizeService(forged).allowed).toBe(false);
  });

  test('is stopped by a Deny', () => {
    const resourcePolicy = policy(
      'Permission',
      allow('*', '*', { Principal: '*' }),
      deny('*', '*', { Principal: { Service: 'events.amazonaws.com' } }),
    );

    expect(authorizeService({ ...request, resourcePolicy })).toEqual({
      allowed: false,
      because: 'with an explicit deny in a resource-based policy: Permission, statement 2',
    });
  });
});

test('a refusal is told in the words of AWS', () => {
  const refusal = denied({
    principalName: 'arn:aws:sts::111122223333:assumed-role/Fn/session',
    action: 'dynamodb:PutItem',
    resource: TABLE,
    because: 'because no identity-based policy allows the dynamodb:PutItem action',
  });

  expect(refusal).toBeInstanceOf(AccessDenied);
  expect(refusal.message).toBe(
    'User: arn:aws:sts::111122223333:assumed-role/Fn/session is not authorized to perform: dynamodb:PutItem on resource: ' +
      'arn:aws:dynamodb:us-east-1:111122223333:table/Calls because no identity-based policy allows the dynamodb:PutItem action',
  );
});
