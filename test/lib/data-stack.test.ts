import { App } from 'aws-cdk-lib';
import { DataStack } from '../../lib/data-stack.ts';
import { aStage, nameOf, ofType, settingsOf, spoken } from './a-stage.ts';

const prod = settingsOf('prod');
const { data } = aStage(prod);

test.each([
  {
    type: 'AWS::DynamoDB::GlobalTable',
    ids: ['AccountsTableF2DFB3F6', 'NumbersTableF90AA895', 'CallsTableE368837E'],
  },
  { type: 'AWS::KMS::Key', ids: ['Key961B73FD'] },
  { type: 'AWS::S3::Bucket', ids: ['RecordingsA3BDCC51'] },
])('each $type keeps its logical id, or what is in it would be replaced', ({ type, ids }) => {
  expect(ofType(data, type).map(([id]) => id)).toEqual(ids);
});

test('a table keeps its keys, or it would be replaced', () => {
  for (const [, { Properties }] of ofType(data, 'AWS::DynamoDB::GlobalTable')) {
    expect(Properties['KeySchema']).toEqual([
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ]);
  }
});

test('what holds data outlives its stack and is not replaced with it', () => {
  const policies = Object.entries(data.Resources)
    .filter(([, { Type }]) => Type !== 'AWS::S3::BucketPolicy')
    .map(([id, { DeletionPolicy, UpdateReplacePolicy }]) => [
      nameOf(id),
      DeletionPolicy,
      UpdateReplacePolicy,
    ]);

  // Except on create: a first deployment that fails leaves nothing behind.
  expect(policies).toEqual([
    ['Key', 'RetainExceptOnCreate', 'Retain'],
    ['AccountsTable', 'RetainExceptOnCreate', 'Retain'],
    ['NumbersTable', 'RetainExceptOnCreate', 'Retain'],
    ['CallsTable', 'RetainExceptOnCreate', 'Retain'],
    ['Recordings', 'RetainExceptOnCreate', 'Retain'],
  ]);
});

test('a table can’t be deleted by mistake, can be restored to any second, and is encrypted by our own key', () => {
  const tables = ofType(data, 'AWS::DynamoDB::GlobalTable');

  expect(tables).toHaveLength(3);
  for (const [, { Properties }] of tables) {
    expect(spoken(Properties)).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      Replicas: [
        {
          Region: 'us-east-1',
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { KMSMasterKeyId: 'Key' },
        },
      ],
    });
  }
});

test('a table is found by its key and by the named indexes alone', () => {
  const indexes = ofType(data, 'AWS::DynamoDB::GlobalTable').map(([id, { Properties }]) => [
    nameOf(id),
    Properties['GlobalSecondaryIndexes'] ?? [],
  ]);

  const due = {
    IndexName: 'due',
    KeySchema: [
      { AttributeName: 'dueShard', KeyType: 'HASH' },
      { AttributeName: 'due', KeyType: 'RANGE' },
    ],
    // Keys alone: what is due is read whole, and a write of a call's text costs the index nothing.
    Projection: { ProjectionType: 'KEYS_ONLY' },
  };
  expect(indexes).toEqual([
    ['AccountsTable', []],
    [
      'NumbersTable',
      [
        {
          IndexName: 'byAccount',
          KeySchema: [
            { AttributeName: 'accountId', KeyType: 'HASH' },
            { AttributeName: 'createdAt', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
        due,
      ],
    ],
    [
      'CallsTable',
      [
        due,
        {
          IndexName: 'byKey',
          KeySchema: [
            { AttributeName: 'keyId', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'KEYS_ONLY' },
        },
      ],
    ],
  ]);
});

test('the key is renewed every year and may be used by those whom this account’s policies let', () => {
  const [[, key] = ['', undefined]] = ofType(data, 'AWS::KMS::Key');

  expect(spoken(key?.Properties)).toMatchObject({
    EnableKeyRotation: true,
    KeyPolicy: {
      Statement: [
        {
          Effect: 'Allow',
          Action: 'kms:*',
          Principal: { AWS: 'arn:aws:iam::AWS::AccountId:root' },
          Resource: '*',
        },
      ],
    },
  });
});

test('what is deleted from the bucket is gone: it keeps no versions', () => {
  const [[, bucket] = ['', undefined]] = ofType(data, 'AWS::S3::Bucket');

  expect(bucket?.Properties).not.toHaveProperty('VersioningConfiguration');
});

test('no recording is public, none goes over the wire in the clear, and the carrier alone writes them', () => {
  const [[, bucket] = ['', undefined]] = ofType(data, 'AWS::S3::Bucket');
  const [[, policy] = ['', undefined]] = ofType(data, 'AWS::S3::BucketPolicy');

  expect(bucket?.Properties).toMatchObject({
    // The carrier is documented to write into buckets with this encryption alone.
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
    },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
  expect(spoken(policy?.Properties)).toMatchObject({
    Bucket: 'Recordings',
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 's3:*',
          Resource: ['Recordings', 'Recordings/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          Effect: 'Allow',
          Principal: { Service: 'voiceconnector.chime.amazonaws.com' },
          Action: ['s3:PutObject', 's3:PutObjectAcl'],
          Resource: 'Recordings/*',
          Condition: {
            StringEquals: { 'aws:SourceAccount': 'AWS::AccountId' },
            ArnLike: { 'aws:SourceArn': 'arn:AWS::Partition:chime:AWS::Region:AWS::AccountId:sma/*' },
          },
        },
      ],
    },
  });
});

test.each([true, false])('a stack whose data is kept (%s) is itself kept from being deleted', (keepData) => {
  const stack = new DataStack(new App(), 'Data', { stage: { ...prod, keepData } });

  expect(stack.terminationProtection).toBe(keepData);
});

test('a stage that keeps no data can be torn down whole', () => {
  const { data: passing } = aStage({ ...prod, keepData: false });

  for (const [, { DeletionPolicy, Properties }] of ofType(passing, 'AWS::DynamoDB::GlobalTable')) {
    expect(DeletionPolicy).toBe('Delete');
    expect(Properties['Replicas']).toMatchObject([{ DeletionProtectionEnabled: false }]);
  }
  expect(ofType(passing, 'AWS::KMS::Key').map(([, { DeletionPolicy }]) => DeletionPolicy)).toEqual([
    'Delete',
  ]);
});
