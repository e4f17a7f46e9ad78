import { Aws } from 'aws-cdk-lib';
import type { Stage } from '../stage.ts';
import type { Grant } from './service-function.ts';

/** Geographies whose name begins the id of an inference profile. */
const PROFILE = /^(us|eu|apac|global)\./;

/**
 * Lets a function ask the stage's model. A profile leads to the same model in several regions: both the profile and
 * the models behind it must be allowed.
 */
export const canAskModel =
  ({ model: { id, regions } }: Stage): Grant =>
  (fn) => {
    const profile = `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:inference-profile/${id}`;
    const models = regions.map(
      (region) => `arn:${Aws.PARTITION}:bedrock:${region}::foundation-model/${id.replace(PROFILE, '')}`,
    );
    fn.allow(['bedrock:InvokeModel'], PROFILE.test(id) ? [profile, ...models] : models);
    fn.give('MODEL_ID', id);
  };
