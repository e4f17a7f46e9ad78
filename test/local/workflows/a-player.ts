import { createClock, type Clock } from '../../../local/clock/clock.ts';
import type { Caller, Invocation, WireRequest } from '../../../local/wire.ts';
import { createWorkflows } from '../../../local/workflows/workflows.ts';
import type { StateEntered } from '../../../local/workflows/world.ts';

export const NOON = Date.parse('2026-03-01T12:00:00.000Z');
export const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:Lifecycle';
export const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:Ring';
export const EXECUTION = 'arn:aws:states:us-east-1:111122223333:execution:Lifecycle:run';

/** A function behind the tasks: told the payload and which invocation it is, counted from 1. */
export type Lambda = (payload: unknown, nth: number) => Invocation | Promise<Invocation>;

export interface Invoked {
  /** Seconds since noon. */
  readonly at: number;
  readonly functionArn: string;
  readonly payload: unknown;
  readonly caller: Caller;
}

export const ok = (payload: unknown): Invocation => ({ ok: true, payload });
export const fails = (errorType: string, errorMessage = 'no luck'): Invocation => ({
  ok: false,
  errorType,
  errorMessage,
});

/** A machine of these states, the first of which is the start. */
export const machineOf = (States: Readonly<Record<string, object>>, more: object = {}): unknown => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(States)[0],
  States,
  ...more,
});

/** A task that invokes the function. */
export const aTask = (more: object = {}): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: FUNCTION, Payload: '{% $states.input %}' },
  ...('Next' in more ? {} : { End: true }),
  ...more,
});

/** A task that waits for its token, which its function is told. */
export const aTokenTask = (more: object = {}): object =>
  aTask({
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: FUNCTION, Payload: { token: '{% $states.context.Task.Token %}' } },
    ...more,
  });

/** A player at noon on a standing clock, with one machine defined. */
export function aPlayer(definition: unknown, { lambda = ok, random = () => 0.5 }: PlayerOptions = {}) {
  const clock = createClock({ start: NOON, speed: 0 });
  const invoked: Invoked[] = [];
  const entered: StateEntered[] = [];
  const timers = new Set<symbol>();
  const at: Clock['at'] = (instant, fire) => {
    const timer = Symbol();
    timers.add(timer);
    const cancel = clock.at(instant, () => {
      timers.delete(timer);
      fire();
    });
    return () => {
      timers.delete(timer);
      cancel();
    };
  };
  const workflows = createWorkflows({
    clock: { ...clock, at },
    account: '111122223333',
    region: 'us-east-1',
    random,
    onStateEntered: (one) => entered.push(one),
    async invoke(functionArn, payload, caller) {
      invoked.push({ at: (clock.now() - NOON) / 1_000, functionArn, payload, caller });
      return lambda(payload, invoked.length);
    },
  });
  workflows.define({ arn: MACHINE, definition, role: 'LifecycleRole' });

  const send = async (operation: string, body: object) => {
    const { status, headers, body: answer } = await workflows.handle(aRequest(operation, body));
    return { status, headers, body: JSON.parse(String(answer)) as Record<string, unknown> };
  };
  const start = (input: unknown = {}, name = 'run') =>
    send('StartExecution', { stateMachineArn: MACHINE, name, input: JSON.stringify(input) });
  const advance = (seconds: number) => clock.advance(clock.now() + seconds * 1_000);
  /** The execution as it is once nothing is under way. */
  const seen = async (name = 'run') => {
    await clock.settled();
    const execution = workflows.executions().find((one) => one.name === name);
    if (!execution) throw new Error(`there is no execution ${name}`);
    return execution;
  };
  /** Starts an execution and says how it stands when nothing but time is waited for. */
  const run = async (input: unknown = {}) => {
    await start(input);
    return seen();
  };
  return { clock, workflows, timers, invoked, entered, send, start, advance, seen, run };
}

interface PlayerOptions {
  readonly lambda?: Lambda;
  readonly random?: () => number;
}

export const aRequest = (operation: string, body: unknown): WireRequest => ({
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: { 'x-amz-target': `AWSStepFunctions.${operation}`, 'content-type': 'application/x-amz-json-1.0' },
  body: Buffer.from(JSON.stringify(body)),
});
