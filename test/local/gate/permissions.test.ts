import { createPermissions } from '../../../local/gate/permissions.ts';
import { ACCOUNT, roleOf } from './a-gate.ts';

const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:Dial`;
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:Events`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
const fn = { role: roleOf('Fn') };
const send = { action: 'sqs:SendMessage', resource: QUEUE };

const allow = (Action: string, Resource: string, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource, ...more }],
});
const permissions = () => createPermissions({ account: ACCOUNT });

test('a role may do what any one of its policies allows', () => {
  const some = permissions();
  some.addIdentityPolicy(fn.role, allow('sqs:ReceiveMessage', QUEUE), 'first');
  some.addIdentityPolicy(fn.role, allow('sqs:SendMessage', QUEUE), 'second');

  expect(() => some.check(fn, send)).not.toThrow();
  expect(() => some.check({ role: roleOf('Other') }, send)).toThrow();
  expect(() => some.check(fn, { ...send, action: 'sqs:DeleteMessage' })).toThrow();
});

test('a refusal says in the words of AWS who may not do what, and why', () => {
  expect(() => permissions().check(fn, send)).toThrow(
    `User: arn:aws:sts::${ACCOUNT}:assumed-role/Fn/local is not authorized to perform: sqs:SendMessage on resource: ${QUEUE} because no identity-based policy allows the sqs:SendMessage action`,
  );
});

test('what a resource’s policy denies is denied to whoever is allowed it', () => {
  const some = permissions();
  some.addIdentityPolicy(fn.role, allow('sqs:*', QUEUE), 'role');
  some.addResourcePolicy(
    QUEUE,
    { Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sqs:SendMessage', Resource: QUEUE }] },
    'queue',
  );

  expect(() => some.check(fn, send)).toThrow('with an explicit deny in a resource-based policy');
  expect(() => some.check(fn, { ...send, action: 'sqs:ReceiveMessage' })).not.toThrow();
});

test('a request passes for one over TLS: the gate stands where AWS’s endpoints speak it', () => {
  const some = permissions();
  some.addIdentityPolicy(fn.role, allow('sqs:SendMessage', QUEUE), 'role');
  const insecure = { Bool: { 'aws:SecureTransport': 'false' } };
  some.addResourcePolicy(
    QUEUE,
    {
      Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: QUEUE, Condition: insecure }],
    },
    'queue',
  );

  expect(() => some.check(fn, send)).not.toThrow();
});

test('a service may invoke a function by the permission that names it and its source; of several each counts', () => {
  const some = permissions();
  const byService = (service: string, condition: object) =>
    allow('lambda:InvokeFunction', FUNCTION, { Principal: { Service: service }, Condition: condition });
  const lex = { ArnLike: { 'aws:SourceArn': 'arn:aws:lex:us-east-1:000000000000:bot-alias/A/*' } };
  some.addResourcePolicy(
    FUNCTION,
    byService('voiceconnector.chime.amazonaws.com', { StringEquals: { 'aws:SourceAccount': ACCOUNT } }),
    'chime',
  );
  some.addResourcePolicy(FUNCTION, byService('lexv2.amazonaws.com', lex), 'lex');
  const invoke = { action: 'lambda:InvokeFunction', resource: FUNCTION };
  const chime = (sourceAccount: string) => ({
    service: 'voiceconnector.chime.amazonaws.com',
    sourceArn: 'arn:aws:chime:us-east-1:000000000000:sma/1',
    sourceAccount,
  });
  const bot = (alias: string) => ({
    service: 'lexv2.amazonaws.com',
    sourceArn: `arn:aws:lex:us-east-1:000000000000:bot-alias/${alias}/1`,
    sourceAccount: ACCOUNT,
  });

  expect(() => some.check(chime(ACCOUNT), invoke)).not.toThrow();
  expect(() => some.check(bot('A'), invoke)).not.toThrow();
  expect(() => some.check(chime('111122223333'), invoke)).toThrow('voiceconnector.chime.amazonaws.com');
  expect(() => some.check(bot('B'), invoke)).toThrow('lexv2.amazonaws.com');
});

test('a key is used by whom its own policy lets: the account’s roles, if it hands the decision on', () => {
  const decrypt = { action: 'kms:Decrypt', resource: KEY };
  const without = permissions();
  without.addIdentityPolicy(fn.role, allow('kms:Decrypt', KEY), 'role');
  const delegated = permissions();
  delegated.addIdentityPolicy(fn.role, allow('kms:Decrypt', KEY), 'role');
  delegated.addResourcePolicy(
    KEY,
    allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }),
    'key',
  );

  expect(() => without.check(fn, decrypt)).toThrow('kms:Decrypt');
  expect(() => delegated.check(fn, decrypt)).not.toThrow();
  expect(() => delegated.check({ role: roleOf('Other') }, decrypt)).toThrow('kms:Decrypt');
});

test('the policy of a bucket holds for the objects in it', () => {
  const some = permissions();
  some.addIdentityPolicy(fn.role, allow('s3:GetObject', 'arn:aws:s3:::recordings/*'), 'role');
  some.addResourcePolicy(
    'arn:aws:s3:::recordings',
    {
      Statement: [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::recordings/secret/*',
        },
      ],
    },
    'bucket',
  );
  const get = (key: string) => ({ action: 's3:GetObject', resource: `arn:aws:s3:::recordings/${key}` });

  expect(() => some.check(fn, get('open/1.wav'))).not.toThrow();
  expect(() => some.check(fn, get('secret/1.wav'))).toThrow('explicit deny');
});
