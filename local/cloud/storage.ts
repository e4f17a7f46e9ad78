import type { Service } from '../gate/service.ts';
import { createDynamoDb } from '../services/dynamodb.ts';
import { createS3 } from '../services/s3.ts';
import { type QueueConfig, type Sqs, createSqs } from '../services/sqs.ts';
import type { Deployed } from './deployed.ts';

/** Tables, queues and buckets of the template, made and ready. */
export interface Storage {
  readonly services: Readonly<Record<'dynamodb' | 'sqs' | 's3', Service>>;
  readonly sqs: Sqs;
  readonly queues: readonly QueueConfig[];
  readonly tableNames: readonly string[];
  readonly bucketNames: readonly string[];
}

export async function createStorage(
  deployed: Deployed,
  { databaseUrl, queuesUrl, region }: { databaseUrl: string; queuesUrl: string; region: string },
): Promise<Storage> {
  const tables = deployed.all('AWS::DynamoDB::GlobalTable').map(({ identity, properties }) => ({
    name: identity.ref,
    arn: identity.attributes['Arn'] ?? '',
    properties,
  }));
  // A queue that names another for its dead letters is made after it.
  const queues = deployed
    .all('AWS::SQS::Queue')
    .map(({ identity, properties }) => ({
      name: identity.attributes['QueueName'] ?? '',
      arn: identity.attributes['Arn'] ?? '',
      url: identity.ref,
      properties,
    }))
    .sort((a, b) => Number('RedrivePolicy' in a.properties) - Number('RedrivePolicy' in b.properties));
  const dynamodb = createDynamoDb({ url: databaseUrl, region, tables });
  const sqs = createSqs({ url: queuesUrl, queues });
  const bucketNames = deployed.all('AWS::S3::Bucket').map(({ identity }) => identity.ref);
  const s3 = createS3({ url: queuesUrl, buckets: bucketNames });
  await Promise.all([dynamodb.createTables(), sqs.createQueues(), s3.createBuckets()]);
  return {
    services: { dynamodb, sqs, s3 },
    sqs,
    queues,
    tableNames: tables.map(({ name }) => name),
    bucketNames,
  };
}
