import { chimeReturns } from '../carrier/chime-returns.ts';
import { ReleaseId } from '../domain/ids.ts';
import { afterTry, closed, isLate, nextStep } from '../domain/number-release.ts';
import { closeRelease, readRelease, storeTry } from '../store/number-releases.ts';
import { log, said } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';
import { numberStep } from '../triggers/number-step.ts';

/**
 * Takes down a number whose last instant has come: by its row, whatever the timer says or whoever has started this.
 *
 * The try is stored first, with the instant before which there is no other: nobody asks beside us, the number is no caller
 * ID any more, and a crash after this line costs a pause. Each request to the carrier may be repeated, so the next try
 * begins from the front; the row is closed last, once the carrier was seen to have let go.
 */
export const handler = numberStep(async ({ accountId, id, generation }, now) => {
  const seen = await readRelease(accountId, ReleaseId.parse(id));
  if (!seen || seen.release.status === 'closed' || seen.release.generation !== generation)
    return { done: true };
  const { release, version } = seen;
  const next = nextStep(release, now);
  if (next.kind === 'wait') return { done: false, at: next.until };

  const tried = await storeTry(afterTry(release, now), { release, version });
  if (isLate(release, now)) {
    count('ReleasesLate');
    log.error('a number that was given back is still with the carrier', { tries: tried.release.tries });
  }
  try {
    await chimeReturns.unlink(release.number);
    await chimeReturns.remove(release.number);
  } catch (error) {
    log.warn('the carrier has not taken a number back; it is asked again', said(error));
    return { done: false, at: tried.release.nextTryAt };
  }
  await closeRelease(closed(tried.release, now), tried);
  return { done: true };
});
