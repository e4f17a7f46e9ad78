import { checkProperties } from '../../../local/assembly/properties.ts';
import { readAssembly } from '../../../local/assembly/assembly.ts';
import { aResource } from './an-assembly.ts';

test('every type and property that is deployed is known', () => {
  const { resources } = readAssembly(process.env['TRUNKLINE_TEST_ASSEMBLY'] ?? '');

  expect(resources.length).toBeGreaterThan(100);
  expect(() => checkProperties(resources)).not.toThrow();
});

test('a type that isn’t played stops the start by its name', () => {
  expect(() => checkProperties([aResource('AWS::EC2::Instance')])).toThrow(
    "App/Thing: the local cloud doesn't play AWS::EC2::Instance",
  );
});

test.each([
  { type: 'AWS::SQS::Queue', property: 'FifoQueue' },
  { type: 'AWS::Lambda::Function', property: 'ReservedConcurrentExecutions' },
  { type: 'AWS::Lambda::EventSourceMapping', property: 'FilterCriteria' },
  { type: 'AWS::Scheduler::Schedule', property: 'ScheduleExpressionTimezone' },
  { type: 'AWS::ApiGateway::Method', property: 'RequestValidatorId' },
  { type: 'AWS::IAM::Role', property: 'PermissionsBoundary' },
])('$property of $type is neither honoured nor passed over in silence', ({ type, property }) => {
  expect(() => checkProperties([aResource(type, { [property]: 1 })])).toThrow(
    `App/Thing: the local cloud doesn't know ${property} of ${type}`,
  );
});

test('what makes no difference here may stand in the template', () => {
  expect(() =>
    checkProperties([aResource('AWS::SQS::Queue', { Tags: [], VisibilityTimeout: 30 })]),
  ).not.toThrow();
});

test('all that isn’t known is named at once', () => {
  const resources = [
    aResource('AWS::EC2::Instance'),
    aResource('AWS::SQS::Queue', { FifoQueue: true, Other: 1 }),
  ];

  expect(() => checkProperties(resources)).toThrow(
    [
      "App/Thing: the local cloud doesn't play AWS::EC2::Instance",
      "App/Thing: the local cloud doesn't know FifoQueue of AWS::SQS::Queue",
      "App/Thing: the local cloud doesn't know Other of AWS::SQS::Queue",
    ].join('\n'),
  );
});
