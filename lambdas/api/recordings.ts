import { isEnded, wasRecorded } from '../domain/call.ts';
import { noSuchCall } from '../domain/call-view.ts';
import { afterErasure, withoutRecording } from '../domain/erasure.ts';
import { Refusal } from '../domain/errors.ts';
import { changeCall } from '../store/calls.ts';
import { eraseContent } from '../store/erasure.ts';
import { recordingUrl } from '../store/recordings.ts';
import type { Answer } from '../triggers/http.ts';
import { type KeyRequest, serve } from '../triggers/http-keys.ts';
import { visibleCall } from './visible-call.ts';

/** How soon a recording may have come: the carrier delivers it after the call, and doesn't say when. */
const RETRY_SEC = 10;

/** GET /v1/agent/calls/{callId}/recording: leads to where it can be fetched for a minute. */
export async function showRecording(request: KeyRequest): Promise<Answer> {
  const call = await visibleCall(request);
  if (!wasRecorded(call)) throw new Refusal('recording_not_found', 'The call has no recording.');
  const location = isEnded(call) ? await recordingUrl(call.accountId, call.callId) : undefined;
  if (location === undefined)
    throw new Refusal(
      'recording_not_ready',
      'The recording comes some time after the end of the call; try again.',
      RETRY_SEC,
    );
  return { status: 302, headers: { location, 'cache-control': 'no-store' } };
}

/**
 * DELETE /v1/agent/calls/{callId}/content: the key that placed a call has its words and its recording erased.
 *
 * The row first: from then on nothing of the call is shown, and it is due, so that a crash after this line leaves the
 * rest to the sweep, which also erases what comes later.
 */
export async function eraseCall({ now, ...request }: KeyRequest): Promise<Answer> {
  const { accountId, callId, keyId } = await visibleCall({ ...request, now });
  if (keyId !== request.key.id) throw noSuchCall();
  const seen = await changeCall(accountId, callId, (call) =>
    isEnded(call) ? afterErasure(call, now) : call,
  );
  if (!seen || !isEnded(seen.call))
    throw new Refusal('call_not_ended', 'The call has not ended; cancel it, or try again after its end.');
  const recordingErased = await eraseContent(accountId, callId);
  // One that has come and is gone is not waited for.
  if (recordingErased)
    await changeCall(accountId, callId, (call) => (isEnded(call) ? withoutRecording(call) : call));
  return { status: 204 };
}

/** The function behind recordings and erasure: what works with the bucket. */
export const handler = serve({
  'GET /v1/agent/calls/{callId}/recording': showRecording,
  'DELETE /v1/agent/calls/{callId}/content': eraseCall,
});
