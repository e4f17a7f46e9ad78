import { allHold, parseCondition, type Context } from '../../../local/iam/conditions.ts';

const holds = (operator: string, key: string, expected: readonly string[], context: Context) =>
  allHold([parseCondition(operator, key, expected, 'a policy')], context);

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';

test.each([
  { operator: 'StringEquals', expected: ['a'], given: 'a', holding: true },
  { operator: 'StringEquals', expected: ['a'], given: 'A', holding: false },
  { operator: 'StringEquals', expected: ['a', 'b'], given: 'b', holding: true },
  { operator: 'StringEquals', expected: ['a*'], given: 'ab', holding: false },
  { operator: 'StringNotEquals', expected: ['a', 'b'], given: 'c', holding: true },
  { operator: 'StringNotEquals', expected: ['a', 'b'], given: 'b', holding: false },
  { operator: 'StringEqualsIgnoreCase', expected: ['Ab'], given: 'aB', holding: true },
  { operator: 'StringLike', expected: ['a*c?'], given: 'abbbcd', holding: true },
  { operator: 'StringLike', expected: ['a*c?'], given: 'abbbc', holding: false },
  { operator: 'StringLike', expected: ['a.c'], given: 'abc', holding: false },
  { operator: 'StringLike', expected: ['A*'], given: 'abc', holding: false },
  { operator: 'StringNotLike', expected: ['a*'], given: 'abc', holding: false },
  { operator: 'StringNotLike', expected: ['a*'], given: 'bc', holding: true },
  { operator: 'ArnEquals', expected: [TOPIC], given: TOPIC, holding: true },
  { operator: 'ArnEquals', expected: ['arn:aws:sns:*:111122223333:*'], given: TOPIC, holding: true },
  { operator: 'ArnLike', expected: ['arn:aws:sns:*:*:al?rms'], given: TOPIC, holding: true },
  { operator: 'ArnLike', expected: ['arn:aws:s*:111122223333:x:alarms'], given: TOPIC, holding: false },
  { operator: 'ArnLike', expected: ['arn:aws:sns:*:*:a:*'], given: `${TOPIC}:b`, holding: false },
  { operator: 'ArnLike', expected: ['arn:aws:sns:*:*:alarms:*'], given: `${TOPIC}:b:c`, holding: true },
  { operator: 'ArnLike', expected: ['arn:aws:sns:*:*:*'], given: 'no arn', holding: false },
  { operator: 'ArnNotLike', expected: ['arn:aws:sns:*:*:*'], given: TOPIC, holding: false },
  { operator: 'ArnNotLike', expected: ['arn:aws:sqs:*:*:*'], given: TOPIC, holding: true },
  { operator: 'Bool', expected: ['true'], given: 'true', holding: true },
  { operator: 'Bool', expected: ['False'], given: 'false', holding: true },
  { operator: 'Bool', expected: ['true'], given: 'false', holding: false },
  { operator: 'NumericEquals', expected: ['10'], given: '10.0', holding: true },
  { operator: 'NumericLessThan', expected: ['10'], given: '9', holding: true },
  { operator: 'NumericLessThan', expected: ['10'], given: '10', holding: false },
  { operator: 'NumericLessThanEquals', expected: ['10'], given: '10', holding: true },
  { operator: 'NumericGreaterThan', expected: ['10'], given: '10', holding: false },
  { operator: 'NumericGreaterThan', expected: ['10'], given: '11', holding: true },
  { operator: 'NumericGreaterThanEquals', expected: ['10'], given: '10', holding: true },
  { operator: 'NumericGreaterThan', expected: ['10'], given: 'many', holding: false },
  { operator: 'Null', expected: ['true'], given: 'a', holding: false },
  { operator: 'Null', expected: ['false'], given: 'a', holding: true },
])('$operator of $expected with $given: $holding', ({ operator, expected, given, holding }) => {
  expect(holds(operator, 'aws:key', expected, { 'aws:key': given })).toBe(holding);
});

