import { checkCallerIdForm } from '../domain/destination.ts';
import { DoNotCallWish, entered } from '../domain/do-not-call.ts';
import { LostRace, Refusal } from '../domain/errors.ts';
import type { E164 } from '../domain/ids.ts';
import { changeDoNotCall, listDoNotCall, removeDoNotCall } from '../store/do-not-call.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { type Once, answerOnce, busy } from './answer-once.ts';
import { cursorAfter, readCursor } from './cursor.ts';
import { numberInPath } from './number-in-path.ts';
import { parseBody, readLimit } from './parse.ts';

const LIST = 'do-not-call';
const ENTERING: Once = {
  route: 'POST /v1/do-not-call',
  members: ['number', ...Object.keys(DoNotCallWish.shape)],
  answerWith: (body) => ({ status: 201, body: JSON.parse(body) as unknown }),
};

/** GET /v1/do-not-call: the last that was entered first. */
export async function listNotToCall({ account, query }: KeyRequest): Promise<Answer> {
  const limit = readLimit(query['limit']);
  const after = query['cursor'] === undefined ? undefined : readCursor(LIST, query['cursor'], account);
  const { entries, last } = await listDoNotCall(account.id, limit, after);
  return {
    status: 200,
    body: { doNotCall: entries, nextCursor: last === undefined ? null : cursorAfter(LIST, last, account) },
  };
}

/** POST /v1/do-not-call: a number that is there already is changed. In force for calls that wait, too. */
export const enterNotToCall = (request: KeyRequest): Promise<Answer> =>
  answerOnce(request, ENTERING, async (receiptOf) => {
    const { account, body, now } = request;
    const number = numberIn(body);
    const wish = parseBody(DoNotCallWish, body);
    const outcome = await changeDoNotCall(
      account.id,
      number,
      (before) => entered(before, number, wish, now),
      receiptOf,
    ).catch((error: unknown) => {
      throw error instanceof LostRace ? busy(request) : error;
    });
    return 'fingerprint' in outcome ? outcome : ENTERING.answerWith(JSON.stringify(outcome));
  });

/** DELETE /v1/do-not-call/{number} */
export async function removeNotToCall({ account, params }: KeyRequest): Promise<Answer> {
  const number = numberInPath(params['number']);
  if (!number || !(await removeDoNotCall(account.id, number)))
    throw new Refusal('not_found', 'The number is not on the account’s do-not-call list.');
  return { status: 204 };
}

/** @throws Refusal `number_required`, `invalid_number` */
function numberIn({ number }: KeyRequest['body']): E164 {
  if (number === undefined || number === null || number === '')
    throw new Refusal('number_required', 'number: the number is missing.');
  const answer = checkCallerIdForm(typeof number === 'string' ? number : '');
  if (!answer.allowed) throw new Refusal('invalid_number', `number: ${answer.reason}.`);
  return answer.number;
}
