import { randomUUID } from 'node:crypto';
import { executionArn, statusOf, type Execution, type Executions, type Status } from './executions.ts';
import { PAYLOAD_LIMIT_BYTES, StateFailure } from './failure.ts';
import type { Machine } from './machine.ts';
import { ServiceError, invalid, optionalTextIn, textIn } from './service-error.ts';
import type { TaskTokens, WaitingTask } from './task-tokens.ts';

/** What the operations work on. */
export interface Desk {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly executions: Executions;
  readonly tokens: TaskTokens;
  /** Begins to play an execution that was just added. */
  readonly begin: (execution: Execution) => void;
}

type Body = Readonly<Record<string, unknown>>;
type Operation = (body: Body, desk: Desk) => unknown;

/** The operations of Step Functions by name. @throws ServiceError */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['StartExecution', startExecution],
  ['StopExecution', stopExecution],
  ['DescribeExecution', describeExecution],
  ['ListExecutions', listExecutions],
  ['SendTaskSuccess', sendTaskSuccess],
  ['SendTaskFailure', sendTaskFailure],
  ['SendTaskHeartbeat', sendTaskHeartbeat],
]);

// Lengths and counts are those of the service's API reference.
const ARN_CHARACTERS = 256;
const NAME_CHARACTERS = 80;
const TOKEN_CHARACTERS = 2_048;
const PAGE_TOKEN_CHARACTERS = 3_096;
const ERROR_CHARACTERS = 256;
const CAUSE_CHARACTERS = 32_768;
const PAGE_ITEMS = 100;
const MOST_PAGE_ITEMS = 1_000;
const STATUSES: readonly Status[] = ['SUCCEEDED', 'TIMED_OUT', 'ABORTED', 'FAILED', 'RUNNING'];

/** What the service allows in no name: space, brackets, wildcards, special and control characters. */
const ODD_IN_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/;

/** Seconds since 1970, as the protocol has instants. */
const inSeconds = (milliseconds: number) => milliseconds / 1_000;

function startExecution(body: Body, { machines, executions, begin }: Desk) {
  const machineArn = textIn(body, 'stateMachineArn', ARN_CHARACTERS);
  const name = optionalTextIn(body, 'name', NAME_CHARACTERS) ?? randomUUID();
  const input = optionalTextIn(body, 'input', PAYLOAD_LIMIT_BYTES) ?? '{}';
  if (name === '' || ODD_IN_NAME.test(name)) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
  const machine = knownMachine(machineArn, machines);
  if (!isJson(input))
    throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${input}'`);

  const seen = executions.find(executionArn(machineArn, name));
  if (seen && (seen.end !== undefined || seen.input !== input))
    throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${seen.arn}'`);
  const execution = seen ?? executions.add(machine, name, input);
  if (!seen) begin(execution);
  return { executionArn: execution.arn, startDate: inSeconds(execution.startedAt) };
}

function stopExecution(body: Body, { executions }: Desk) {
  const error = optionalTextIn(body, 'error', ERROR_CHARACTERS);
  const cause = optionalTextIn(body, 'cause', CAUSE_CHARACTERS);
  const execution = knownExecution(body, executions);
  executions.end(execution, {
    status: 'ABORTED',
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  });
  return stopDateOf(execution);
}

