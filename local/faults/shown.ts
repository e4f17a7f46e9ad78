import { Refusal, refusalOnWire } from '../chime/refusal.ts';
import type { Asked } from '../gate/gate.ts';
import { jsonOf } from '../gate/service.ts';
import type { WireAnswer } from '../wire.ts';

/** Services by signing name, as a request names them. Nobody asks KMS here but DynamoDB, on behalf of who asks it. */
export const SERVICES = ['dynamodb', 'sqs', 'states', 'chime', 's3', 'bedrock', 'kms', 'lambda'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What a service says when it has had too much, and when it fails, each so that the service's own client knows it. */
interface Shown {
  throttle(): WireAnswer;
  error(): WireAnswer;
}

const inJson = (status: number, type: string, message: string, headers: Record<string, string> = {}) => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', ...headers },
  body: JSON.stringify({ __type: type, message }),
});

const inXml = (status: number, code: string, message: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

const DYNAMODB = 'com.amazonaws.dynamodb.v20120810#';
const RATE = 'Rate exceeded';
const FAILED = 'The service has failed.';

/** By service. Sources: the errors of each service's API reference; `lambda` is shown to who invokes, not on a wire. */
export const SHOWN: Readonly<Record<Exclude<ServiceName, 'lambda'>, Shown>> = {
  dynamodb: {
    throttle: () =>
      inJson(
        400,
        `${DYNAMODB}ProvisionedThroughputExceededException`,
        'The level of configured provisioned throughput for the table was exceeded.',
      ),
    error: () => inJson(500, `${DYNAMODB}InternalServerError`, FAILED),
  },
  // What DynamoDB says when KMS says no is not documented by name; these are the likely ones.
  kms: {
    throttle: () => inJson(400, `${DYNAMODB}ThrottlingException`, `KMS: ${RATE}`),
    error: () => inJson(500, `${DYNAMODB}InternalServerError`, 'KMS could not be reached.'),
  },
  sqs: {
    throttle: () =>
      inJson(400, 'com.amazonaws.sqs#RequestThrottled', RATE, {
        'x-amzn-query-error': 'RequestThrottled;Sender',
      }),
    error: () =>
      inJson(500, 'com.amazonaws.sqs#InternalFailure', FAILED, {
        'x-amzn-query-error': 'InternalFailure;Receiver',
      }),
  },
  states: {
    throttle: () => inJson(400, 'ThrottlingException', RATE),
    error: () => inJson(500, 'InternalFailure', FAILED),
  },
  chime: {
    throttle: () => refusalOnWire(new Refusal('ThrottledClientException', RATE)),
    error: () => refusalOnWire(new Refusal('ServiceFailureException', FAILED)),
  },
  s3: {
    throttle: () => inXml(503, 'SlowDown', 'Please reduce your request rate.'),
    error: () => inXml(500, 'InternalError', 'We encountered an internal error. Please try again.'),
  },
  bedrock: {
    throttle: () => inJson(429, 'ThrottlingException', RATE, { 'x-amzn-errortype': 'ThrottlingException' }),
    error: () =>
      inJson(500, 'InternalServerException', FAILED, { 'x-amzn-errortype': 'InternalServerException' }),
  },
};

const CANCELED = ['TransactWriteItems', 'TransactGetItems'];
/** The operations of DynamoDB that meet transactions of others. Source: developer guide, "Transaction conflict handling". */
export const CONFLICTING = [...CANCELED, 'PutItem', 'UpdateItem', 'DeleteItem'];

/**
 * DynamoDB's answer to a request for an item that somebody else's transaction is writing: of a transaction a reason for
 * each item, in their order, here the first one's.
 */
export function conflict({ operation, request }: Asked): WireAnswer {
  if (!CANCELED.includes(operation))
    return inJson(400, `${DYNAMODB}TransactionConflictException`, 'Transaction is ongoing for the item');
  const items = jsonOf(request)['TransactItems'];
  const codes = (Array.isArray(items) ? items : [null]).map((_, i) =>
    i === 0 ? 'TransactionConflict' : 'None',
  );
  return {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({
      __type: `${DYNAMODB}TransactionCanceledException`,
      CancellationReasons: codes.map((Code) =>
        Code === 'None' ? { Code } : { Code, Message: 'Transaction is ongoing for the item' },
      ),
      Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    }),
  };
}
