import * as z from 'zod/mini';
import { AccountStatus } from '../domain/account.ts';
import { E164 } from '../domain/ids.ts';
import { SCOPES, Scope } from '../domain/key.ts';
import { Name } from '../domain/name.ts';
import { Limits } from '../domain/plan.ts';
import { OffsetInstant } from '../domain/time.ts';
import { VOICES } from '../voices.ts';

/** Whether there is such a plan is the deployment's to say. */
const PlanName = z.string('must be the name of a plan');

/** `POST /v1/operator/accounts` */
export const NewAccount = z.object({
  name: Name,
  plan: PlanName,
  status: z.nullish(AccountStatus),
  anchor: z.nullish(OffsetInstant),
  trialEndsAt: z.nullish(OffsetInstant),
  limits: z.nullish(Limits),
});

/** `PATCH /v1/operator/accounts/{accountId}` */
export const AccountChange = z.object({
  ...NewAccount.shape,
  name: z.nullish(Name),
  plan: z.nullish(PlanName),
});

/** `POST /v1/operator/accounts/{accountId}/keys` */
export const NewKey = z.object({
  name: Name,
  scopes: z.nullish(
    z
      .array(Scope, `must be a list of ${SCOPES.join(', ')}`)
      .check(z.minLength(1, 'must name at least one scope')),
  ),
  callerId: z.nullish(E164),
  voice: z.nullish(z.enum(Object.keys(VOICES), `must be one of ${Object.keys(VOICES).join(', ')}`)),
  callsPerMinute: z.nullish(z.int('must be a whole number').check(z.minimum(1, 'must be at least 1'))),
  minutesPerCycle: z.nullish(z.int('must be a whole number').check(z.minimum(0, 'must not be negative'))),
});

/** `POST /v1/operator/number-imports`: the number has tokens of its own, so it is looked at by itself. */
export const NumberImport = z.object({
  accountId: z.string('must be the id of an account'),
  provider: z.nullish(z.string()),
  number: z.optional(z.unknown()),
});

/** `PUT /v1/operator/dialing` */
export const DialingSwitch = z.object({ enabled: z.boolean('must be true or false') });