test.each([
  { operator: 'StringEquals', expected: 'a', holding: false, why: 'nothing to match' },
  { operator: 'StringNotEquals', expected: 'a', holding: true, why: 'it surely is not a' },
  { operator: 'StringNotLike', expected: 'a*', holding: true, why: 'as above' },
  { operator: 'ArnNotLike', expected: 'arn:aws:s3:::a', holding: true, why: 'as above' },
  { operator: 'Bool', expected: 'false', holding: false, why: 'absent is not false' },
  { operator: 'NumericLessThan', expected: '1', holding: false, why: 'absent is not 0' },
  {
    operator: 'StringEqualsIfExists',
    expected: 'a',
    holding: true,
    why: 'only asked where there is a value',
  },
  { operator: 'BoolIfExists', expected: 'true', holding: true, why: 'as above' },
  { operator: 'Null', expected: 'true', holding: true, why: 'it is absent' },
  { operator: 'Null', expected: 'false', holding: false, why: 'it is absent' },
  { operator: 'ForAllValues:StringEquals', expected: 'a', holding: true, why: 'all of none' },
  { operator: 'ForAnyValue:StringEquals', expected: 'a', holding: false, why: 'none of none' },
  { operator: 'ForAnyValue:StringNotEquals', expected: 'a', holding: false, why: 'none of none' },
  {
    operator: 'ForAnyValue:StringEqualsIfExists',
    expected: 'a',
    holding: true,
    why: 'only asked if present',
  },
])('without the key, $operator of $expected: $holding, $why', ({ operator, expected, holding }) => {
  expect(holds(operator, 'aws:key', [expected], {})).toBe(holding);
  expect(holds(operator, 'aws:key', [expected], { 'aws:key': [] })).toBe(holding);
});

test.each([
  { operator: 'ForAllValues:StringEquals', given: ['a', 'b'], holding: true },
  { operator: 'ForAllValues:StringEquals', given: ['a', 'z'], holding: false },
  { operator: 'ForAnyValue:StringEquals', given: ['a', 'z'], holding: true },
  { operator: 'ForAnyValue:StringEquals', given: ['y', 'z'], holding: false },
  { operator: 'ForAllValues:StringNotEquals', given: ['y', 'z'], holding: true },
  { operator: 'ForAllValues:StringNotEquals', given: ['a', 'z'], holding: false },
  { operator: 'ForAnyValue:StringNotEquals', given: ['a', 'z'], holding: true },
  { operator: 'ForAnyValue:StringNotEquals', given: ['a', 'b'], holding: false },
  { operator: 'StringEquals', given: ['a', 'z'], holding: true },
  { operator: 'StringNotEquals', given: ['a', 'z'], holding: false },
])('of several values, $operator of a and b with $given: $holding', ({ operator, given, holding }) => {
  expect(holds(operator, 'dynamodb:LeadingKeys', ['a', 'b'], { 'dynamodb:LeadingKeys': given })).toBe(
    holding,
  );
});

test('a key is the same key in upper and lower case', () => {
  expect(holds('StringEquals', 'AWS:SourceAccount', ['1'], { 'aws:sourceaccount': '1' })).toBe(true);
});

test.each([
  'StringMatches',
  'IpAddress',
  'DateLessThan',
  'NullIfExists',
  'ForSomeValues:StringEquals',
  'toString',
])('the unknown operator %s is refused by name', (operator) => {
  expect(() => parseCondition(operator, 'aws:key', ['x'], 'policy of Fn')).toThrow(
    `policy of Fn: unknown condition operator "${operator}"`,
  );
});

test.each([
  { operator: 'Bool', expected: 'yes', message: 'p: Bool of aws:key wants true or false, not "yes"' },
  {
    operator: 'NumericLessThan',
    expected: 'ten',
    message: 'p: NumericLessThan of aws:key wants a number, not "ten"',
  },
  { operator: 'ArnLike', expected: '*', message: 'p: ArnLike of aws:key wants an ARN, not "*"' },
  { operator: 'Null', expected: '1', message: 'p: Null of aws:key wants true or false, not "1"' },
])('$operator refuses to compare with $expected', ({ operator, expected, message }) => {
  expect(() => parseCondition(operator, 'aws:key', [expected], 'p')).toThrow(message);
});
