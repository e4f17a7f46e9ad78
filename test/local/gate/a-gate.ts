import { type Clock, createClock } from '../../../local/clock/clock.ts';
import { type AnswerInstead, startGate } from '../../../local/gate/gate.ts';
import { createPermissions } from '../../../local/gate/permissions.ts';
import { type Service, refuseInJson, targetOf } from '../../../local/gate/service.ts';
import { createTrace } from '../../../local/gate/trace.ts';

export const NOON = Date.parse('2026-03-01T12:00:00.000Z');
export const ACCOUNT = '000000000000';
export const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/Calls';
/** The customer's key, which whoever the account lets use it may use. */
export const KEY = 'arn:aws:kms:us-east-1:000000000000:key/ours';
export const roleOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** A table that takes everything and says what it has cost. */
export const aTable = (answers: Partial<Service> = {}): Service => ({
  operationOf: targetOf,
  needsOf: (_, operation) => [{ action: `dynamodb:${operation}`, resource: TABLE }],
  handle: () =>
    Promise.resolve({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: '{}' }),
  refuse: refuseInJson,
  unitsOf: (_, operation) => (operation === 'PutItem' ? { writeUnits: 4 } : {}),
  ...answers,
});

interface Options {
  readonly services?: Readonly<Record<string, Service>>;
  readonly clock?: Clock;
  /** What the role `Reader` may do; `Stranger` may nothing. */
  readonly statement?: object;
  readonly answerInstead?: AnswerInstead;
}

/** A gate with two functions at work: `reader` as the role Reader, `stranger` as the role Stranger. */
export async function aGate({
  services = { dynamodb: aTable() },
  clock = createClock({ start: NOON, speed: 0 }),
  statement = { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: TABLE },
  answerInstead,
}: Options = {}) {
  const permissions = createPermissions({ account: ACCOUNT });
  const owner = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  permissions.addResourcePolicy(KEY, { Statement: [owner] }, 'Key');
  permissions.addIdentityPolicy(roleOf('Reader'), { Statement: statement }, 'Reader');
  const trace = createTrace(clock);
  const denied: string[] = [];
  const functionOf = (logicalId: string) => ({
    logicalId,
    name: logicalId,
    arn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:${logicalId}`,
    file: 'index.js',
    roleArn: roleOf(logicalId),
    timeoutSec: 10,
    memoryMb: 128,
    env: {},
  });
  const atWork = new Map(
    ['Reader', 'Stranger'].map((logicalId) => {
      const instance = logicalId.toLowerCase();
      const running = { instance, invocation: `of ${instance}`, function: functionOf(logicalId), event: {} };
      return [instance, running];
    }),
  );
  const gate = await startGate({
    clock,
    account: ACCOUNT,
    services,
    permissions,
    trace,
    running: (instance) => atWork.get(instance),
    onDenied: ({ message }) => denied.push(message),
    ...(answerInstead && { answerInstead }),
  });
  const url = `http://127.0.0.1:${gate.port}`;

  return {
    gate,
    url,
    clock,
    trace,
    denied,
    stop: () => gate.stop(),
    /** Sends one request as an instance would, signed for a service. */
    ask(operation: string, instance: string, { service = 'dynamodb', body = '{}', ...init }: Asked = {}) {
      return fetch(url, {
        method: 'POST',
        body,
        headers: {
          authorization: `AWS4-HMAC-SHA256 Credential=KEY/20260301/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
          'x-amz-security-token': instance,
          'x-amz-target': `DynamoDB_20120810.${operation}`,
        },
        ...init,
      });
    },
  };
}

interface Asked {
  readonly service?: string;
  readonly body?: string;
  readonly signal?: AbortSignal;
}
