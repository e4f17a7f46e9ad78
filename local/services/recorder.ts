import type { Recorder } from '../chime/recording.ts';
import type { Permissions } from '../gate/permissions.ts';

/** Where the carrier's recordings go: the template's buckets, by their policies. */
export const createRecorder = ({
  url,
  permissions,
  account,
  region,
}: {
  /** Where S3 is played. */
  readonly url: string;
  readonly permissions: Pick<Permissions, 'check'>;
  readonly account: string;
  readonly region: string;
}): Recorder => ({
  admit(applicationId, { bucket, key }) {
    const caller = {
      service: 'voiceconnector.chime.amazonaws.com',
      // Not the ARN that Lex is told: that one names the service voiceconnector.
      sourceArn: `arn:aws:chime:${region}:${account}:sma/${applicationId}`,
      sourceAccount: account,
    };
    for (const action of ['s3:PutObject', 's3:PutObjectAcl'])
      permissions.check(caller, { action, resource: `arn:aws:s3:::${bucket}/${key}` });
  },
  async deliver({ bucket, key }, { sound, metadata }) {
    const response = await fetch(`${url}/${bucket}/${key}`, {
      method: 'PUT',
      headers: {
        'content-type': 'audio/wav',
        ...Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
      },
      body: new Uint8Array(sound),
    });
    if (!response.ok) throw new Error(`the recording ${key} was not stored: ${await response.text()}`);
  },
});
