import { BatchGetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { DEFAULT_DENY, DenyTable } from '../domain/deny-table.ts';
import { Refusal } from '../domain/errors.ts';
import { destinationRulesItem, dialingItem } from './items.ts';
import { db, isConditionBroken, table } from './table.ts';

/** What holds for every account of the deployment. */
export interface Settings {
  /** Off: new calls are refused, queued ones wait. */
  readonly dialing: boolean;
  readonly destinations: DenyTable;
}

const Dialing = z.object({ enabled: z.boolean() });

/** Reads both settings in one request. What was never set is on, and the deny table that came with the code. */
export async function readSettings(): Promise<Settings> {
  const TableName = table('ACCOUNTS_TABLE');
  const { Responses, UnprocessedKeys } = await db().send(
    new BatchGetCommand({
      RequestItems: { [TableName]: { Keys: [dialingItem, destinationRulesItem], ConsistentRead: true } },
    }),
  );
  // A setting that wasn't read must not be taken for one that was never made: it might have said no.
  if (UnprocessedKeys && Object.keys(UnprocessedKeys).length > 0)
    throw new Error('the settings could not be read');
  const items = Responses?.[TableName] ?? [];
  const dialing = items.find(({ sk }) => sk === dialingItem.sk);
  const destinations = items.find(({ sk }) => sk === destinationRulesItem.sk);
  return {
    dialing: dialing ? Dialing.parse(dialing).enabled : true,
    destinations: destinations ? DenyTable.parse(destinations) : DEFAULT_DENY,
  };
}

/** Switches dialing on or off for the whole deployment. */
export const setDialing = async (enabled: boolean): Promise<void> => {
  await db().send(new PutCommand({ TableName: table('ACCOUNTS_TABLE'), Item: { ...dialingItem, enabled } }));
};

/**
 * Replaces the deny table by its next version.
 * @throws Refusal `version_conflict` when it isn't the next
 */
export async function replaceDestinations(next: DenyTable): Promise<void> {
  const before = next.version - 1;
  try {
    await db().send(
      new PutCommand({
        TableName: table('ACCOUNTS_TABLE'),
        Item: { ...destinationRulesItem, ...next },
        // As long as nobody has replaced it, the table that came with the code is in force.
        ConditionExpression:
          before === DEFAULT_DENY.version
            ? 'attribute_not_exists(pk) OR version = :before'
            : 'version = :before',
        ExpressionAttributeValues: { ':before': before },
      }),
    );
  } catch (error) {
    if (!isConditionBroken(error)) throw error;
    throw new Refusal(
      'version_conflict',
      'version: must be one more than the version in force; read it and try again.',
    );
  }
}
