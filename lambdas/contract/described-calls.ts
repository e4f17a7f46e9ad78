import * as z from 'zod/mini';
import { CallId } from '../domain/ids.ts';
import { PlacementBody } from '../domain/placement-body.ts';
import type { Token } from '../domain/errors.ts';
import { CallAnswer, CallsAnswer, DryRunAnswer, PlacedAnswer } from './call-answers.ts';
import { CallFilters } from './call-requests.ts';
import { type RouteDescription, named, told } from './description.ts';
import { PAGE } from './lists.ts';

const { shape } = PlacementBody;

const Placement = named(
  'Placement',
  z.object({
    to: told(
      shape.to,
      'The number to call: E.164 byte for byte, of the US, Canada, the United Kingdom, Australia, New Zealand or Israel. It is not trimmed or repaired. Services such as 911, premium rate, shared cost and personal numbers, territories with a code of their own and whatever the deny table of the operator holds are refused.',
    ),
    objective: told(
      shape.objective,
      'What the call is to achieve. Not blank; its length is counted after trimming.',
      { minLength: 1, examples: ['Book a table for four tomorrow at 7 pm'] },
    ),
    context: told(shape.context, 'What the agent may know and does not say.'),
    fields: told(shape.fields, 'What to find out. A name stands once; a type is `string` if none is given.'),
    webhookUrl: told(
      shape.webhookUrl,
      'Where events of the call are sent: https on port 443, to a public host name with a dot, without user or password.',
      { examples: ['https://example.com/trunkline'] },
    ),
    callerId: told(
      shape.callerId,
      'A live number of the account. Default: the first that is set of the oldest live number of the assistant, the caller ID of the key, that of the account, and the only live number of the account.',
    ),
    assistantId: told(
      shape.assistantId,
      'An active assistant of the account. Default: the outbound one of the caller ID.',
    ),
    voice: told(
      shape.voice,
      'One of `GET /v1/voices` that speaks the language. Default: the first that does of the voice of the key, that of the assistant, and Aoede.',
    ),
    language: told(
      shape.language,
      '`auto`, or a tag of `GET /v1/languages`, case aside; a bare `en` takes the variant of the country that is called. Default: what the objective leaves no doubt about, else `auto`.',
      { examples: ['auto', 'en-GB', 'es'] },
    ),
    maxDurationSec: told(shape.maxDurationSec, 'The longest a call lasts, from the answer on.', {
      default: 600,
    }),
    metadata: told(
      shape.metadata,
      'Up to 20 texts, at most 4,096 bytes of JSON. Returned as given, never spoken.',
    ),
    notBefore: told(shape.notBefore, 'Not dialed before this instant; at most 30 days ahead.'),
    notAfter: told(
      shape.notAfter,
      'Not dialed from this instant on; in the future, later than notBefore, at most 30 days ahead.',
    ),
    dryRun: told(shape.dryRun, 'Every check and no call: answered 200, or refused as the call would be.', {
      default: false,
    }),
  } satisfies typeof shape),
  'A call to be placed. A member that is null is absent; unknown members are ignored.',
);

const PLACEMENT_REFUSALS: readonly Token[] = [
  'idempotency_key_reused',
  'idempotency_in_progress',
  'account_suspended',
  'account_setup_required',
  'dialing_paused',
  'to_required',
  'invalid_number',
  'destination_blocked',
  'objective_required',
  'invalid_objective',
  'invalid_context',
  'invalid_fields',
  'invalid_webhook_url',
  'invalid_caller_id',
  'invalid_assistant',
  'invalid_voice',
  'invalid_language',
  'invalid_max_duration',
  'invalid_metadata',
  'invalid_schedule',
  'caller_id_not_owned',
  'caller_id_required',
  'do_not_call',
  'rate_limited',
  'recipient_limit_reached',
  'over_minute_cap',
];

const CALL_ID = '01959c8e-7b1c-7c1a-9d0e-3f2a1b4c5d6e';
const SPEECH = { voice: 'Aoede', language: 'en-US', languageSource: 'inferred' };
const LINE = {
  id: CALL_ID,
  to: '+14155550101',
  objective: 'Book a table for four tomorrow at 7 pm',
  status: 'completed',
  summary: 'A table for four is booked for tomorrow at 7 pm.',
  startedAt: '2026-03-02T12:00:04.000Z',
  endedAt: '2026-03-02T12:00:57.000Z',
  durationSec: 53,
  direction: 'outbound',
  createdAt: '2026-03-02T12:00:00.000Z',
};
/** A call that went well. */
export const A_CALL = {
  ...LINE,
  ...SPEECH,
  transcript: 'agent: Hello, this is an AI calling on behalf of Acme.\nrecipient: Go ahead.',
  extracted: { confirmed: true, time: '7 pm' },
  recordingUrl: null,
  error: null,
  callerId: '+14155550190',
  endReason: 'agent_hangup',
  metadata: { order: '17' },
  billedMinutes: 1,
};

