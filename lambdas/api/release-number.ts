import { v7 as uuidv7 } from 'uuid';
import type { ReleaseAnswer } from '../contract/account-answers.ts';
import { cycleHolding } from '../domain/cycle.ts';
import { Refusal } from '../domain/errors.ts';
import { ReleaseId } from '../domain/ids.ts';
import { type OwnedNumber, isSeenBy, statusAt } from '../domain/number.ts';
import { type WaitingRelease, askedRelease } from '../domain/number-release.ts';
import { millisOf } from '../domain/time.ts';
import { askRelease } from '../store/number-releases.ts';
import { startNumberWorkflow } from '../store/number-workflows.ts';
import { readNumber } from '../store/numbers.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { log, said } from '../triggers/log.ts';
import { numberInPath } from './number-in-path.ts';
import { noSuchNumber } from './read-numbers.ts';

/**
 * POST /v1/numbers/{number}/release: gives a number back at the end of the running cycle. There is no way back, so the
 * number is to be typed. Twice is once. Whatever the account's status: giving back costs nothing.
 */
export async function releaseNumber({ account, params, body, now }: KeyRequest): Promise<Answer> {
  const named = numberInPath(params['number']);
  if (!named) throw noSuchNumber();
  if (body['confirm'] !== named)
    throw new Refusal(
      'confirmation_mismatch',
      'confirm: must be the number that is given back, character by character; there is no way back.',
    );
  const number = await readNumber(named);
  if (!number || !isSeenBy(number, account.id)) throw noSuchNumber();
  if (number.status === 'pending')
    throw new Refusal('number_not_live', 'The number is not live yet; release it once it is.');

  const returned =
    number.releaseAt === null ? await ask(number, cycleHolding(now, account.anchor).end, now) : number;
  const { releaseAt } = returned;
  if (releaseAt === null) throw new Error('a number that is being released has no last instant');
  return {
    status: 202,
    body: { number: named, status: statusAt(returned, now), releaseAt } satisfies ReleaseAnswer,
  };
}

/** The rows first, then the workflow: where it can't be started, the sweep starts another when the release is due. */
async function ask(
  number: OwnedNumber,
  releaseAt: WaitingRelease['releaseAt'],
  now: WaitingRelease['askedAt'],
): Promise<OwnedNumber> {
  const releaseId = ReleaseId.parse(uuidv7({ msecs: millisOf(now) }));
  const release = askedRelease({ ...number, releaseId }, releaseAt, now);
  const returned = await askRelease(number, release);
  if (!returned) throw noSuchNumber();
  if (returned.releaseId === releaseId)
    await startNumberWorkflow({ kind: 'release', accountId: release.accountId, id: releaseId }, 1).catch(
      (error: unknown) => {
        log.warn('the workflow of a release could not be started; the sweep starts another', said(error));
      },
    );
  return returned;
}
