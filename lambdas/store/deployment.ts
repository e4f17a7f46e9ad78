import type { Account } from '../domain/account.ts';
import { type LimitsInForce, Plans, limitsInForce } from '../domain/plan.ts';
import { Policy } from '../domain/policy.ts';
import { env } from '../env.ts';

let parsed: { plans: Plans; policy: Policy } | undefined;

/** What the stage decides: its plans and its policy, parsed once. */
const deployed = () =>
  (parsed ??= {
    plans: Plans.parse(JSON.parse(env('PLANS'))),
    policy: Policy.parse(JSON.parse(env('POLICY'))),
  });

export const policy = (): Policy => deployed().policy;

/** The name of a plan of this deployment, in its own spelling; undefined if there is none. */
export const planNamed = (name: string): string | undefined =>
  Object.keys(deployed().plans).find((plan) => plan === name.toLowerCase());

export const planNames = (): readonly string[] => Object.keys(deployed().plans);

/** How an account's talk time becomes minutes. */
export const roundingOf = (account: Account) => ({ stepSec: planOf(account).roundingSec });

/** The limits in force for an account. */
export const limitsOf = (account: Account): LimitsInForce =>
  limitsInForce(planOf(account), account.limits, policy().callsPerRecipientPerDay);

/** @throws Error when the account's plan is no longer deployed: plans in use must stay */
function planOf({ plan: name }: Account) {
  const plan = deployed().plans[name];
  if (!plan) throw new Error(`the plan ${name} of an account is not among the plans of this deployment`);
  return plan;
}
