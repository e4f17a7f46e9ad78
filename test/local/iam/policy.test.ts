import { parsePolicy } from '../../../local/iam/policy.ts';

const statement = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
const parse = (...Statement: unknown[]) =>
  parsePolicy({ Version: '2012-10-17', Statement }, 'Fn/DefaultPolicy');

test('one statement and a list of one are the same', () => {
  expect(parsePolicy({ Statement: statement }, 'p').statements).toHaveLength(1);
  expect(parsePolicy({ Statement: [statement] }, 'p').statements).toHaveLength(1);
});

test('a statement without a Sid goes by its place', () => {
  const names = parse(statement, { ...statement, Sid: 'Send' }, statement).statements.map(({ name }) => name);

  expect(names).toEqual(['1', 'Send', '3']);
});

test('principals are told apart', () => {
  const [first] = parse({
    Effect: 'Allow',
    Action: 'kms:*',
    Resource: '*',
    Principal: {
      AWS: ['arn:aws:iam::111122223333:root', '444455556666', 'arn:aws:iam::111122223333:role/path/Fn', '*'],
      Service: 'logs.us-east-1.amazonaws.com',
    },
  }).statements;

  expect(first?.principals).toEqual({
    anybody: true,
    accounts: ['111122223333', '444455556666'],
    roles: ['arn:aws:iam::111122223333:role/path/Fn'],
    services: ['logs.us-east-1.amazonaws.com'],
  });
});

test.each([
  { odd: { ...statement, Effect: 'allow' }, says: 'statement 1: Effect is "allow", not Allow or Deny' },
  { odd: { ...statement, NotPrincipal: '*' }, says: 'statement 1: unknown member "NotPrincipal"' },
  { odd: { ...statement, NotAction: 'a:b' }, says: 'statement 1: both Action and NotAction' },
  { odd: { Effect: 'Allow', Resource: '*' }, says: 'statement 1: neither Action nor NotAction' },
  { odd: { Effect: 'Allow', Action: 'a:b' }, says: 'statement 1: neither Resource nor NotResource' },
  { odd: { ...statement, Action: [] }, says: 'statement 1, Action: an empty list' },
  { odd: { ...statement, Resource: { Ref: 'Queue' } }, says: 'Resource: expected text, not {"Ref":"Queue"}' },
  {
    odd: { ...statement, Resource: 'arn:aws:s3:::b/${aws:username}/*' },
    says: 'Resource: the policy variable ${aws:username} is not supported',
  },
  {
    odd: { ...statement, Sid: 'S', Condition: { StringIs: { 'aws:a': 'b' } } },
    says: 'statement S, Condition: unknown condition operator "StringIs"',
  },
  { odd: { ...statement, Condition: { StringLike: 'a' } }, says: 'StringLike: expected an object, not "a"' },
  { odd: { ...statement, Principal: { Federated: 'x' } }, says: 'Principal: unknown member "Federated"' },
  {
    odd: { ...statement, Principal: { AWS: 'arn:aws:iam::111122223333:role/*' } },
    says: 'Principal: "arn:aws:iam::111122223333:role/*" is neither *, an account nor the ARN of a role',
  },
  { odd: { ...statement, Principal: { AWS: '111122223333:root' } }, says: 'is neither *, an account' },
  { odd: 'Allow', says: 'statement 1: expected an object, not "Allow"' },
])('a policy is refused, not passed over: $says', ({ odd, says }) => {
  expect(() => parse(odd)).toThrow(says);
  expect(() => parse(odd)).toThrow('Fn/DefaultPolicy');
});

test.each([
  { document: { Version: '2020-01-01', Statement: [statement] }, says: 'p: Version "2020-01-01" is unknown' },
  { document: { Statements: [statement] }, says: 'p: unknown member "Statements"' },
  { document: null, says: 'p: expected an object, not null' },
])('a document is refused, not passed over: $says', ({ document, says }) => {
  expect(() => parsePolicy(document, 'p')).toThrow(says);
});
