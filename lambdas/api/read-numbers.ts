import type * as z from 'zod/mini';
import type { NumberAnswer } from '../contract/account-answers.ts';
import { NumberFilters } from '../contract/number-filters.ts';
import { Refusal } from '../domain/errors.ts';
import { AssistantId, E164 } from '../domain/ids.ts';
import { NUMBER_STATUSES, type OwnedNumber, isSeenBy, statusAt } from '../domain/number.ts';
import { Instant } from '../domain/time.ts';
import { type NumberPlace, listNumbers } from '../store/own-numbers.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { accountNow } from './account-now.ts';
import { cursorAfter, readCursor } from './cursor.ts';
import { numberInPath } from './number-in-path.ts';
import { numberView } from './number-view.ts';
import { readLimit } from './parse.ts';
import { readNumber } from '../store/numbers.ts';

/** GET /v1/numbers/{number}. A foreign number and one that nobody has answer alike. */
export async function getNumber({ account, params, now }: KeyRequest): Promise<Answer> {
  const [number, asItIs] = await Promise.all([
    ownNumber(params['number'], account.id),
    accountNow(account.id),
  ]);
  return { status: 200, body: numberView(number, asItIs, now) satisfies NumberAnswer };
}

/** The number in a path, if the account is shown it. @throws Refusal `not_found` */
export async function ownNumber(
  raw: string | undefined,
  account: OwnedNumber['accountId'],
): Promise<OwnedNumber> {
  const named = numberInPath(raw);
  const number = named && (await readNumber(named));
  if (!number || !isSeenBy(number, account)) throw noSuchNumber();
  return number;
}

/** What is answered for a number that isn't the account's, whoever has it. */
export const noSuchNumber = () => new Refusal('not_found', 'The account has no such number.');

/** GET /v1/numbers: newest first. What a page is narrowed by is left out of it, so it may hold fewer. */
export async function showNumbers({ account, query, now }: KeyRequest): Promise<Answer> {
  const { limit, cursor, ...filters } = readQuery(query);
  const after = cursor === undefined ? undefined : placeOf(readCursor('numbers', cursor, account));
  const [{ numbers, last }, asItIs] = await Promise.all([
    listNumbers(account.id, limit, after),
    accountNow(account.id),
  ]);
  return {
    status: 200,
    body: {
      numbers: numbers
        .filter(matches(filters, now))
        .map((number) => numberView(number, asItIs, now)) satisfies NumberAnswer[],
      nextCursor: last === undefined ? null : cursorAfter('numbers', nameOf(last), account),
    },
  };
}

interface Filters {
  readonly assigned: 'true' | 'false' | null;
  readonly assistantId: AssistantId | null;
  readonly status: string | null;
}

const matches =
  ({ assigned, assistantId, status }: Filters, now: Instant) =>
  (number: OwnedNumber) =>
    (assigned === null || (number.inboundAssistantId !== null) === (assigned === 'true')) &&
    (assistantId === null ||
      number.inboundAssistantId === assistantId ||
      number.outboundAssistantId === assistantId) &&
    (status === null || statusAt(number, now) === status);

function readQuery(query: KeyRequest['query']) {
  const read = <S extends z.ZodMiniType>(name: string, schema: S, expected: string): z.output<S> | null => {
    if (query[name] === undefined) return null;
    const parsed = schema.safeParse(query[name]);
    if (parsed.success) return parsed.data;
    throw new Refusal('invalid_request', `${name}: must be ${expected}.`);
  };
  return {
    limit: readLimit(query['limit']),
    cursor: query['cursor'],
    assigned: read('assigned', NumberFilters.assigned, 'true or false'),
    assistantId: read('assistantId', NumberFilters.assistantId, 'the id of an assistant'),
    status: read('status', NumberFilters.status, `one of ${NUMBER_STATUSES.join(', ')}`),
  };
}

/** What a cursor says of the place where its page ended, and back: it was signed, so it is well-formed. */
const nameOf = ({ createdAt, number }: NumberPlace) => `${createdAt} ${number}`;
const placeOf = (name: string): NumberPlace => {
  const [createdAt, number] = name.split(' ');
  return { createdAt: Instant.parse(createdAt), number: E164.parse(number) };
};
