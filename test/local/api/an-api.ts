import { startApiGateway } from '../../../local/api/api-gateway.ts';
import { gatewayAnswers } from '../../../local/api/gateway-answers.ts';
import type { Method } from '../../../local/api/routes.ts';
import { createClock } from '../../../local/clock/clock.ts';
import type { Caller, Invocation } from '../../../local/wire.ts';

export const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const ACCOUNT = '000000000000';

/** What a function behind the API is told. */
export interface Told {
  readonly functionArn: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
}

export const aMethod = (httpMethod: string, path: string, changes: Partial<Method> = {}): Method => ({
  httpMethod,
  path,
  functionArn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:Fn`,
  iam: false,
  ...changes,
});

/** A function's answer to the gateway. */
export const answers = (statusCode: number, more: object = {}): Invocation => ({
  ok: true,
  payload: { statusCode, ...more },
});

/** A gateway answer as the template has it: the kind's name as its error. */
const ownAnswer = (type: string, status: string, headers: Record<string, string> = {}) => ({
  ResponseType: type,
  StatusCode: status,
  ResponseParameters: { 'gatewayresponse.header.x-request-id': 'context.requestId', ...headers },
  ResponseTemplates: { 'application/json': JSON.stringify({ error: type }) },
  RestApiId: 'api',
});
const OWN_ANSWERS = [
  ownAnswer('DEFAULT_4XX', '400'),
  ownAnswer('DEFAULT_5XX', '503', { 'gatewayresponse.header.retry-after': "'1'" }),
  ownAnswer('MISSING_AUTHENTICATION_TOKEN', '404'),
  ownAnswer('INVALID_SIGNATURE', '403'),
  ownAnswer('THROTTLED', '429', { 'gatewayresponse.header.retry-after': "'1'" }),
  ownAnswer('REQUEST_TOO_LARGE', '413'),
];

interface Options {
  readonly methods: readonly Method[];
  readonly invoke?: (event: Readonly<Record<string, unknown>>) => Promise<Invocation> | Invocation;
  readonly throttle?: { readonly requestsPerSecond: number; readonly burst: number };
}

/** A gateway on a clock that stands at noon, before a function that answers as it is told to. */
export async function anApi({
  methods,
  invoke = () => answers(200, { body: '{}' }),
  throttle = { requestsPerSecond: 100, burst: 100 },
}: Options) {
  const clock = createClock({ start: NOON, speed: 0 });
  const told: Told[] = [];
  const api = await startApiGateway({
    clock,
    methods,
    throttle,
    answers: gatewayAnswers(OWN_ANSWERS),
    stageArn: `arn:aws:execute-api:us-east-1:${ACCOUNT}:api/live`,
    account: ACCOUNT,
    port: 0,
    async invoke(functionArn, payload, caller) {
      const event = payload as Told['event'];
      told.push({ functionArn, event, caller });
      return invoke(event);
    },
  });
  return {
    api,
    clock,
    told,
    async ask(method: string, path: string, init: RequestInit = {}) {
      const answer = await fetch(`http://127.0.0.1:${api.port}${path}`, { method, ...init });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
    stop: () => api.stop(),
  };
}
