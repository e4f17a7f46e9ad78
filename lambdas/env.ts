/** Every variable a function may be given: constructs set them, functions read them, both by these names. */
export type EnvName =
  /** Set by Lambda itself. */
  | 'AWS_REGION'
  /** The deployment's name, read by Powertools: the dimension of all metrics. */
  | 'POWERTOOLS_SERVICE_NAME'
  | 'AWS_ACCESS_KEY_ID'
  | 'AWS_SECRET_ACCESS_KEY'
  | 'AWS_SESSION_TOKEN'
  /** Set where AWS isn't at its usual addresses. */
  | 'AWS_ENDPOINT_URL'
  | 'ACCOUNTS_TABLE'
  | 'NUMBERS_TABLE'
  | 'CALLS_TABLE'
  | 'RECORDINGS_BUCKET'
  | 'DIAL_QUEUE_URL'
  | 'DIAL_DEAD_LETTERS_URL'
  | 'WEBHOOK_QUEUE_URL'
  | 'CALL_WORKFLOW_ARN'
  | 'CONCLUSION_ARN'
  | 'ORDER_WORKFLOW_ARN'
  | 'RELEASE_WORKFLOW_ARN'
  /** `chime`, or `none` for a deployment without telephony. */
  | 'CARRIER'
  | 'SIP_MEDIA_APPLICATION_ID'
  /** JSON: voice → ARN of its bot's alias. */
  | 'BOT_ALIASES'
  /** The inference profile or model that Bedrock is asked for. */
  | 'MODEL_ID'
  /** The API's address, as clients know it, without a slash at its end. */
  | 'PUBLIC_URL'
  /** JSON: plans by name. */
  | 'PLANS'
  /** JSON: the rest of the stage's policy, see `domain/policy.ts`. */
  | 'POLICY';

/** For what a function may be without. */
export const envIfSet = (name: EnvName): string | undefined => {
  const value = process.env[name];
  return value === '' ? undefined : value;
};

/** @throws Error when the function was not given it: its construct lacks a grant */
export function env(name: EnvName): string {
  const value = envIfSet(name);
  if (value === undefined) throw new Error(`${name} is not set: this function was not granted it`);
  return value;
}
