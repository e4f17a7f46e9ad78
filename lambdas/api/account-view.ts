import type { AccountAnswer } from '../contract/account-answers.ts';
import type { Account } from '../domain/account.ts';
import { cycleHolding } from '../domain/cycle.ts';
import type { Instant } from '../domain/time.ts';
import { limitsOf } from '../store/deployment.ts';
import { slotsUsed } from '../store/numbers.ts';

/** An account as its owner and its operator see it: nothing secret. */
export async function accountView(account: Account, now: Instant): Promise<AccountAnswer> {
  const { id, name, plan, status, trialEndsAt, defaults, webhookUrl } = account;
  const limits = limitsOf(account);
  return {
    id,
    name,
    plan,
    status,
    trialEndsAt,
    browsingOnly: status === 'setup',
    numbers: { included: limits.numbers, used: await slotsUsed(id) },
    cycle: cycleHolding(now, account.anchor),
    defaults,
    webhookUrl,
    limits,
  };
}
