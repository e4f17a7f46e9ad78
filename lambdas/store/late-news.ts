import type { EndedCall } from '../domain/call.ts';
import { afterBooking, lateSeconds } from '../domain/late-news.ts';
import type { Instant } from '../domain/time.ts';
import { type SeenCall, saveItem } from './calls.ts';
import { adjustLine } from './minutes.ts';
import { freeLines } from './open-calls.ts';
import { transact } from './transact.ts';

/**
 * Closes the books of a call of unknown outcome: its lines are free, and if somebody turned out to have answered, one line
 * of the ledger says for how long. All or nothing, and nothing if somebody saved the call since: it is due again then.
 */
export async function bookLateNews(seen: SeenCall<EndedCall>, now: Instant): Promise<void> {
  const { call } = seen;
  const seconds = lateSeconds(call, now);
  await transact({
    call: saveItem(afterBooking(call), seen),
    adjust: seconds === undefined ? undefined : adjustLine(call, seconds, now),
    ...(call.holdsLineUntil && freeLines(call)),
  });
}
