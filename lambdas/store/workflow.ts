import {
  ExecutionAlreadyExists,
  InvalidToken,
  SFNClient,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId, CallId } from '../domain/ids.ts';
import { env } from '../env.ts';
import { tokenItem } from './items.ts';
import { db, isConditionBroken, table } from './table.ts';

let client: SFNClient | undefined;
const sfn = () => (client ??= new SFNClient({}));

/**
 * Starts the workflow of a call's generation. It goes by the execution's name, which AWS keeps taken for 90 days
 * after an execution closed: started already is started.
 * @returns false if this generation was started before
 */
export async function startWorkflow(call: {
  accountId: AccountId;
  callId: CallId;
  generation: number;
}): Promise<boolean> {
  try {
    await sfn().send(
      new StartExecutionCommand({
        stateMachineArn: env('CALL_WORKFLOW_ARN'),
        name: `${call.callId}-${call.generation}`,
        input: JSON.stringify({
          accountId: call.accountId,
          callId: call.callId,
          generation: call.generation,
        }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return false;
    throw error;
  }
}

/**
 * Keeps the token by which the call's workflow waits; a later one of its generation replaces it.
 * @returns false if a later generation has stored its own: this execution is not the call's any more
 */
export async function storeToken(call: CallId, generation: number, token: string): Promise<boolean> {
  try {
    await db().send(
      new PutCommand({
        TableName: table('CALLS_TABLE'),
        Item: { ...tokenItem(call), token, generation },
        ConditionExpression: 'attribute_not_exists(pk) OR generation <= :generation',
        ExpressionAttributeValues: { ':generation': generation },
      }),
    );
    return true;
  } catch (error) {
    if (!isConditionBroken(error)) throw error;
    return false;
  }
}

/**
 * Tells the call's workflow to go on to its end.
 * @returns false if no workflow waits: none has stored a token, or its execution is gone
 */
export async function completeCall(call: CallId): Promise<boolean> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('CALLS_TABLE'), Key: tokenItem(call), ConsistentRead: true }),
  );
  const token: unknown = Item?.['token'];
  return typeof token === 'string' && completeToken(token);
}

/** Completes one token. @returns false if nobody waits for it any more */
export async function completeToken(taskToken: string): Promise<boolean> {
  try {
    await sfn().send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    return true;
  } catch (error) {
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken)
      return false;
    throw error;
  }
}
