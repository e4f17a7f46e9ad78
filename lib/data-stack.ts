import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { letCarrierWrite } from './constructs/recordings.ts';
import { Table, text } from './constructs/table.ts';
import type { Stage } from './stage.ts';

export interface DataStackProps extends StackProps {
  readonly stage: Stage;
}

/** Whatever owes the world a next step, by its instant. */
const DUE = {
  indexName: 'due',
  partitionKey: text('dueShard'),
  sortKey: text('due'),
  projectionType: ProjectionType.KEYS_ONLY,
};

/** What must outlive a deployment: tables, recordings, and the key that encrypts them. Nothing here is ever renamed. */
export class DataStack extends Stack {
  readonly accounts: Table;
  readonly numbers: Table;
  readonly calls: Table;
  readonly recordings: Bucket;

  constructor(scope: Construct, id: string, { stage, ...props }: DataStackProps) {
    super(scope, id, { ...props, terminationProtection: stage.keepData });
    const keep = stage.keepData;
    const removalPolicy = keep ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    const key = new Key(this, 'Key', {
      description: 'Encrypts the tables of Trunkline',
      enableKeyRotation: true,
      removalPolicy,
    });

    this.accounts = new Table(this, 'Accounts', { variable: 'ACCOUNTS_TABLE', key, keep, indexes: [] });
    this.numbers = new Table(this, 'Numbers', {
      variable: 'NUMBERS_TABLE',
      key,
      keep,
      indexes: [{ indexName: 'byAccount', partitionKey: text('accountId'), sortKey: text('createdAt') }, DUE],
    });
    this.calls = new Table(this, 'Calls', {
      variable: 'CALLS_TABLE',
      key,
      keep,
      indexes: [
        DUE,
        {
          indexName: 'byKey',
          partitionKey: text('keyId'),
          sortKey: text('sk'),
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });

    // SSE-S3: the carrier writes the recordings, and is documented to do so into no other kind of bucket.
    this.recordings = new Bucket(this, 'Recordings', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      removalPolicy,
    });
    letCarrierWrite(this.recordings);
    acknowledge(
      this.recordings,
      'AwsSolutions-S1',
      'Reads of recordings go through one function, which logs each; server access logs would name callers in a second place.',
    );
  }
}
