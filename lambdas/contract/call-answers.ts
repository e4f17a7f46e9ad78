import * as z from 'zod/mini';
import { CALL_STATUSES, CallError, EndReason } from '../domain/call.ts';
import { CallId, E164 } from '../domain/ids.ts';
import { Instant } from '../domain/time.ts';
import { named, told } from './description.ts';

const CallStatus = named(
  'CallStatus',
  z.enum(CALL_STATUSES),
  'How far the call is. `completed`, `no_answer`, `voicemail`, `declined` and `failed` are final. A status may be skipped and never goes back.',
);
const EndReasonAnswer = named('EndReason', EndReason, 'How a call came to its end.');
const CallErrorAnswer = named('CallError', CallError, 'Why a call failed.');
const LanguageTag = told(z.string(), 'A tag of `GET /v1/languages`.', { examples: ['en-US'] });
const Voice = told(z.string(), 'One of `GET /v1/voices`.', { examples: ['Aoede'] });

const speech = {
  voice: Voice,
  language: LanguageTag,
  languageSource: told(
    z.enum(['explicit', 'inferred', 'auto']),
    'Whether the language was given (`explicit`), follows from the objective (`inferred`), or matches whoever answers (`auto`).',
  ),
};

/** What `POST /v1/agent/calls` answers. */
export const PlacedAnswer = named(
  'PlacedCall',
  z.object({ callId: CallId, status: z.literal('queued'), ...speech }),
  'A call that is written down and runs by itself.',
);

/** What it answers to a dry run. */
export const DryRunAnswer = named(
  'DryRun',
  z.object({
    dryRun: z.literal(true),
    ...speech,
    callerId: told(E164, 'The number the call would come from.'),
  }),
  'A call that would be placed.',
);

const line = {
  id: CallId,
  to: told(E164, 'Who is called.'),
  objective: told(z.nullable(z.string()), 'What the call is to achieve, trimmed.'),
  status: CallStatus,
  summary: told(
    z.nullable(z.string()),
    'What came of it, in the language of the call. Null until the end, or if nobody said a word.',
  ),
  startedAt: told(z.nullable(Instant), 'The instant of the answer; null if nobody answered.'),
  endedAt: told(z.nullable(Instant), 'Set on every call that has ended.'),
  durationSec: told(
    z.nullable(z.int().check(z.minimum(0))),
    'Whole seconds from startedAt to endedAt, rounded down; null if nobody answered.',
  ),
  direction: z.enum(['outbound', 'inbound']),
  createdAt: told(Instant, 'The instant of the placement.'),
};

/** A call in a list. */
export const CallLine = named('CallLine', z.object(line), 'A call as a list shows it.');
export type CallLine = z.infer<typeof CallLine>;

/** A call by itself. */
export const CallAnswer = named(
  'Call',
  z.object({
    ...line,
    ...speech,
    transcript: told(
      z.nullable(z.string()),
      'One line a turn, `agent: ...` or `recipient: ...`. Null until the end, or if nobody answered.',
    ),
    extracted: told(
      z.nullable(z.record(z.string(), z.nullable(z.union([z.string(), z.boolean(), z.number()])))),
      'Exactly the fields that were asked for, null where nothing certain was found. Null until the end.',
    ),
    recordingUrl: told(z.nullable(z.string()), 'Where the recording is, once one was started.'),
    error: told(z.nullable(CallErrorAnswer), 'Why the call failed; null unless its status is `failed`.'),
    callerId: told(z.nullable(E164), 'The number the call comes from.'),
    endReason: told(z.nullable(EndReasonAnswer), 'How the call came to its end. Null until then.'),
    metadata: told(z.nullable(z.record(z.string(), z.string())), 'As it was given.'),
    billedMinutes: told(
      z.nullable(z.number().check(z.minimum(0))),
      'What the account pays, by the rounding of its plan. Null until the end.',
    ),
  }),
  'A call. What is not known is null, never missing; what is read with a final status is final.',
);
export type CallAnswer = z.infer<typeof CallAnswer>;

/** A page of calls. */
export const CallsAnswer = named(
  'Calls',
  z.object({
    calls: z.array(CallLine),
    nextCursor: told(z.nullable(z.string()), 'Continues the list. Null, and only null, is the end.'),
  }),
  'A page of calls, newest first. It may hold fewer than `limit`, even none, and still not be the last.',
);

/** The voices. */
export const VoicesAnswer = named(
  'Voices',
  z.object({
    voices: z.array(
      z.object({
        voice: Voice,
        default: told(z.boolean(), 'Whether it speaks where nobody asks for another.'),
        languages: z.array(LanguageTag),
      }),
    ),
  }),
  'Who can speak, and what.',
);

/** The languages. */
export const LanguagesAnswer = named(
  'Languages',
  z.object({
    languages: z.array(z.object({ language: LanguageTag, name: told(z.string(), 'In English.') })),
  }),
  'What can be spoken.',
);
