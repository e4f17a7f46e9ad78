import type { Asked } from '../../local/gate/gate.ts';
import type { WireAnswer } from '../../local/wire.ts';

/**
 * AWS at its most talkative: the first request of each function for each operation is refused, and the refusal quotes all
 * that was asked; a canceled transaction carries its rows. Off until `start` is called.
 */
export function quotingDay() {
  const met = new Set<string>();
  const day = { on: false };
  return {
    start: () => {
      day.on = true;
    },
    /** `Function service:Operation` of each request that was refused so. */
    met: met as ReadonlySet<string>,
    answerInstead(asked: Asked): WireAnswer | undefined {
      const name = `${asked.function.replace(/[0-9A-F]{8}$/, '')} ${asked.service}:${asked.operation}`;
      if (!day.on || met.has(name)) return undefined;
      met.add(name);
      return quoting(asked);
    },
  };
}

function quoting({ service, operation, request }: Asked): WireAnswer {
  const body = request.body.toString();
  const message = `1 validation error detected: Value '${body}' failed to satisfy constraint`;
  if (operation === 'TransactWriteItems') {
    const { TransactItems } = JSON.parse(body) as {
      TransactItems: readonly { readonly Put?: { readonly Item: object } }[];
    };
    return inJson('com.amazonaws.dynamodb.v20120810#TransactionCanceledException', {
      Message: message,
      CancellationReasons: TransactItems.map(({ Put }) => ({
        Code: 'ValidationError',
        Message: message,
        ...(Put && { Item: Put.Item }),
      })),
    });
  }
  const type = service === 'chime' ? 'BadRequestException' : 'ValidationException';
  return inJson(type, { message, Message: message });
}

const inJson = (type: string, members: object): WireAnswer => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type },
  body: JSON.stringify({ __type: type, ...members }),
});
