import type { NumberAnswer } from '../contract/account-answers.ts';
import { LostRace, Refusal } from '../domain/errors.ts';
import { numbersToRing } from '../domain/handling-change.ts';
import {
  type NumberWish,
  afterNumberWish,
  readNumberWish,
  whyUnchangeable,
  whyUnfit,
} from '../domain/number-change.ts';
import type { OwnedNumber } from '../domain/number.ts';
import { readAssistant } from '../store/assistants.ts';
import { saveNumber } from '../store/own-numbers.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { accountNow } from './account-now.ts';
import { checkNumbersToRing } from './numbers-to-ring.ts';
import { numberView } from './number-view.ts';
import { ownNumber } from './read-numbers.ts';

/** A number is changed by few at a time. */
const MOST_TRIES = 5;

/** PATCH /v1/numbers/{number}: in force for the next call that comes in, for calls that are placed within five seconds. */
export async function changeNumber({ account, params, body, now }: KeyRequest): Promise<Answer> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    const [seen, { defaults, ...asItIs }] = await Promise.all([
      ownNumber(params['number'], account.id),
      accountNow(account.id),
    ]);
    const wish = readNumberWish(body);
    const inTheWay = whyUnchangeable(seen, now);
    if (inTheWay) throw inTheWay;
    await checkNumbersToRing(numbersToRing(wish.callHandling));
    await checkAssistants(wish, seen);
    const changed = afterNumberWish(seen, wish, defaults.callHandling);
    try {
      await saveNumber(changed, seen, now);
      const answer: NumberAnswer = numberView(changed, { ...asItIs, defaults }, now);
      return { status: 200, body: answer };
    } catch (error) {
      // Somebody changed it meanwhile: other members of it, as a rule.
      if (!(error instanceof LostRace)) throw error;
    }
  }
  throw new Refusal('version_conflict', 'Others change the number just now; try again.');
}

/** @throws Refusal `invalid_assistant`, `assistant_inactive`, `provider_mismatch` for one that can't be given to it */
async function checkAssistants(wish: NumberWish, number: OwnedNumber): Promise<void> {
  for (const member of ['inboundAssistantId', 'outboundAssistantId'] as const) {
    const id = wish[member];
    const inTheWay = id && whyUnfit(await readAssistant(number.accountId, id), number, member);
    if (inTheWay) throw inTheWay;
  }
}
