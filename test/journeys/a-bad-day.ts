import type { Asked } from '../../local/gate/gate.ts';
import type { WireAnswer } from '../../local/wire.ts';
import type { TestCloud } from './a-cloud.ts';

/**
 * DynamoDB's answer to a transaction whose first item another transaction is writing just then: a reason for each item,
 * in their order. Source: DynamoDB API reference, TransactWriteItems, cancellation reasons.
 */
export function aTransactionConflict({ request }: Asked): WireAnswer {
  const { TransactItems } = JSON.parse(request.body.toString()) as { TransactItems: readonly unknown[] };
  const codes = TransactItems.map((_, i) => (i === 0 ? 'TransactionConflict' : 'None'));
  return aDynamoDbError('TransactionCanceledException', {
    CancellationReasons: codes.map((Code) =>
      Code === 'None' ? { Code } : { Code, Message: 'Transaction is ongoing for the item' },
    ),
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
  });
}

/** DynamoDB's way to say no. */
export const aDynamoDbError = (name: string, members: object): WireAnswer => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, ...members }),
});

/** Moves time until `asked` is answered: whoever waits to try again waits for the virtual clock. */
export async function untilAnswered<T>(cloud: TestCloud, asked: Promise<T>): Promise<T> {
  const progress = { answered: false };
  const stop = () => {
    progress.answered = true;
  };
  asked.then(stop, stop);
  while (!progress.answered) await cloud.advance(1);
  return asked;
}