function describeExecution(body: Body, { executions }: Desk) {
  const execution = knownExecution(body, executions);
  const { output, error, cause } = execution.end ?? {};
  return {
    ...summaryOf(execution),
    input: execution.input,
    inputDetails: { included: true },
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}

function listExecutions(body: Body, { machines, executions }: Desk) {
  const machine = knownMachine(textIn(body, 'stateMachineArn', ARN_CHARACTERS), machines);
  const status = statusFilterIn(body);
  const nextToken = optionalTextIn(body, 'nextToken', PAGE_TOKEN_CHARACTERS);
  const listed = executions
    .all()
    .filter((execution) => execution.machine.arn === machine.arn)
    .filter((execution) => status === undefined || statusOf(execution) === status);

  // A page goes on after the last one of the page before: what was started since would shift a count.
  const first = nextToken === undefined ? 0 : 1 + listed.findIndex(({ arn }) => pageToken(arn) === nextToken);
  if (nextToken !== undefined && first === 0)
    throw new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
  const page = listed.slice(first, first + pageItemsIn(body));
  const last = page.at(-1);
  const hasMore = first + page.length < listed.length;
  return {
    executions: page.map(summaryOf),
    ...(last && hasMore && { nextToken: pageToken(last.arn) }),
  };
}

function sendTaskSuccess(body: Body, desk: Desk) {
  const task = waitingTask(body, desk);
  const output = textIn(body, 'output', PAYLOAD_LIMIT_BYTES);
  if (!isJson(output)) throw new ServiceError('InvalidOutput', `Invalid Output: '${output}'`);
  task.succeed(JSON.parse(output));
  return {};
}

function sendTaskFailure(body: Body, desk: Desk) {
  const error = optionalTextIn(body, 'error', ERROR_CHARACTERS);
  const cause = optionalTextIn(body, 'cause', CAUSE_CHARACTERS);
  waitingTask(body, desk).fail(new StateFailure(error ?? 'States.TaskFailed', cause ?? ''));
  return {};
}

function sendTaskHeartbeat(body: Body, desk: Desk) {
  waitingTask(body, desk).heartbeat();
  return {};
}

function waitingTask(body: Body, { tokens, executions }: Desk): WaitingTask {
  const token = textIn(body, 'taskToken', TOKEN_CHARACTERS);
  const owner = tokens.ownerOf(token);
  if (!owner) throw new ServiceError('InvalidToken', "Invalid Token: 'Invalid token'");
  const task = tokens.waiting(token);
  if (task) return task;
  if (executions.find(owner.execution))
    throw new ServiceError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
  throw new ServiceError('TaskDoesNotExist', "Task Does Not Exist: 'Provided task does not exist'");
}

function knownMachine(arn: string, machines: Desk['machines']): Machine {
  refuseOddArn(arn);
  const machine = machines.get(arn);
  if (machine) return machine;
  throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

function knownExecution(body: Body, executions: Executions): Execution {
  const arn = textIn(body, 'executionArn', ARN_CHARACTERS);
  refuseOddArn(arn);
  const execution = executions.find(arn);
  if (execution) return execution;
  throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

function refuseOddArn(arn: string) {
  if (!arn.startsWith('arn:'))
    throw new ServiceError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
}

function statusFilterIn(body: Body): Status | undefined {
  const wanted = optionalTextIn(body, 'statusFilter', NAME_CHARACTERS);
  const status = STATUSES.find((one) => one === wanted);
  if (wanted !== undefined && status === undefined)
    throw invalid(
      ` '${wanted}'`,
      'statusFilter',
      `Member must satisfy enum value set: [${STATUSES.join(', ')}]`,
    );
  return status;
}

function pageItemsIn({ maxResults }: Body): number {
  if (maxResults === undefined || maxResults === null || maxResults === 0) return PAGE_ITEMS;
  if (typeof maxResults === 'number' && maxResults > 0 && maxResults <= MOST_PAGE_ITEMS) return maxResults;
  const constraint = `Member must have value less than or equal to ${MOST_PAGE_ITEMS}`;
  throw invalid(` '${JSON.stringify(maxResults)}'`, 'maxResults', constraint);
}

const pageToken = (arn: string) => Buffer.from(arn).toString('base64');

const summaryOf = (execution: Execution) => ({
  executionArn: execution.arn,
  stateMachineArn: execution.machine.arn,
  name: execution.name,
  status: statusOf(execution),
  startDate: inSeconds(execution.startedAt),
  ...stopDateOf(execution),
});

const stopDateOf = ({ end }: Execution) => (end ? { stopDate: inSeconds(end.at) } : {});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return false;
    throw thrown;
  }
}