/** What every route of one call takes in its path. */
export const CALL_PATH = { callId: told(CallId, 'The id that the placement answered.') };

const Location = told(z.string(), 'Where the call can be read.');
const Fetched = told(z.string(), 'Where the recording can be fetched for a minute.');

export const CALL_ROUTES = {
  'POST /v1/agent/calls': {
    id: 'placeCall',
    tag: 'Calls',
    summary: 'Place a call',
    description:
      'Checks, writes the call down as `queued` and answers at once; the call runs by itself. The first failure in this order is answered: the key, its scope, the body, the Idempotency-Key, the account, the dialing switch, the members in the order of their schema, the caller ID, the do-not-call list, the limits.',
    idempotent: true,
    body: Placement,
    examples: {
      booking: {
        to: '+14155550101',
        objective: 'Book a table for four tomorrow at 7 pm',
        context: 'The name is Moss.',
        fields: [{ name: 'confirmed', type: 'boolean', description: 'whether the table is booked' }],
        metadata: { order: '17' },
      },
      dryRun: { to: '+14155550101', objective: 'Ask for the opening hours', dryRun: true },
    },
    answers: {
      200: {
        what: 'A dry run: the call would be placed.',
        body: DryRunAnswer,
        example: { dryRun: true, ...SPEECH, callerId: '+14155550190' },
      },
      202: {
        what: 'The call is placed, or was by an earlier request with this Idempotency-Key.',
        body: PlacedAnswer,
        headers: { Location },
        example: { callId: CALL_ID, status: 'queued', ...SPEECH },
      },
    },
    refusals: PLACEMENT_REFUSALS,
  },
  'GET /v1/agent/calls': {
    id: 'listCalls',
    tag: 'Calls',
    summary: 'List calls, newest first',
    description:
      'The calls that the key placed; with the scope `account:calls` those of the account. Only `nextCursor: null` is the end: filters are applied within a page.',
    query: {
      ...PAGE,
      status: told(CallFilters.status, 'Only calls of this status.'),
      to: told(
        CallFilters.to,
        'Only calls to this number; `%2B1415...`, `+1415...` and `1415...` are the same.',
      ),
      direction: told(CallFilters.direction, 'Only calls that go out, or that come in.'),
      from: told(CallFilters.from, 'Only calls created at or after this instant, which has an offset.', {
        format: 'date-time',
      }),
      until: told(CallFilters.until, 'Only calls created before this instant, which has an offset.', {
        format: 'date-time',
      }),
    },
    answers: {
      200: { what: 'A page.', body: CallsAnswer, example: { calls: [LINE], nextCursor: null } },
    },
    refusals: ['invalid_limit', 'invalid_cursor'],
  },
  'GET /v1/agent/calls/{callId}': {
    id: 'getCall',
    tag: 'Calls',
    summary: 'Read a call',
    description:
      'Without the scope `account:calls` a key sees the calls that it placed. A call of somebody else and an unknown one answer alike.',
    path: CALL_PATH,
    answers: { 200: { what: 'The call as it stands.', body: CallAnswer, example: A_CALL } },
    refusals: ['not_found'],
  },
  'POST /v1/agent/calls/{callId}/cancel': {
    id: 'cancelCall',
    tag: 'Calls',
    summary: 'Cancel a call',
    description:
      'Only by the key that placed it; twice is once. A queued call is not dialed any more, a dialing one is hung up as soon as the carrier allows (a phone may still ring), a live one is hung up; one that has ended stays as it is. The final status may follow later. No body is read.',
    path: CALL_PATH,
    answers: { 200: { what: 'The call as it stands.', body: CallAnswer, example: A_CALL } },
    refusals: ['not_found'],
  },
  'GET /v1/agent/calls/{callId}/recording': {
    id: 'getRecording',
    tag: 'Calls',
    summary: 'Fetch the recording of a call',
    description:
      'Leads to where the recording can be fetched, as WAV, for a minute: what the other side says is on the left, what the agent says on the right. The carrier delivers it some time after the end of the call; until then it is `recording_not_ready`, with `Retry-After`.',
    path: CALL_PATH,
    answers: { 302: { what: 'The recording is at `Location`.', headers: { Location: Fetched } } },
    refusals: ['not_found', 'recording_not_found', 'recording_not_ready'],
  },
  'DELETE /v1/agent/calls/{callId}/content': {
    id: 'eraseCall',
    tag: 'Calls',
    summary: 'Erase what was said',
    description:
      'Only by the key that placed the call, once it has ended; twice is once. Its objective, context, fields, metadata, summary, extraction, transcript and recording are deleted, and so is whatever of it comes later. The call itself stays, with nulls, and so do its minutes.',
    path: CALL_PATH,
    answers: { 204: { what: 'It is erased.' } },
    refusals: ['not_found', 'call_not_ended'],
  },
} as const satisfies Readonly<Record<string, RouteDescription>>;
