import * as z from 'zod/mini';
import { CALL_EVENTS } from '../domain/call-event.ts';
import { CallId } from '../domain/ids.ts';
import { Instant } from '../domain/time.ts';
import { CallAnswer } from './call-answers.ts';
import { A_CALL } from './described-calls.ts';
import { named, told } from './description.ts';

const { shape } = CallAnswer._zod.def;

/** What a webhook is sent: flat, and every member is there. */
export const CallEventBody = named(
  'CallEvent',
  z.object({
    event: told(
      z.enum(CALL_EVENTS),
      '`call.in_progress` when the agent begins to speak, and exactly one of the others at the end.',
    ),
    eventId: told(z.string(), 'The same in every attempt: an event that you have is one to pass over.'),
    sequence: told(z.int().check(z.minimum(1)), 'Counts the events of a call: they may arrive out of order.'),
    timestamp: told(Instant, 'When what it tells of happened.'),
    callId: CallId,
    status: shape.status,
    to: shape.to,
    objective: shape.objective,
    startedAt: shape.startedAt,
    endedAt: shape.endedAt,
    durationSec: shape.durationSec,
    summary: shape.summary,
    transcript: shape.transcript,
    extracted: shape.extracted,
    recordingUrl: shape.recordingUrl,
    error: shape.error,
    endReason: shape.endReason,
    metadata: shape.metadata,
    truncated: told(
      z.optional(z.array(z.literal('transcript'))),
      'There when the body would be over 256 KiB: what was cut.',
    ),
  }),
  'The call as it was at the event. What is not known yet is null.',
);

/** What a webhook is sent beside the body. */
export const EVENT_HEADERS = {
  'webhook-id': told(z.string(), 'The eventId.'),
  'webhook-timestamp': told(z.string(), 'The second of this attempt, since 1970.'),
  'webhook-signature': told(
    z.string(),
    '`v1,` and the signature in base64 by Standard Webhooks 1.0.0, with the webhook secret of the account.',
  ),
};

/** The end of a call that went well. */
export const AN_EVENT = {
  event: 'call.completed',
  eventId: `evt_${A_CALL.id}_2`,
  sequence: 2,
  timestamp: A_CALL.endedAt,
  callId: A_CALL.id,
  status: A_CALL.status,
  to: A_CALL.to,
  objective: A_CALL.objective,
  startedAt: A_CALL.startedAt,
  endedAt: A_CALL.endedAt,
  durationSec: A_CALL.durationSec,
  summary: A_CALL.summary,
  transcript: A_CALL.transcript,
  extracted: A_CALL.extracted,
  recordingUrl: A_CALL.recordingUrl,
  error: A_CALL.error,
  endReason: A_CALL.endReason,
  metadata: A_CALL.metadata,
};
