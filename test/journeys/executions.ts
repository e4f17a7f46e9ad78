import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../local/cloud/cloud.ts';
import type { ExecutionSeen } from '../../local/workflows/workflows.ts';

/** What somebody does in the console of Step Functions. */
async function asked({ workflows }: Cloud, operation: string, body: object): Promise<void> {
  const answer = await workflows.handle({
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: { 'x-amz-target': `AWSStepFunctions.${operation}` },
    body: Buffer.from(JSON.stringify(body)),
  });
  if (answer.status !== 200) throw new Error(`${operation}: ${String(answer.body)}`);
}

/** The executions that lead orders and releases of an account's numbers, oldest first. */
export const executionsOf = ({ workflows }: Cloud, accountId: string): readonly ExecutionSeen[] =>
  workflows
    .executions()
    .filter(({ input }) => (input as { readonly accountId?: string }).accountId === accountId);

/** Ends an execution where it stands. */
export const stopExecution = (cloud: Cloud, { arn: executionArn }: ExecutionSeen): Promise<void> =>
  asked(cloud, 'StopExecution', { executionArn });

/** Starts another execution of the same machine, with the same input. */
export const startAgain = (cloud: Cloud, { machine, input }: ExecutionSeen): Promise<void> =>
  asked(cloud, 'StartExecution', {
    stateMachineArn: machine,
    name: randomUUID(),
    input: JSON.stringify(input),
  });
