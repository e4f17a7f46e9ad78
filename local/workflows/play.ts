import { attempt } from './attempt.ts';
import type { Ending, Execution } from './executions.ts';
import { StateFailure, runtimeFailure, withinLimit } from './failure.ts';
import type { Catcher, Choice, Fail, Passage, State, Task, Wait } from './machine.ts';
import { matches, retriesOf } from './retry.ts';
import type { Scope, StatesContext, Variables } from './template.ts';
import { waitUntil } from './waiting.ts';
import type { World } from './world.ts';

/** Quota of Step Functions for the history of one execution. */
const HISTORY_EVENTS = 25_000;
/** What a state writes into the history: entered, exited. */
const EVENTS_OF_STATE = 2;
/** Scheduled, started, ended; with a token also submitted. */
const EVENTS_OF_ATTEMPT = 3;
const EVENTS_OF_ATTEMPT_WITH_TOKEN = 4;

/** A stay in one state. */
interface Visit {
  readonly execution: Execution;
  readonly world: World;
  /** The execution's input, parsed. */
  readonly executionInput: unknown;
  readonly name: string;
  readonly enteredAt: number;
  readonly input: unknown;
  readonly variables: Variables;
  /** @throws StateFailure when the history is full */
  readonly write: (events: number) => void;
}

/** How a state was left. */
interface Exit {
  readonly output: unknown;
  readonly variables: Variables;
  readonly next: string | undefined;
}

/**
 * Plays an execution to its end.
 * @throws ExecutionEnded when it was stopped or has timed out meanwhile
 */
export async function play(execution: Execution, world: World): Promise<Omit<Ending, 'at'>> {
  try {
    return await walk(execution, world);
  } catch (thrown) {
    if (!(thrown instanceof StateFailure)) throw thrown;
    const { Error: error, Cause: cause } = thrown.output;
    return { status: 'FAILED', error, cause };
  }
}

async function walk(execution: Execution, world: World): Promise<Omit<Ending, 'at'>> {
  const { machine } = execution;
  const write = historyOf();
  const executionInput: unknown = JSON.parse(execution.input);
  let [name, input, variables]: [string, unknown, Variables] = [machine.startAt, executionInput, {}];
  for (;;) {
    const state = machine.states.get(name);
    if (!state) throw runtimeFailure(`There is no state '${name}'.`);
    const enteredAt = world.clock.now();
    const visit = { execution, world, executionInput, name, enteredAt, input, variables, write };
    enter(visit);
    if (state.type === 'Fail') return await failBy(state, scopeOf(visit));

    const exit = await pass(state, visit);
    const output = withinLimit(exit.output, name, false);
    if (exit.next === undefined) return { status: 'SUCCEEDED', output };
    [name, input, variables] = [exit.next, exit.output, exit.variables];
  }
}

function enter({ execution, world, name, input, write }: Visit, retry?: number) {
  const at = world.clock.now();
  const again = retry === undefined ? {} : { retry };
  write(retry === undefined ? EVENTS_OF_STATE : 0);
  execution.states.push({ name, at, ...again });
  const { arn, machine } = execution;
  world.onStateEntered({ at, machine: machine.arn, execution: arn, state: name, input, ...again });
}

function pass(state: Exclude<State, Fail>, visit: Visit): Promise<Exit> {
  switch (state.type) {
    case 'Task':
      return passTask(state, visit);
    case 'Choice':
      return choose(state, scopeOf(visit));
    case 'Wait':
      return wait(state, visit);
    case 'Pass':
    case 'Succeed':
      return leave(state, scopeOf(visit));
  }
}

async function passTask(task: Task, visit: Visit): Promise<Exit> {
  const { execution, world } = visit;
  const { machine, ended } = execution;
  const delayAfter = retriesOf(task.retry, world.random);
  const owner = { machine: machine.arn, execution: execution.arn };
  for (let retry = 0; ; retry += 1) {
    if (retry > 0) enter(visit, retry);
    visit.write(task.waitsForToken ? EVENTS_OF_ATTEMPT_WITH_TOKEN : EVENTS_OF_ATTEMPT);
    const token = task.waitsForToken ? world.tokens.issue(owner) : undefined;
    const scope = scopeOf(visit, retry, token);
    try {
      const result = await attempt(task, scope, { role: machine.role, ended: ended.signal }, world);
      return await leave(task, { ...scope, states: { ...scope.states, result } });
    } catch (thrown) {
      if (!(thrown instanceof StateFailure)) throw thrown;
      const delay = delayAfter(thrown);
      if (delay === undefined) {
        const errorOutput = thrown.output;
        return await leave(catcherOf(task, thrown), { ...scope, states: { ...scope.states, errorOutput } });
      }
      await waitUntil(world.clock.now() + delay, world.clock, ended.signal);
    }
  }
}

function catcherOf(task: Task, failure: StateFailure): Catcher {
  const catcher = task.catch.find(({ errorEquals }) => matches(errorEquals, failure));
  if (!catcher) throw failure;
  return catcher;
}

async function choose({ rules, otherwise }: Choice, scope: Scope): Promise<Exit> {
  for (const rule of rules) if (await rule.condition(scope)) return leave(rule, scope);
  if (otherwise) return leave(otherwise, scope);
  throw runtimeFailure(
    `No rule of the Choice '${scope.states.context.State.Name}' holds, and it has no Default.`,
  );
}

async function wait(state: Wait, visit: Visit): Promise<Exit> {
  const scope = scopeOf(visit);
  const { clock } = visit.world;
  const until =
    'seconds' in state.until
      ? visit.enteredAt + (await state.until.seconds(scope)) * 1_000
      : Date.parse(await state.until.timestamp(scope));
  if (until > clock.now()) await waitUntil(until, clock, visit.execution.ended.signal);
  return leave(state, scope);
}

async function failBy({ error, cause }: Fail, scope: Scope): Promise<Omit<Ending, 'at'>> {
  return {
    status: 'FAILED',
    ...(error && { error: await error(scope) }),
    ...(cause && { cause: await cause(scope) }),
  };
}

/** Output and variables are made of what was before: an Assign sees the old variables. */
async function leave({ output, assign, next }: Passage, scope: Scope): Promise<Exit> {
  const assigned = await Promise.all(
    [...assign].map(async ([name, value]) => [name, await value(scope)] as const),
  );
  return {
    output: await output(scope),
    variables: { ...scope.variables, ...Object.fromEntries(assigned) },
    next,
  };
}

function scopeOf(visit: Visit, retryCount?: number, token?: string): Scope {
  const { execution, world, name, enteredAt, executionInput, input, variables } = visit;
  const { machine } = execution;
  const context: StatesContext = {
    Execution: {
      Id: execution.arn,
      Input: executionInput,
      Name: execution.name,
      StartTime: new Date(execution.startedAt).toISOString(),
    },
    State: {
      Name: name,
      EnteredTime: new Date(enteredAt).toISOString(),
      ...(retryCount !== undefined && { RetryCount: retryCount }),
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
    ...(token !== undefined && { Task: { Token: token } }),
  };
  return { states: { input, context }, variables, functions: world.functions };
}

/** Counts the events of an execution, so that one that goes round in circles ends here as it would on AWS. */
function historyOf(): Visit['write'] {
  let written = 1;
  return (events) => {
    written += events;
    if (written > HISTORY_EVENTS)
      throw runtimeFailure(`The execution reached the maximum number of history events (${HISTORY_EVENTS}).`);
  };
}
