import type { NumberAnswer } from '../contract/account-answers.ts';
import { Refusal } from '../domain/errors.ts';
import { isSeenBy } from '../domain/number.ts';
import { readNumber } from '../store/numbers.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { numberInPath } from './number-in-path.ts';
import { numberView } from './number-view.ts';

/** GET /v1/numbers/{number}. A foreign number and one that nobody has answer alike. */
export async function getNumber({ account, params, now }: KeyRequest): Promise<Answer> {
  const named = numberInPath(params['number']);
  const number = named && (await readNumber(named));
  if (!number || !isSeenBy(number, account.id)) throw noSuchNumber();
  return { status: 200, body: numberView(number, account, now) satisfies NumberAnswer };
}

/** What is answered for a number that isn't the account's, whoever has it. */
export const noSuchNumber = () => new Refusal('not_found', 'The account has no such number.');
