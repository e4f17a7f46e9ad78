import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { EnvName } from '../env.ts';
import { env } from '../env.ts';
import { PATIENCE } from './patience.ts';

let client: DynamoDBDocumentClient | undefined;

/** The one client of a function, made when it is first needed. */
export const db = (): DynamoDBDocumentClient =>
  (client ??= DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler: PATIENCE }), {
    marshallOptions: { removeUndefinedValues: true },
  }));

type TableVariable = Extract<EnvName, `${string}_TABLE`>;

/** The deployed name of a table. */
export const table = (variable: TableVariable): string => env(variable);

/** Whether a write was refused because its condition did not hold. */
export const isConditionBroken = (error: unknown): error is ConditionalCheckFailedException =>
  error instanceof ConditionalCheckFailedException;
