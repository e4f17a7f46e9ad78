import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import { LATE, within } from '../clock/within.ts';
import { close } from '../gate/gate.ts';
import { AccessDenied, type Invoke } from '../wire.ts';
import type { GatewayAnswers } from './gateway-answers.ts';
import { type Match, type Method, matchOf } from './routes.ts';

/** What the API answers to one request. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ApiRequest {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface ApiGateway {
  readonly port: number;
  /** A request that IAM has let in: the operator's way, past the signature. */
  asOperator(request: ApiRequest): Promise<ApiAnswer>;
  stop(): Promise<void>;
}

export interface ApiGatewayOptions {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly methods: readonly Method[];
  readonly answers: GatewayAnswers;
  /** `arn:aws:execute-api:{region}:{account}:{api}/{stage}` */
  readonly stageArn: string;
  readonly account: string;
  readonly throttle: { readonly requestsPerSecond: number; readonly burst: number };
  readonly port: number;
}

/** API Gateway takes no larger request. Source: API Gateway quotas. */
const MOST_BYTES = 10 * 1024 * 1024;
/** So long it waits for a function. Source: API Gateway quotas. */
const INTEGRATION_MS = 29_000;

const ProxyAnswer = z.object({
  statusCode: z.number().int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/** @throws Error when the port is taken */
export async function startApiGateway(options: ApiGatewayOptions): Promise<ApiGateway> {
  const { clock, invoke, methods, answers, stageArn, account, throttle, port } = options;
  const mayPass = bucket(clock, throttle);

  const integrate = async (
    { method, parameters }: Match,
    request: ApiRequest,
    requestId: string,
  ): Promise<ApiAnswer> => {
    const path = request.url.split('?')[0] ?? '';
    const caller = {
      service: 'apigateway.amazonaws.com',
      sourceArn: `${stageArn}/${request.method}${method.path}`,
      sourceAccount: account,
    };
    try {
      const event = proxyEvent({ method, parameters }, request, path, requestId);
      const answered = await within(
        clock,
        INTEGRATION_MS * clock.haste,
        invoke(method.functionArn, event, caller),
      );
      if (answered === LATE) return answers.of('INTEGRATION_TIMEOUT', requestId);
      const answer = answered.ok ? ProxyAnswer.safeParse(answered.payload) : undefined;
      if (!answer?.success) return answers.of('INTEGRATION_FAILURE', requestId);
      const { statusCode, headers = {}, body = '' } = answer.data;
      return { status: statusCode, headers: textual(headers), body };
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      return answers.of('API_CONFIGURATION_ERROR', requestId);
    }
  };

  const answer = async (request: ApiRequest, signed: boolean): Promise<ApiAnswer> => {
    const requestId = randomUUID();
    if (!mayPass()) return answers.of('THROTTLED', requestId);
    if (request.body.length > MOST_BYTES) return answers.of('REQUEST_TOO_LARGE', requestId);
    const match = matchOf(methods, request.method, request.url.split('?')[0] ?? '/');
    if (!match) return answers.of('MISSING_AUTHENTICATION_TOKEN', requestId);
    if (match.method.iam && !signed) {
      // Nobody's signature is known to this machine: a request with one has the wrong one.
      const kind = 'authorization' in request.headers ? 'INVALID_SIGNATURE' : 'MISSING_AUTHENTICATION_TOKEN';
      return answers.of(kind, requestId);
    }
    return integrate(match, request, requestId);
  };

  const server = createServer((incoming, outgoing) => {
    void clock.busy(readRequest(incoming)).then(async (request) => {
      const { status, headers, body } = await answer(request, false);
      send(outgoing, clock, { status, headers, body });
    });
  });
  // No HTTP, or a method that Node doesn't know: there is no request to hand on.
  server.on('clientError', (_, socket) => endWith(socket, clock, answers.of('DEFAULT_4XX', randomUUID())));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    asOperator: (request) => answer(request, true),
    stop: () => close(server),
  };
}

/** The event of a Lambda proxy integration of a REST API. */
function proxyEvent({ method, parameters }: Match, request: ApiRequest, path: string, requestId: string) {
  const query = new URL(request.url, 'http://local').searchParams;
  // Whatever the caller says of it: the gateway tells how it was reached.
  const headers = { ...request.headers, 'x-forwarded-proto': 'http' };
  const decoded =
    parameters &&
    Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decodedOnce(value)]));
  return {
    resource: method.path,
    path,
    httpMethod: request.method,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: query.size > 0 ? Object.fromEntries(query) : null,
    multiValueQueryStringParameters:
      query.size > 0 ? Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)])) : null,
    pathParameters: decoded,
    stageVariables: null,
    requestContext: {
      requestId,
      resourcePath: method.path,
      httpMethod: request.method,
      path,
      protocol: 'HTTP/1.1',
      domainName: request.headers['host'],
      identity: { sourceIp: '127.0.0.1' },
    },
    body: request.body.length > 0 ? request.body.toString() : null,
    isBase64Encoded: false,
  };
}

/** Decoded once, as API Gateway does; what is no encoding stays as it is. */
function decodedOnce(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

const textual = (headers: Readonly<Record<string, string | number | boolean>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** The stage's token bucket, on virtual time. */
function bucket(clock: Clock, { requestsPerSecond, burst }: ApiGatewayOptions['throttle']): () => boolean {
  let [tokens, at] = [burst, clock.now()];
  return () => {
    const now = clock.now();
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * requestsPerSecond);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

export async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    url: incoming.url ?? '/',
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(chunks),
  };
}

export function send(outgoing: ServerResponse, clock: Clock, answer: ApiAnswer): void {
  outgoing.writeHead(answer.status, headersOf(answer, clock));
  outgoing.end(answer.status === 204 ? undefined : answer.body);
}

/** Writes an answer where there is no response to write it to, and ends the connection. */
function endWith(socket: Duplex, clock: Clock, answer: ApiAnswer): void {
  if (!socket.writable) return void socket.destroy();
  const headers = Object.entries({ ...headersOf(answer, clock), connection: 'close' });
  const head = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${answer.body}`);
}

const headersOf = ({ status, headers, body }: ApiAnswer, clock: Clock) => ({
  ...headers,
  date: new Date(clock.now()).toUTCString(),
  ...(status !== 204 && { 'content-length': Buffer.byteLength(body) }),
});
