import type { EndedCall } from './call.ts';
import { type Instant, plusSeconds, secondsBetween } from './time.ts';

/**
 * What began before a call had its end may still write words of it: a turn, a transcript. No function that does runs
 * longer than 60 s, so whatever it writes is there twice as long after the erasure, and goes then.
 */
export const LAST_WRITE_SEC = 120;
/** Nobody says when a carrier delivers a recording; one that has not come within a week doesn't. */
const LAST_DELIVERY_SEC = 7 * 86_400;

/** The call as one whose words are erased. It is due again, for what comes later. */
export const afterErasure = (call: EndedCall, at: Instant): EndedCall =>
  call.erasedAt ? call : { ...call, erasedAt: at, eraseAgainAt: plusSeconds(at, LAST_WRITE_SEC) };

/** The call after its recording, which had come, was erased: there is none to wait for. */
export const withoutRecording = (call: EndedCall): EndedCall =>
  call.recording === 'off' ? call : { ...call, recording: 'off' };

/**
 * The call after a later erasure, which ends the matter if its recording is gone or can't come any more. Else it is
 * looked for again after as long as it has been waited for: a dozen times in a week.
 */
export function afterErasureAgain(call: EndedCall, at: Instant): EndedCall {
  if (!call.erasedAt) return call;
  const waitedSec = secondsBetween(call.erasedAt, at);
  if (waitedSec < LAST_WRITE_SEC) return call;
  const over = call.recording === 'off' || waitedSec >= LAST_DELIVERY_SEC;
  return { ...call, eraseAgainAt: over ? null : plusSeconds(at, waitedSec) };
}
