import type { WireAnswer } from '../../local/wire.ts';
import type { TestCloud } from './a-cloud.ts';

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
