import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { STATUS } from '../contract/statuses.ts';
import { Refusal } from '../domain/errors.ts';
import type { Scope } from '../domain/key.ts';
import { type Instant, instantAt } from '../domain/time.ts';
import { envIfSet } from '../env.ts';
import type { RefusalClass } from '../metrics.ts';
import { type Route, routes } from '../routes.ts';
import { invocation } from './invocation.ts';
import { log, logWith, said } from './log.ts';
import { count } from './metrics.ts';

/** A request as a door sees it: read, bounded, and its caller known. */
export interface Request {
  readonly now: Instant;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Empty for a request without a body. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly idempotencyKey: string | undefined;
  /** Where clients find the API: what its own addresses begin with. */
  readonly base: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type NamesOf<R> = R extends { method: string; path: string } ? `${R['method']} ${R['path']}` : never;

/** The doors of a function: of the routes for the operator, or of those for keys. */
export type Doors<For extends 'key' | 'operator', R> = Partial<
  Record<NamesOf<Extract<(typeof routes)[number], { scope: ScopeFor<For> }>>, (request: R) => Promise<Answer>>
>;
type ScopeFor<For> = For extends 'operator' ? 'operator' : Scope | 'any';

const MOST_BODY_BYTES = 64 * 1024;

/** Said where a wait is expected and none is known. */
const DEFAULT_RETRY_AFTER_SEC = 1;

/** Serves the routes of one function for the operator, whom AWS IAM has let in. */
export const serveOperator = (doors: Doors<'operator', Request>) =>
  handler((event, request) => doorOf(doors, event)({ ...request, ...readBody(event) }));

/** Serves every request alike. `base` is what stands before `/v1` in it, or the deployment's public address. */
export const serveAll = (
  door: (asked: { method: string; resource: string; base: string }) => Answer | Refusal,
) =>
  handler(async (event) => {
    const base = envIfSet('PUBLIC_URL') ?? pathBefore(event);
    const answer = door({ method: event.httpMethod, resource: event.resource, base });
    if (answer instanceof Refusal) throw answer;
    return answer;
  });

/** A request whose body hasn't been read: whoever may not come in is told so first. */
export type Bare = Omit<Request, 'body' | 'idempotencyKey'>;

/** A function behind the API: whatever it throws is answered. */
export const handler = (run: (event: APIGatewayProxyEvent, request: Bare) => Promise<Answer>) =>
  middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(invocation)
    .handler(async (raw) => {
      const event = { ...raw, headers: lowerCase(raw.headers) };
      const { requestId } = event.requestContext;
      logWith({ requestId, route: `${event.httpMethod} ${event.resource}` });
      try {
        if (bodyBytes(event) > MOST_BODY_BYTES)
          throw new Refusal('body_too_large', `The body must be at most ${MOST_BODY_BYTES} bytes.`);
        return reply(requestId, located(event, await run(event, readAround(event))));
      } catch (error) {
        return reply(requestId, refuse(error));
      }
    });

const readAround = (event: APIGatewayProxyEvent): Bare => ({
  now: instantAt(Date.now()),
  params: definedIn(event.pathParameters),
  query: definedIn(event.queryStringParameters),
  base: addressOf(event),
});

/** The door of a request's route. @throws Error when the function lacks it */
export function doorOf<D extends object>(
  doors: D,
  { httpMethod, resource }: APIGatewayProxyEvent,
): NonNullable<D[keyof D]> {
  const door = doors[`${httpMethod} ${resource}` as keyof D];
  if (!door) throw new Error(`no door serves ${httpMethod} ${resource}: routes.ts and the function disagree`);
  return door;
}

/** The route that a request came by. */
export const routeOf = (event: APIGatewayProxyEvent): Route | undefined =>
  routes.find(({ method, path }) => method === event.httpMethod && path === event.resource);

/**
 * What a request brings, where its route wants to know.
 * @throws Refusal `invalid_json`, `invalid_idempotency_key`
 */
export function readBody(event: APIGatewayProxyEvent): Pick<Request, 'body' | 'idempotencyKey'> {
  if (routeOf(event)?.bodiless) return { body: {}, idempotencyKey: undefined };
  const body = parseBody(event);
  return { body, idempotencyKey: event.httpMethod === 'POST' ? idempotencyKeyIn(event.headers) : undefined };
}

function parseBody(event: APIGatewayProxyEvent): Request['body'] {
  if (event.httpMethod === 'GET' || event.httpMethod === 'DELETE') return {};
  try {
    const parsed: unknown = JSON.parse(bodyText(event));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Refusal('invalid_json', 'The body must be a JSON object.');
}

/** `abc` and `"abc"` are the same key: the header's standard form is a quoted string. */
function idempotencyKeyIn({
  'idempotency-key': header,
}: APIGatewayProxyEvent['headers']): string | undefined {
  if (header === undefined) return undefined;
  const key = /^"(.*)"$/.exec(header)?.[1] ?? header;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Refusal('invalid_idempotency_key', 'Idempotency-Key: must be 1 to 255 visible ASCII characters.');
}

const bodyText = ({ body, isBase64Encoded }: APIGatewayProxyEvent) =>
  isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '');

const bodyBytes = ({ body, isBase64Encoded }: APIGatewayProxyEvent) =>
  Buffer.byteLength(body ?? '', isBase64Encoded ? 'base64' : 'utf8');

/** A test invocation of the console has no headers at all. */
const lowerCase = (headers: APIGatewayProxyEvent['headers'] | null) =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));

