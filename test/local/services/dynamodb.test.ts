import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startDynamoDb } from '../../../local/services/dynamodb-process.ts';
import { createDynamoDb } from '../../../local/services/dynamodb.ts';
import { aRequest } from './a-queue.ts';

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/1';
const aTable = (name: string, replica: object = { SSESpecification: { KMSMasterKeyId: KEY } }) => ({
  name,
  arn: `arn:aws:dynamodb:us-east-1:000000000000:table/${name}`,
  properties: {
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    Replicas: [{ Region: 'us-east-1', ...replica }],
  },
});
const tables = [aTable('Calls'), aTable('Accounts'), aTable('Open', {})];
const database = (url = 'http://127.0.0.1:9') => createDynamoDb({ url, region: 'us-east-1', tables });
const target = (operation: string) => `DynamoDB_20120810.${operation}`;
const needsOf = (operation: string, body: object) =>
  database()
    .needsOf(aRequest(target(operation), body), operation)
    .map(({ action, resource }) => `${action} ${resource.split(':').at(-1) ?? ''}`);

test.each([
  {
    operation: 'PutItem',
    body: { TableName: 'Calls' },
    needs: ['dynamodb:PutItem table/Calls', 'kms:Decrypt key/1'],
  },
  {
    operation: 'Query',
    body: { TableName: 'Calls', IndexName: 'due' },
    needs: ['dynamodb:Query table/Calls/index/due', 'kms:Decrypt key/1'],
  },
  {
    operation: 'BatchGetItem',
    body: { RequestItems: { Calls: {}, Open: {} } },
    needs: ['dynamodb:BatchGetItem table/Calls', 'kms:Decrypt key/1', 'dynamodb:BatchGetItem table/Open'],
  },
  {
    operation: 'TransactWriteItems',
    body: {
      TransactItems: [
        { Put: { TableName: 'Calls' } },
        { Update: { TableName: 'Open' } },
        { Delete: { TableName: 'Open' } },
        { ConditionCheck: { TableName: 'Open' } },
      ],
    },
    needs: [
      'dynamodb:PutItem table/Calls',
      'kms:Decrypt key/1',
      'dynamodb:UpdateItem table/Open',
      'dynamodb:DeleteItem table/Open',
      'dynamodb:ConditionCheckItem table/Open',
    ],
  },
  {
    operation: 'TransactGetItems',
    body: { TransactItems: [{ Get: { TableName: 'Open' } }] },
    needs: ['dynamodb:GetItem table/Open'],
  },
  { operation: 'Scan', body: { TableName: 'Open' }, needs: ['dynamodb:Scan table/Open'] },
  { operation: 'GetItem', body: { TableName: 'Unknown' }, needs: ['dynamodb:GetItem table/Unknown'] },
])(
  '$operation needs every part of it allowed, and the key of each table: $needs',
  ({ operation, body, needs }) => {
    expect(needsOf(operation, body)).toEqual(needs);
  },
);

test('a key is used through DynamoDB: a policy may ask for that', () => {
  const needs = database().needsOf(aRequest(target('GetItem'), { TableName: 'Calls' }), 'GetItem');

  expect(needs[1]?.context).toEqual({ 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' });
});

/** A server that answers with the body that it was sent. */
async function anEcho(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => void request.pipe(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

test('the emulator is asked what a write has cost, and not to remember tokens, which would slow it', async () => {
  const { url, server } = await anEcho();

  const answer = await database(url).handle(
    aRequest(target('TransactWriteItems'), { TransactItems: [], ClientRequestToken: 'abc' }),
    'TransactWriteItems',
  );
  server.closeAllConnections();
  server.close();

  expect(JSON.parse(answer.body.toString())).toEqual({ ReturnConsumedCapacity: 'TOTAL', TransactItems: [] });
});

test.each([
  { operation: 'PutItem', capacity: { CapacityUnits: 4 }, units: { writeUnits: 4 } },
  {
    operation: 'TransactWriteItems',
    capacity: [{ CapacityUnits: 4 }, { CapacityUnits: 6.5 }],
    units: { writeUnits: 10.5 },
  },
  { operation: 'GetItem', capacity: { CapacityUnits: 0.5 }, units: { readUnits: 0.5 } },
])('what $operation has consumed is told: $units', ({ operation, capacity, units }) => {
  const body = JSON.stringify({ ConsumedCapacity: capacity });

  expect(database().unitsOf?.({ status: 200, headers: {}, body }, operation)).toEqual(units);
});

test('a write that was refused has cost nothing', () => {
  const refused = { status: 400, headers: {}, body: '{"__type":"ConditionalCheckFailedException"}' };

  expect(database().unitsOf?.(refused, 'PutItem')).toEqual({});
});

test('tables are made as the template has them, once: a restart finds them', async () => {
  const process = await startDynamoDb();
  const first = database(process.url);
  await first.createTables();
  const item = { pk: { S: 'A' }, sk: { S: 'B' }, text: { S: 'kept' } };
  const put = await first.handle(aRequest(target('PutItem'), { TableName: 'Calls', Item: item }), 'PutItem');

  const second = database(process.url);
  await second.createTables();
  const Key = { pk: item.pk, sk: item.sk };
  const got = await second.handle(aRequest(target('GetItem'), { TableName: 'Calls', Key }), 'GetItem');
  await process.stop();

  expect(first.unitsOf?.(put, 'PutItem')).toEqual({ writeUnits: 1 });
  expect(JSON.parse(got.body.toString())).toMatchObject({ Item: item });
});

test.each([
  { what: 'billed otherwise', changes: { BillingMode: 'PROVISIONED' } },
  { what: 'in several regions', changes: { Replicas: [{}, {}] } },
])('a table that is $what is not played', ({ changes }) => {
  const table = aTable('Calls');
  const odd = { ...table, properties: { ...table.properties, ...changes } };

  expect(() => createDynamoDb({ url: '', region: 'us-east-1', tables: [odd] })).toThrow();
});

test('a DynamoDB of one’s own is used where one is named, and none is started', async () => {
  process.env['TRUNKLINE_DYNAMODB_ENDPOINT'] = 'http://127.0.0.1:8000';
  try {
    const named = await startDynamoDb();
    await named.stop();

    expect(named.url).toBe('http://127.0.0.1:8000');
  } finally {
    delete process.env['TRUNKLINE_DYNAMODB_ENDPOINT'];
  }
});
