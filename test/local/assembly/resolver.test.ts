import type { Resource } from '../../../local/assembly/assembly.ts';
import { createResolver } from '../../../local/assembly/resolver.ts';
import { anAssembly } from './an-assembly.ts';

/** Two stacks; the second refers to the first by an output. Resources are called by stack and id. */
function aResolver() {
  const identified: string[] = [];
  const assembly = anAssembly({
    Data: {
      Resources: { Table: { Type: 'AWS::DynamoDB::GlobalTable' } },
      Outputs: { TableArn: { Value: { 'Fn::GetAtt': ['Table', 'Arn'] } } },
    },
    App: {
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { Name: { 'Fn::Sub': '${AWS::StackName}-queue' } } },
        Fn: { Type: 'AWS::Lambda::Function' },
      },
    },
  });
  const identify = ({ stack, logicalId }: Resource) => {
    identified.push(`${stack}/${logicalId}`);
    return {
      ref: `${stack}-${logicalId}`,
      attributes: { Arn: `arn:${stack}:${logicalId}`, 'Endpoint.Port': '8000' },
    };
  };
  const options = { assembly, account: '111122223333', region: 'eu-west-1', identify };
  return { assembly, identified, ...createResolver(options) };
}

test.each([
  { value: { Ref: 'Queue' }, is: 'App-Queue' },
  { value: { 'Fn::GetAtt': ['Queue', 'Arn'] }, is: 'arn:App:Queue' },
  { value: { 'Fn::GetAtt': 'Queue.Arn' }, is: 'arn:App:Queue' },
  { value: { 'Fn::GetAtt': ['Queue', 'Endpoint.Port'] }, is: '8000' },
  { value: { 'Fn::Join': ['-', ['a', { Ref: 'Queue' }, 3]] }, is: 'a-App-Queue-3' },
  { value: { 'Fn::Sub': '${Queue}/${Queue.Arn}' }, is: 'App-Queue/arn:App:Queue' },
  {
    value: { 'Fn::GetStackOutput': { StackName: 'Data', Region: 'eu-west-1', OutputName: 'TableArn' } },
    is: 'arn:Data:Table',
  },
  { value: { Ref: 'AWS::AccountId' }, is: '111122223333' },
  { value: { Ref: 'AWS::Region' }, is: 'eu-west-1' },
  { value: { Ref: 'AWS::Partition' }, is: 'aws' },
  { value: { Ref: 'AWS::StackName' }, is: 'App' },
  {
    value: { 'Fn::Sub': 'https://sqs.${AWS::Region}.${AWS::URLSuffix}' },
    is: 'https://sqs.eu-west-1.amazonaws.com',
  },
  { value: 'plain', is: 'plain' },
  { value: null, is: null },
  { value: [{ Ref: 'Queue' }, { deep: [{ Ref: 'Fn' }] }], is: ['App-Queue', { deep: ['App-Fn'] }] },
  { value: { Ref: 'Queue', and: 'more' }, is: { Ref: 'Queue', and: 'more' } },
])('$value is $is', ({ value, is }) => {
  expect(aResolver().resolve('App', value)).toEqual(is);
});

test.each([
  { value: { 'Fn::ImportValue': 'Other' }, says: "the local cloud doesn't play Fn::ImportValue" },
  { value: { 'Fn::If': ['Condition', 1, 2] }, says: "the local cloud doesn't play Fn::If" },
  { value: { 'Fn::Sub': ['${A}', { A: '1' }] }, says: 'Fn::Sub with variables is not played' },
  { value: { Ref: 'Nobody' }, says: 'stack App has no resource Nobody' },
  { value: { 'Fn::GetAtt': ['Queue', 'Color'] }, says: 'Queue (AWS::SQS::Queue) has no attribute Color' },
  {
    value: { 'Fn::GetStackOutput': { StackName: 'Data', OutputName: 'Nothing' } },
    says: 'stack Data has no output Nothing',
  },
])('what can’t be evaluated stops the start by its name: $says', ({ value, says }) => {
  expect(() => aResolver().resolve('App', { deep: [value] })).toThrow(says);
});

test('a resource is made once, when somebody first refers to it', () => {
  const resolver = aResolver();
  expect(resolver.identified).toEqual([]);

  resolver.resolve('App', [{ Ref: 'Queue' }, { 'Fn::GetAtt': ['Queue', 'Arn'] }, { Ref: 'Queue' }]);

  expect(resolver.identified).toEqual(['App/Queue']);
});

test('a resource’s properties are read in the stack it stands in', () => {
  const resolver = aResolver();
  const queue = resolver.assembly.resources.find(({ logicalId }) => logicalId === 'Queue');

  expect(queue && resolver.propertiesOf(queue)).toEqual({ Name: 'App-queue' });
});
