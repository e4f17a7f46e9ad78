import { type RestApi, ResponseType } from 'aws-cdk-lib/aws-apigateway';

interface GatewayAnswer {
  readonly status: number;
  readonly error: string;
  readonly message: string;
  readonly retryAfterSec?: number;
}

const FORBIDDEN: GatewayAnswer = {
  status: 403,
  error: 'forbidden',
  message: 'The signature of the request does not allow this.',
};
const SLOW_DOWN: GatewayAnswer = {
  status: 429,
  error: 'rate_limited',
  message: 'Too many requests at once; try again in a second.',
  retryAfterSec: 1,
};
const FAILED: GatewayAnswer = {
  status: 503,
  error: 'store_error',
  message: 'Something failed on our side; try again, with the same Idempotency-Key if you sent one.',
  retryAfterSec: 1,
};

/** What API Gateway answers by itself, before or instead of a function: in the shape of the API's own answers. */
const ANSWERS: readonly (readonly [ResponseType, GatewayAnswer])[] = [
  [
    ResponseType.DEFAULT_4XX,
    { status: 400, error: 'invalid_request', message: 'The request could not be read.' },
  ],
  [ResponseType.DEFAULT_5XX, FAILED],
  [ResponseType.INTEGRATION_TIMEOUT, FAILED],
  // It says so of unknown paths as well as of unsigned requests: neither is told whether the path exists.
  [
    ResponseType.MISSING_AUTHENTICATION_TOKEN,
    { status: 404, error: 'not_found', message: 'There is no such path.' },
  ],
  [ResponseType.ACCESS_DENIED, FORBIDDEN],
  [ResponseType.UNAUTHORIZED, FORBIDDEN],
  [ResponseType.EXPIRED_TOKEN, FORBIDDEN],
  [ResponseType.INVALID_SIGNATURE, FORBIDDEN],
  [ResponseType.THROTTLED, SLOW_DOWN],
  [ResponseType.QUOTA_EXCEEDED, SLOW_DOWN],
  [
    ResponseType.REQUEST_TOO_LARGE,
    { status: 413, error: 'body_too_large', message: 'The body must be at most 65536 bytes.' },
  ],
];

/** Gives the gateway's own answers our shape, the request's id, and a time to wait where one is due. */
export function gatewayAnswers(api: RestApi): void {
  for (const [type, { status, error, message, retryAfterSec }] of ANSWERS) {
    api.addGatewayResponse(type.responseType, {
      type,
      statusCode: String(status),
      responseHeaders: {
        'x-request-id': 'context.requestId',
        ...(retryAfterSec !== undefined && { 'retry-after': `'${retryAfterSec}'` }),
      },
      templates: { 'application/json': JSON.stringify({ error, message }) },
    });
  }
}
