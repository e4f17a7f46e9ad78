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
import type { PlacedCall } from '../domain/call.ts';
import type { AccountId, CallId } from '../domain/ids.ts';
import { env } from '../env.ts';
import { tokenItem } from './items.ts';
import { PATIENCE } from './patience.ts';
import { db, isConditionBroken, table } from './table.ts';

let client: SFNClient | undefined;
const sfn = () => (client ??= new SFNClient({ requestHandler: PATIENCE }));

/**
 * Starts the workflow of a call's generation; of one that came in, which needs nobody to ring, its conclusion. It goes by
 * the execution's name: one that runs already is the one that was asked for.
 * @returns false if this generation's execution has closed: AWS keeps its name taken for 90 days
 */
export async function startWorkflow(call: {
  accountId: AccountId;
  callId: CallId;
  direction: PlacedCall['direction'];
  generation: number;
}): Promise<boolean> {
  try {
    await sfn().send(
      new StartExecutionCommand({
        stateMachineArn: env(call.direction === 'inbound' ? 'CONCLUSION_ARN' : 'CALL_WORKFLOW_ARN'),
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

/** The token by which a call's workflow waits, and the generation that it is of. */
export async function readToken(call: CallId): Promise<{ token: string; generation: number } | undefined> {
  const { Item } = await db().send(
    new GetCommand({ TableName: table('CALLS_TABLE'), Key: tokenItem(call), ConsistentRead: true }),
  );
  return Item && { token: String(Item['token']), generation: Number(Item['generation']) };
}

/**
 * Tells the call's workflow to go on to its end.
 * @returns false if no workflow waits: none has stored a token, or its execution is gone
 */
export async function completeCall(call: CallId): Promise<boolean> {
  const waiting = await readToken(call);
  return waiting !== undefined && completeToken(waiting.token);
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
