import type * as z from 'zod/mini';
import type { CallAnswer, CallLine } from '../contract/call-answers.ts';
import { CallFilters } from '../contract/call-requests.ts';
import { CALL_STATUSES } from '../domain/call.ts';
import { type WholeCall, callLine, callView, noSuchCall } from '../domain/call-view.ts';
import { Refusal } from '../domain/errors.ts';
import { CallId } from '../domain/ids.ts';
import { listOfAccount, listOfKey, readWholeCall } from '../store/call-list.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { cursorAfter, readCursor } from './cursor.ts';
import { readLimit } from './parse.ts';
import { maySee } from './visible-call.ts';

/** GET /v1/agent/calls/{callId}. A foreign call and an unknown one answer alike. */
export async function getCall({ account, key, params, base }: KeyRequest): Promise<Answer> {
  const id = CallId.safeParse(params['callId']);
  const whole = id.success ? await readWholeCall(account.id, id.data) : undefined;
  if (!whole || !maySee(key, whole.call)) throw noSuchCall();
  return { status: 200, body: callView(whole, base) satisfies CallAnswer };
}

/** GET /v1/agent/calls: newest first, the key's own or, with account:calls, the account's. */
export async function listCalls({ account, key, query }: KeyRequest): Promise<Answer> {
  const { limit, cursor, from, until, ...filters } = readQuery(query);
  const span = {
    from,
    until,
    after: cursor === null ? null : CallId.parse(readCursor('calls', cursor, account)),
  };
  const { calls, last } = key.scopes.includes('account:calls')
    ? await listOfAccount(account.id, span, limit)
    : await listOfKey(account.id, key.id, span, limit);
  return {
    status: 200,
    body: {
      calls: calls.filter(matches(filters)).map(callLine) satisfies CallLine[],
      nextCursor: last === null ? null : cursorAfter('calls', last, account),
    },
  };
}

interface Filters {
  readonly status: string | null;
  readonly to: string | null;
  readonly direction: string | null;
}

const matches =
  ({ status, to, direction }: Filters) =>
  ({ call }: WholeCall) =>
    (status === null || call.status === status) &&
    (to === null || call.to === to) &&
    (direction === null || call.direction === direction);

const INSTANT = 'an ISO 8601 instant with its offset';

function readQuery(query: KeyRequest['query']) {
  const read = <S extends z.ZodMiniType>(name: string, schema: S, expected: string): z.output<S> | null => {
    if (query[name] === undefined) return null;
    const parsed = schema.safeParse(query[name]);
    if (parsed.success) return parsed.data;
    throw new Refusal('invalid_request', `${name}: must be ${expected}.`);
  };
  return {
    limit: readLimit(query['limit']),
    cursor: query['cursor'] ?? null,
    status: read('status', CallFilters.status, `one of ${CALL_STATUSES.join(', ')}`),
    to: read('to', CallFilters.to, 'an E.164 number'),
    direction: read('direction', CallFilters.direction, 'outbound or inbound'),
    from: read('from', CallFilters.from, INSTANT),
    until: read('until', CallFilters.until, INSTANT),
  };
}
