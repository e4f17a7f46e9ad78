import { type CallEvent, eventIdOf } from './call-event.ts';
import { type WholeCall, callView } from './call-view.ts';
import { utf8Bytes } from './text.ts';

/** The most bytes of a body (contract: 256 KiB). */
const MOST_BYTES = 256 * 1024;

/** What belongs to the end of a call, or to a later moment of it than the answer: null when the agent begins to speak. */
const AT_THE_ANSWER = {
  status: 'in_progress',
  endedAt: null,
  durationSec: null,
  summary: null,
  transcript: null,
  extracted: null,
  recordingUrl: null,
  error: null,
  endReason: null,
} as const;

/**
 * The body of an event, as JSON: flat, with every member; what is not known is null. It tells the call as it was at the
 * event. A transcript that doesn't fit is cut after a whole line, and `truncated` says so.
 * @param base what the API's addresses begin with
 */
export function eventBody(
  event: CallEvent,
  whole: WholeCall & { transcript: string | null },
  base: string,
): string {
  const view = callView(whole, base);
  const seen = event.event === 'call.in_progress' ? { ...view, ...AT_THE_ANSWER } : view;
  const body = {
    event: event.event,
    eventId: eventIdOf(event),
    sequence: event.sequence,
    timestamp: event.at,
    callId: seen.id,
    status: seen.status,
    to: seen.to,
    objective: seen.objective,
    startedAt: seen.startedAt,
    endedAt: seen.endedAt,
    durationSec: seen.durationSec,
    summary: seen.summary,
    transcript: seen.transcript,
    extracted: seen.extracted,
    recordingUrl: seen.recordingUrl,
    error: seen.error,
    endReason: seen.endReason,
    metadata: seen.metadata,
  };
  const text = JSON.stringify(body);
  const over = utf8Bytes(text) - MOST_BYTES;
  if (over <= 0) return text;
  const truncated = { ...body, transcript: '', truncated: ['transcript'] };
  const room = MOST_BYTES - utf8Bytes(JSON.stringify(truncated));
  return JSON.stringify({ ...truncated, transcript: firstLines(seen.transcript ?? '', room) });
}

/**
 * As many whole lines as fit into `room` bytes of JSON. All else of a body always fits: it was given in a request of at
 * most 64 KiB, or is a summary and values whose lengths are limited.
 */
function firstLines(transcript: string, room: number): string {
  const lines = transcript.split('\n');
  const kept: string[] = [];
  let bytes = 0;
  for (const line of lines) {
    // The quotes of one line stand for the line break before it: \n.
    bytes += utf8Bytes(JSON.stringify(line));
    if (bytes > room) break;
    kept.push(line);
  }
  return kept.join('\n');
}
