import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId, CallId } from '../domain/ids.ts';
import { briefItem, digestItem, transcriptItem, turnItem, wordsItem, type ItemKey } from './items.ts';
import { eraseRecording } from './recordings.ts';
import { db, table } from './table.ts';

/** So many turns are deleted at once. */
const AT_ONCE = 25;

/**
 * Deletes all that was said, asked and found out in a call, wherever it stands; the call's row, its ledger lines and its
 * events hold none of it. Where the events go stays: one that is still to be told says that the call has ended, and no
 * more. Doing it again is harmless.
 * @returns whether there was a recording
 */
export async function eraseContent(account: AccountId, call: CallId): Promise<boolean> {
  const alone = [wordsItem(account, call), digestItem(account, call), briefItem(call), transcriptItem(call)];
  const [recordingErased] = await Promise.all([
    eraseRecording(account, call),
    ...alone.map(deleteItem),
    eraseTurns(call),
  ]);
  return recordingErased;
}

async function eraseTurns(call: CallId): Promise<void> {
  const { pk } = turnItem(call, 0);
  for (;;) {
    const { Items = [], LastEvaluatedKey } = await db().send(
      new QueryCommand({
        TableName: table('CALLS_TABLE'),
        KeyConditionExpression: 'pk = :call AND begins_with(sk, :turn)',
        ExpressionAttributeValues: { ':call': pk, ':turn': 'TURN#' },
        ProjectionExpression: 'pk, sk',
        ConsistentRead: true,
      }),
    );
    for (let first = 0; first < Items.length; first += AT_ONCE)
      await Promise.all(
        Items.slice(first, first + AT_ONCE).map(({ sk }) => deleteItem({ pk, sk: String(sk) })),
      );
    // What was read is gone, so the next page is the first of what is left.
    if (!LastEvaluatedKey) return;
  }
}

const deleteItem = (Key: ItemKey) => db().send(new DeleteCommand({ TableName: table('CALLS_TABLE'), Key }));
