import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId, OrderId, ReleaseId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { type EnvName, env } from '../env.ts';
import { type ItemKey, orderItem, releaseItem } from './items.ts';
import { PATIENCE } from './patience.ts';
import { db, isConditionBroken, table } from './table.ts';

/** An order or a release: what a workflow of its own leads to its end. */
export type NumberWork = { readonly accountId: AccountId } & (
  { readonly kind: 'order'; readonly id: OrderId } | { readonly kind: 'release'; readonly id: ReleaseId }
);

let client: SFNClient | undefined;
const sfn = () => (client ??= new SFNClient({ requestHandler: PATIENCE }));

const MACHINES = {
  order: 'ORDER_WORKFLOW_ARN',
  release: 'RELEASE_WORKFLOW_ARN',
} as const satisfies Record<NumberWork['kind'], EnvName>;

/**
 * Starts the workflow of a generation. It goes by the execution's name: one that runs already is the one that was asked
 * for.
 * @returns false if this generation's execution has closed: AWS keeps its name taken for 90 days
 */
export async function startNumberWorkflow(work: NumberWork, generation: number): Promise<boolean> {
  const { kind, accountId, id } = work;
  try {
    await sfn().send(
      new StartExecutionCommand({
        stateMachineArn: env(MACHINES[kind]),
        name: `${id}-${generation}`,
        input: JSON.stringify({ accountId, id, generation }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return false;
    throw error;
  }
}

/**
 * Takes overdue work from the execution that has it, or had: from now on the row is of the next generation, and falls due
 * at `to`. Of two sweeps at once the first wins.
 * @param due the instant since which it is overdue
 * @returns the generation that is to be started, or undefined if somebody moved the row on
 */
export async function raiseGeneration(
  work: NumberWork,
  due: Instant,
  to: Instant,
): Promise<number | undefined> {
  try {
    const { Attributes } = await db().send(
      new UpdateCommand({
        TableName: table('NUMBERS_TABLE'),
        Key: itemOf(work),
        UpdateExpression: 'SET due = :to, #row.generation = #row.generation + :one, version = version + :one',
        ConditionExpression: 'due = :due',
        ExpressionAttributeNames: { '#row': work.kind },
        ExpressionAttributeValues: { ':to': to, ':due': due, ':one': 1 },
        ReturnValues: 'ALL_NEW',
      }),
    );
    const row = Attributes?.[work.kind] as { readonly generation: number };
    return row.generation;
  } catch (error) {
    if (!isConditionBroken(error)) throw error;
    return undefined;
  }
}

function itemOf(work: NumberWork): ItemKey {
  switch (work.kind) {
    case 'order':
      return orderItem(work.accountId, work.id);
    case 'release':
      return releaseItem(work.accountId, work.id);
  }
}
