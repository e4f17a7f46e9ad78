import { anAssembly } from './an-assembly.ts';

const QUEUE = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 30 } };

test('all resources of all stacks are found, with the stack they stand in', () => {
  const { resources } = anAssembly({
    Data: { Resources: { Key: { Type: 'AWS::KMS::Key' } } },
    App: { Resources: { Queue: QUEUE } },
  });

  expect(resources).toEqual([
    { stack: 'Data', logicalId: 'Key', type: 'AWS::KMS::Key', properties: {} },
    { stack: 'App', logicalId: 'Queue', type: 'AWS::SQS::Queue', properties: { VisibilityTimeout: 30 } },
  ]);
});

test('a template can be changed before it is used, as if it had been deployed so', () => {
  const { resources } = anAssembly({ App: { Resources: { Queue: QUEUE } } }, (stack, { Resources }) => {
    if (stack === 'App') delete Resources['Queue'];
  });

  expect(resources).toEqual([]);
});

test('a bundle is found by the name under which it would be uploaded', () => {
  const assembly = anAssembly({ Data: { Resources: {} }, App: { Resources: {} } });

  expect(assembly.assetFolder('Appabc.zip')).toMatch(/\/asset\.Appabc$/);
  expect(assembly.assetFolder('Dataabc.zip')).toMatch(/\/asset\.Dataabc$/);
  expect(() => assembly.assetFolder('other.zip')).toThrow('the assembly has no asset other.zip');
});

test('an output of a stack is found by its name', () => {
  const assembly = anAssembly({
    Data: { Resources: {}, Outputs: { TableName: { Value: { Ref: 'Table' } } } },
  });

  expect(assembly.output('Data', 'TableName')).toEqual({ Ref: 'Table' });
  expect(() => assembly.output('Data', 'Other')).toThrow('stack Data has no output Other');
});
