import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { acknowledge } from '../acknowledge.ts';
import type { Grant } from './service-function.ts';

/** What functions may do with the recordings. */
export interface RecordingGrants {
  /** Lets a function tell the carrier where they go. */
  readonly canName: Grant;
  /** Lets a function lead to one: whoever signs an address must be allowed what it is for. */
  readonly canLead: Grant;
  readonly canErase: Grant;
}

/** Grants for the bucket that the carrier writes its recordings into. */
export function recordingGrants(bucket: Bucket): RecordingGrants {
  const canName: Grant = (fn) => fn.give('RECORDINGS_BUCKET', bucket.bucketName);
  const allows =
    (action: string): Grant =>
    (fn) => {
      canName(fn);
      // A file's name holds an instant that nobody tells: it is found by what stands before it.
      fn.allow(['s3:ListBucket'], [bucket.bucketArn]);
      fn.allow([action], [bucket.arnForObjects('*')]);
      acknowledge(
        fn.role,
        `AwsSolutions-IAM5[Resource::${referenceTo(bucket)}/*]`,
        'All recordings lie in this bucket, and nothing else does: one action, on whatever is in it.',
      );
    };
  return { canName, canLead: allows('s3:GetObject'), canErase: allows('s3:DeleteObject') };
}

/**
 * Lets Chime's SIP media applications of this account write into a bucket (PSTN audio guide, "StartCallRecording"). Not
 * the one application alone: it is made after the bucket, with a function that knows the bucket's name.
 */
export function letCarrierWrite(bucket: Bucket): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('voiceconnector.chime.amazonaws.com')],
      actions: ['s3:PutObject', 's3:PutObjectAcl'],
      resources: [bucket.arnForObjects('*')],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:chime:${Aws.REGION}:${Aws.ACCOUNT_ID}:sma/*` },
      },
    }),
  );
}

/**
 * What cdk-nag calls the bucket's ARN in another stack. The output's name comes from the bucket's logical id, which is
 * pinned; should it ever differ, the synthesis fails and says what it is.
 */
const referenceTo = (bucket: Bucket) => {
  const { stackName, region } = Stack.of(bucket);
  const OutputName = 'PublishOutputFnGetAttRecordingsA3BDCC51ArnEB34EDF8';
  return JSON.stringify({ 'Fn::GetStackOutput': { StackName: stackName, Region: region, OutputName } });
};