const definedIn = (record: Readonly<Record<string, string | undefined>> | null) =>
  Object.fromEntries(
    Object.entries(record ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** A path of ours is told as clients reach it; an address elsewhere is left as it is. */
function located(event: APIGatewayProxyEvent, answer: Answer): Answer {
  const location = answer.headers?.['location'];
  if (!location?.startsWith('/')) return answer;
  const publicUrl = envIfSet('PUBLIC_URL');
  const { pathname } = new URL((publicUrl ?? `https://any${pathBefore(event)}`) + location);
  return { ...answer, headers: { ...answer.headers, location: pathname } };
}

/** Where clients find the API: the deployment's public address, or the one that was asked. */
function addressOf(event: APIGatewayProxyEvent): string {
  const { domainName = '' } = event.requestContext;
  const asked = `${event.headers['x-forwarded-proto'] ?? 'https'}://${domainName}`;
  return envIfSet('PUBLIC_URL') ?? asked + pathBefore(event);
}

/** Paths of ours begin with /v1; what stands before it is the gateway's stage, or a domain's base path. */
const pathBefore = ({ requestContext: { path } }: APIGatewayProxyEvent) =>
  path.slice(0, Math.max(0, path.indexOf('/v1/')));

/** Only a Refusal may be heard; anything unforeseen tells the client nothing and the log everything. */
function refuse(error: unknown): Answer {
  if (!(error instanceof Refusal)) log.error('unforeseen', said(error));
  const { token, message, retryAfterSec } =
    error instanceof Refusal
      ? error
      : new Refusal(
          'store_error',
          'Something failed on our side; try again, with the same Idempotency-Key if you sent one.',
        );
  const status = STATUS[token];
  logWith({ refused: token });
  count('RequestsRefused', 1, { class: classOf(token) });
  const wait = retryAfterSec ?? (status === 429 || status === 503 ? DEFAULT_RETRY_AFTER_SEC : undefined);
  return {
    status,
    body: { error: token, message },
    ...(wait !== undefined && { headers: { 'retry-after': String(wait) } }),
  };
}

const classOf = (token: Refusal['token']): RefusalClass => {
  const status = STATUS[token];
  if (token === 'dialing_paused') return 'paused';
  if (status >= 500) return 'ours';
  if (status === 401 || status === 403) return 'access';
  return status === 429 ? 'limit' : 'request';
};

function reply(requestId: string, { status, body, headers }: Answer): APIGatewayProxyResult {
  log.info('answered', { status });
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': requestId, ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}
