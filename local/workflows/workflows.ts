import type { Clock } from '../clock/clock.ts';
import type { Invoke, WireAnswer, WireRequest } from '../wire.ts';
import { createExecutions, machineArnOf, statusOf } from './executions.ts';
import type { EnteredState, Execution, Status } from './executions.ts';
import { functionsOf } from './functions.ts';
import type { Machine } from './machine.ts';
import { OPERATIONS, type Desk } from './operations.ts';
import { parseMachine } from './parse-machine.ts';
import { play } from './play.ts';
import { ServiceError, answer, refuse } from './service-error.ts';
import { createTaskTokens } from './task-tokens.ts';
import { ExecutionEnded } from './waiting.ts';
import type { StateEntered, World } from './world.ts';

/** A state machine of the template. */
export interface MachineDefinition {
  readonly arn: string;
  /** The ASL object, JSONata alone. */
  readonly definition: unknown;
  /** Logical id of the role under which its tasks invoke. */
  readonly role: string;
  /** As the template has it; STANDARD if missing, the only one played. */
  readonly type?: string | undefined;
}

/** An execution as tests and the bench look at it. Instants are milliseconds since 1970, UTC. */
export interface ExecutionSeen {
  readonly arn: string;
  readonly name: string;
  /** ARN. */
  readonly machine: string;
  readonly status: Status;
  readonly input: unknown;
  readonly output?: unknown;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly error?: string;
  readonly cause?: string;
  /** In order, each retry as one more: as many as AWS would bill transitions. */
  readonly states: readonly EnteredState[];
}

/** Step Functions on virtual time. */
export interface Workflows {
  /** @throws Error naming machine, state and field for whatever the player does not do */
  define(machine: MachineDefinition): void;
  /** Answers a request of the service's API, AWS JSON 1.0. */
  handle(request: WireRequest): Promise<WireAnswer>;
  /** ARN of the machine whose task waits, or waited, for the token; `undefined` for a text that is no token. */
  machineOfToken(token: string): string | undefined;
  /** ARN of the machine of an execution, known or not; `undefined` if no such machine is defined. */
  machineOfExecution(executionArn: string): string | undefined;
  /** Oldest first. */
  executions(): readonly ExecutionSeen[];
}

interface Surroundings {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly account: string;
  readonly region: string;
  readonly onStateEntered?: (entered: StateEntered) => void;
  /** The jitter of retries, from 0 up to, and not including, 1. @default Math.random */
  readonly random?: () => number;
}

const TARGET = /^AWSStepFunctions\.(\w+)$/;

export function createWorkflows(surroundings: Surroundings): Workflows {
  const {
    clock,
    invoke,
    account,
    region,
    onStateEntered = () => undefined,
    random = Math.random,
  } = surroundings;
  const machines = new Map<string, Machine>();
  const executions = createExecutions(() => clock.now());
  const tokens = createTaskTokens();
  const functions = functionsOf(() => clock.now());
  const world: World = { clock, invoke, tokens, functions, random, onStateEntered };

  const begin = (execution: Execution) => {
    const { machine, startedAt, ended } = execution;
    if (machine.timeoutSeconds !== undefined) {
      const timeOut = () => executions.end(execution, { status: 'TIMED_OUT' });
      const cancel = clock.at(startedAt + machine.timeoutSeconds * 1_000, timeOut);
      ended.signal.addEventListener('abort', cancel);
    }
    play(execution, world).then(
      (ending) => executions.end(execution, ending),
      (thrown: unknown) => {
        // Stopped from outside: it has its end already. Anything else is a fault of the player and must be seen.
        if (!(thrown instanceof ExecutionEnded))
          executions.end(execution, { status: 'FAILED', error: 'States.Runtime', cause: String(thrown) });
      },
    );
  };
  const desk: Desk = { machines, executions, tokens, begin };

  return {
    define({ type = 'STANDARD', ...machine }) {
      const place = `:states:${region}:${account}:stateMachine:`;
      if (!machine.arn.includes(place))
        throw new Error(`State machine ${machine.arn}: expected an ARN with ${place}`);
      if (type !== 'STANDARD')
        throw new Error(`State machine ${machine.arn}: the type ${type} is not played`);
      machines.set(machine.arn, parseMachine(machine));
    },
    handle: async (request) => handle(request, desk),
    machineOfToken: (token) => tokens.ownerOf(token)?.machine,
    machineOfExecution(arn) {
      const machine = machineArnOf(arn);
      return machine !== undefined && machines.has(machine) ? machine : undefined;
    },
    executions: () => executions.all().map(seen).reverse(),
  };
}

function handle({ headers, body }: WireRequest, desk: Desk): WireAnswer {
  try {
    const name = TARGET.exec(headers['x-amz-target'] ?? '')?.[1] ?? '';
    const operation = OPERATIONS.get(name);
    if (!operation) throw new ServiceError('UnknownOperationException', `Unknown operation: '${name}'`);
    return answer(operation(objectIn(body), desk));
  } catch (thrown) {
    if (thrown instanceof ServiceError) return refuse(thrown);
    throw thrown;
  }
}

function objectIn(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    // An object of JSON has members by name, whatever they are.
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
  }
  throw new ServiceError('SerializationException', 'The body is no object of JSON');
}

function seen(execution: Execution): ExecutionSeen {
  const { arn, name, machine, input, startedAt, states, end } = execution;
  const { at, output, error, cause } = end ?? {};
  return {
    arn,
    name,
    machine: machine.arn,
    status: statusOf(execution),
    input: JSON.parse(input) as unknown,
    startedAt,
    states: [...states],
    ...(at !== undefined && { endedAt: at }),
    ...(output !== undefined && { output: JSON.parse(output) as unknown }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}
