import * as z from 'zod/mini';
import { DoNotCall, DoNotCallWish } from '../domain/do-not-call.ts';
import { E164 } from '../domain/ids.ts';
import { type RouteDescription, named, told } from './description.ts';
import { PAGE } from './lists.ts';

const { shape } = DoNotCall;

const Entry = named(
  'DoNotCall',
  z.object({
    number: shape.number,
    direction: told(shape.direction, 'Whether calls to the number, from it, or both are not wanted.'),
    reason: told(shape.reason, 'As it was given; null if none was.'),
    source: told(shape.source, 'Who entered it: a client (`api`), or somebody who asked in a call (`call`).'),
    createdAt: told(shape.createdAt, 'The instant at which it was first entered.'),
  } satisfies typeof shape),
  'A number on the do-not-call list of the account.',
);

const Entries = named(
  'DoNotCallList',
  z.object({
    doNotCall: z.array(Entry),
    nextCursor: told(z.nullable(z.string()), 'Continues the list. Null, and only null, is the end.'),
  }),
  'A page of the do-not-call list, newest first.',
);

const Wish = named(
  'DoNotCallWish',
  z.object({
    number: told(E164, 'E.164 byte for byte.'),
    direction: told(DoNotCallWish.shape.direction, 'What is not wanted.', { default: 'outbound' }),
    reason: told(DoNotCallWish.shape.reason, 'For whoever reads the list.'),
  }),
  'A number that is not to be called. What is left out stays as it was, if the number is on the list already.',
);

const AN_ENTRY = {
  number: '+14155550119',
  direction: 'outbound',
  reason: 'by letter',
  source: 'api',
  createdAt: '2026-03-02T12:00:00.000Z',
};

export const DO_NOT_CALL_ROUTES = {
  'GET /v1/do-not-call': {
    id: 'listDoNotCall',
    tag: 'Account',
    summary: 'List the numbers that are not to be called, newest first',
    query: PAGE,
    answers: {
      200: { what: 'A page.', body: Entries, example: { doNotCall: [AN_ENTRY], nextCursor: null } },
    },
    refusals: ['invalid_limit', 'invalid_cursor'],
  },
  'POST /v1/do-not-call': {
    id: 'enterDoNotCall',
    tag: 'Account',
    summary: 'Enter a number into the do-not-call list, or change its entry',
    description: 'In force at once, also for calls that wait.',
    idempotent: true,
    body: Wish,
    examples: { byLetter: { number: '+14155550119', reason: 'by letter' } },
    answers: {
      201: {
        what: 'The entry.',
        body: Entry,
        example: AN_ENTRY,
      },
    },
    refusals: ['idempotency_key_reused', 'idempotency_in_progress', 'number_required', 'invalid_number'],
  },
  'DELETE /v1/do-not-call/{number}': {
    id: 'removeDoNotCall',
    tag: 'Account',
    summary: 'Take a number off the do-not-call list',
    path: { number: told(E164, 'The number, URL-encoded (`%2B1415...`).') },
    answers: { 204: { what: 'It is off the list.' } },
    refusals: ['not_found'],
  },
} as const satisfies Readonly<Record<string, RouteDescription>>;
