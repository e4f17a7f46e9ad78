import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { Plans } from '../lambdas/domain/plan.ts';
import { Policy } from '../lambdas/domain/policy.ts';

export const STAGES = ['local', 'dev', 'prod'] as const;

/** Regions in which Chime SDK Voice has phone numbers; function, bots and application must be where the numbers are. */
const PSTN_REGIONS = ['us-east-1', 'us-west-2'] as const;

/** `https://voice.example.com/calls`; unencrypted on the machine itself alone. */
const PublicUrl = z
  .string()
  .regex(
    /^(https:\/\/[^\s/?#@]+|http:\/\/127\.0\.0\.1(:\d+)?)(\/[^\s/?#]+)*$/,
    'must be an https address without a slash at its end',
  );

/** All that a deployment decides. `cdk.json` holds what all stages have in common, and what each has of its own. */
const Stage = z.strictObject({
  name: z.enum(STAGES),
  /** `none` deploys everything but the telephony: an account that may not use Chime's PSTN audio can look around. */
  carrier: z.enum(['chime', 'none']),
  region: z.enum(PSTN_REGIONS),
  /** Where clients find the API if not at its own address: a domain, with its base path. */
  publicUrl: PublicUrl.nullable(),
  /** The model of the conversation: an inference profile or a foundation model of Amazon Bedrock. */
  model: z.strictObject({
    id: z.string().min(1),
    /** The regions that the profile may lead to. */
    regions: z.array(z.string()).min(1),
  }),
  plans: Plans,
  policy: Policy,
  /** What the API takes before it answers 429, all accounts together. */
  throttle: z.strictObject({ requestsPerSecond: z.int().min(1), burst: z.int().min(1) }),
  /** How long logs are kept: one of the numbers of days that CloudWatch Logs knows. */
  logDays: z.enum(RetentionDays),
  /** Where alarms are mailed to; null: alarms are shown by CloudWatch alone. */
  alarmMail: z.nullable(z.email()),
  /** Tables, bucket and key outlive their stack and can't be deleted by mistake. */
  keepData: z.boolean(),
});
export type Stage = z.infer<typeof Stage>;

const Context = z.object({
  common: z.record(z.string(), z.unknown()),
  stages: z.record(z.string(), z.record(z.string(), z.unknown())),
});

/**
 * The settings of a stage out of the context of `cdk.json`: the stage has its own say over the common ones, member
 * by member.
 * @throws Error with one line a mistake, each naming the setting
 */
export function readStage(name: unknown, context: unknown): Stage {
  const stage = z.enum(STAGES).safeParse(name ?? 'dev');
  if (!stage.success) throw new Error(`stage: must be one of ${STAGES.join(', ')} (-c stage=...)`);
  const { common, stages } = check(Context, context, 'the context "trunkline" of cdk.json');
  const own = stages[stage.data] ?? {};
  const merged = Object.fromEntries(
    [...new Set([...Object.keys(common), ...Object.keys(own)])].map((setting) => [
      setting,
      merge(common[setting], own[setting]),
    ]),
  );
  return check(Stage, { ...merged, name: stage.data }, `the settings of stage ${stage.data}`);
}

/** Members of an object are set one by one: a stage names only what it has of its own. */
function merge(common: unknown, own: unknown): unknown {
  if (own === undefined) return common;
  return isObject(common) && isObject(own) ? { ...common, ...own } : own;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function check<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`${what} can't be used:\n${mistakes.join('\n')}`);
}
