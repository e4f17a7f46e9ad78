import { type AccountWish, afterWish, numbersToRingIn, readAccountWish } from '../domain/account-change.ts';
import { LostRace, Refusal } from '../domain/errors.ts';
import { no } from '../domain/handling-change.ts';
import type { AccountId } from '../domain/ids.ts';
import { isCallerIdOf } from '../domain/number.ts';
import type { Instant } from '../domain/time.ts';
import { saveAccount } from '../store/accounts.ts';
import { readAssistant } from '../store/assistants.ts';
import { readNumber } from '../store/numbers.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { accountNow } from './account-now.ts';
import { accountView } from './account-view.ts';
import { checkNumbersToRing } from './numbers-to-ring.ts';

/** An account is changed by few at a time: its operator, and whoever has a key for it. */
const MOST_TRIES = 5;

/** GET /v1/account: as it is now, not as a warm function has it. */
export const showOwnAccount = async ({ account, now }: KeyRequest): Promise<Answer> => ({
  status: 200,
  body: await accountView(await accountNow(account.id), now),
});

/** PATCH /v1/account: the defaults, member by member, in force for calls within five seconds. */
export async function changeOwnAccount({ account, body, now }: KeyRequest): Promise<Answer> {
  const wish = readAccountWish(body);
  await checkWish(wish, account.id, now);
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const seen = await accountNow(account.id);
    const changed = afterWish(seen, wish);
    try {
      if (changed !== seen) await saveAccount(changed, seen);
      return { status: 200, body: await accountView(changed, now) };
    } catch (error) {
      // Somebody changed it meanwhile: other members of it, as a rule.
      if (!(error instanceof LostRace)) throw error;
    }
  }
  throw new Refusal('version_conflict', 'Others change the account just now; try again.');
}

/** What is looked up, once the form is right: the policy on numbers, what the account owns. */
async function checkWish(wish: AccountWish, account: AccountId, now: Instant): Promise<void> {
  const { callerId, assistantId } = wish.defaults ?? {};
  await checkNumbersToRing(numbersToRingIn(wish));
  if (callerId && !isCallerIdOf(await readNumber(callerId), account, now))
    throw no('caller_id_not_owned', 'defaults.callerId', 'is not a live number of the account');
  if (assistantId && !(await readAssistant(account, assistantId))?.active)
    throw no('invalid_assistant', 'defaults.assistantId', 'is not an active assistant of the account');
}
