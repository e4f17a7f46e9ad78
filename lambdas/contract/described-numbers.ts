import * as z from 'zod/mini';
import { NO_CALL_HANDLING, USUAL_HANDLING } from '../domain/account.ts';
import { E164 } from '../domain/ids.ts';
import { NumberWish } from '../domain/number-change.ts';
import { NumberAnswer, ReleaseAnswer } from './account-answers.ts';
import { type RouteDescription, named, told } from './description.ts';
import { PAGE } from './lists.ts';
import { NumberFilters } from './number-filters.ts';

export const A_NUMBER = {
  number: '+12125550190',
  provider: 'chime',
  country: 'US',
  nickname: null,
  status: 'live',
  inboundAssistantId: null,
  outboundAssistantId: null,
  callHandling: NO_CALL_HANDLING,
  effectiveCallHandling: { ...NO_CALL_HANDLING, ...USUAL_HANDLING },
  releaseAt: null,
  createdAt: '2026-03-02T12:00:00.000Z',
};

const Numbers = named(
  'Numbers',
  z.object({
    numbers: z.array(NumberAnswer),
    nextCursor: told(
      z.nullable(z.string()),
      'Continues the list. Null, and only null, is the end: a page that is narrowed may hold fewer than its limit.',
    ),
  }),
  'A page of the account’s numbers, newest first.',
);

const Change = named(
  'NumberChange',
  z.object({
    nickname: told(NumberWish.shape.nickname, 'What people call it.'),
    inboundAssistantId: told(NumberWish.shape.inboundAssistantId, 'Who answers its calls; null: nobody.'),
    outboundAssistantId: told(
      NumberWish.shape.outboundAssistantId,
      'Who speaks in calls from it that name no assistant; null: nobody in particular.',
    ),
    callHandling: told(
      NumberWish.shape.callHandling,
      'Member by member; one that is null goes back to the default of the account, and so do all where it is null itself.',
    ),
  } satisfies typeof NumberWish.shape),
  'What is to change of a number. What is left out stays.',
);

const ReleaseRequest = named(
  'ReleaseRequest',
  z.object({ confirm: told(E164, 'The number in the path, exactly.') }),
  'What gives a number back.',
);

const numberPath = { number: told(E164, 'The number, its `+` URL-encoded.') };

export const NUMBER_ROUTES = {
  'GET /v1/numbers': {
    id: 'listNumbers',
    tag: 'Numbers',
    summary: 'List the numbers of the account, newest first',
    query: {
      ...PAGE,
      assigned: told(NumberFilters.assigned, 'Whether an inbound assistant answers it.'),
      assistantId: told(NumberFilters.assistantId, 'Named by the number, for calls that come in or go out.'),
      status: NumberFilters.status,
    },
    answers: {
      200: { what: 'A page.', body: Numbers, example: { numbers: [A_NUMBER], nextCursor: null } },
    },
    refusals: ['invalid_limit', 'invalid_cursor', 'invalid_request'],
  },
  'GET /v1/numbers/{number}': {
    id: 'getNumber',
    tag: 'Numbers',
    summary: 'Read a number of the account',
    path: numberPath,
    answers: { 200: { what: 'The number.', body: NumberAnswer, example: A_NUMBER } },
    refusals: ['not_found'],
  },
  'PATCH /v1/numbers/{number}': {
    id: 'changeNumber',
    tag: 'Numbers',
    summary: 'Change a number of the account',
    description:
      'In force for the next call that comes in, and within five seconds for calls that are placed. A number in `callHandling` is judged like a destination of a call, and must not be one that answers here; it is judged again right before it is rung. A mode, or a transfer, that would have no number to ring is refused.',
    path: numberPath,
    body: Change,
    examples: {
      assigned: { nickname: 'Front desk', inboundAssistantId: '01959c8e-0000-7000-8000-0000000000a1' },
      ringFirst: { callHandling: { mode: 'ring_first', ringTo: '+14155550123', ringSeconds: 20 } },
    },
    answers: { 200: { what: 'The number.', body: NumberAnswer, example: A_NUMBER } },
    refusals: [
      'not_found',
      'number_not_live',
      'release_pending',
      'invalid_number',
      'destination_blocked',
      'invalid_assistant',
      'assistant_inactive',
      'provider_mismatch',
      'version_conflict',
    ],
  },
  'POST /v1/numbers/{number}/release': {
    id: 'releaseNumber',
    tag: 'Numbers',
    summary: 'Give a number back',
    description:
      'At the end of the running cycle: it works to its last instant, and its slot is free at once. There is no way back, and no refund. Asked again, the answer is the same.',
    path: numberPath,
    body: ReleaseRequest,
    examples: { 'The number, typed once more': { confirm: A_NUMBER.number } },
    answers: {
      202: {
        what: 'The number goes back at `releaseAt`.',
        body: ReleaseAnswer,
        example: { number: A_NUMBER.number, status: 'live', releaseAt: '2026-04-02T12:00:00.000Z' },
      },
    },
    refusals: ['confirmation_mismatch', 'not_found', 'number_not_live'],
  },
} as const satisfies Readonly<Record<string, RouteDescription>>;
