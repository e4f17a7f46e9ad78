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
import { db, table } from './table.ts';

let client: SFNClient | undefined;
const sfn = () => (client ??= new SFNClient({}));

/**
 * Starts the workflow of a call's generation. It goes by the execution's name, which AWS keeps taken for 90 days
 * after an execution closed: started already is started.
 * @returns false if this generation was started before
 */
export async function startWorkflow(call: { accountId: AccountId; callId: CallId; generation: number }): Promise<boolean> {
  try {
    await sfn().send(
      new StartExecutionCommand({
        stateMachineArn: env('CALL_WORKFLOW_ARN'),
        name: `${call.callId}-${call.generation}`,
        input: JSON.stringify({ accountId: call.accountId, callId: call.callId, generation: call.generation }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return false;
    throw error;
  }
}

/** Keeps the token by which the call's workflow waits; a later one replaces it. */
export async function storeToken(call: CallId, token: string): Promise<void> {
  await db().send(new PutCommand({ TableName: table('CALLS_TABLE'), Item: { ...tokenItem(call), token } }));
}

/**
 * Tells the call's workflow to go on to its end.
 * @returns false if no workflow waits: none has stored a token, or its execution is gone
 */
export async function completeToken(call: CallId): Promise<boolean> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('CALLS_TABLE'), Key: tokenItem(call), ConsistentRead: true }),
  );
  const token: unknown = Item?.['token'];
  if (typeof token !== 'string') return false;
  try {
    await sfn().send(new SendTaskSuccessCommand({ taskToken: token, output: '{}' }));
    return true;
  } catch (error) {
    if (error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken) return false;
    throw error;
  }
}
