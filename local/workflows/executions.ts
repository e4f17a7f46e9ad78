import type { Machine } from './machine.ts';

export type Status = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** One run of a state machine. Instants are milliseconds since 1970, UTC. */
export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  /** JSON as it was sent. */
  readonly input: string;
  readonly startedAt: number;
  readonly states: EnteredState[];
  /** Aborted when the execution ends, so that nothing of it waits on. */
  readonly ended: AbortController;
  end: Ending | undefined;
}

/** A state that was entered. `retry` counts from 1 where it was entered again for a retry. */
export interface EnteredState {
  readonly name: string;
  readonly at: number;
  readonly retry?: number;
}

/** How an execution ended. `output` is JSON. */
export interface Ending {
  readonly status: Exclude<Status, 'RUNNING'>;
  readonly at: number;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** The executions that Step Functions would still know. */
export interface Executions {
  add(machine: Machine, name: string, input: string): Execution;
  find(arn: string): Execution | undefined;
  /** Newest first. */
  all(): readonly Execution[];
  /** Ends it, once: an execution that has ended stays as it ended. */
  end(execution: Execution, ending: Omit<Ending, 'at'>): void;
}

/** Step Functions keeps an execution, and with it its name, for 90 days after its end. */
const KEPT_MS = 90 * 24 * 3_600_000;

export const statusOf = ({ end }: Execution): Status => end?.status ?? 'RUNNING';

/** `arn:…:stateMachine:M` and `n` give `arn:…:execution:M:n`. */
export const executionArn = (machineArn: string, name: string): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/** The machine whose execution `arn` names; `undefined` for what names none. */
export function machineArnOf(arn: string): string | undefined {
  const match = /^(arn:[^:]+:states:[^:]*:[^:]*):execution:([^:]+):[^:]+$/.exec(arn);
  return match ? `${match[1] ?? ''}:stateMachine:${match[2] ?? ''}` : undefined;
}

export function createExecutions(now: () => number): Executions {
  const byArn = new Map<string, Execution>();
  /** In the order of their ends. */
  const closed = new Set<Execution>();

  const forgetOld = () => {
    for (const execution of closed) {
      if ((execution.end?.at ?? Infinity) + KEPT_MS > now()) return;
      closed.delete(execution);
      byArn.delete(execution.arn);
    }
  };

  return {
    add(machine, name, input) {
      const arn = executionArn(machine.arn, name);
      const ended = new AbortController();
      const execution: Execution = {
        arn,
        name,
        machine,
        input,
        startedAt: now(),
        states: [],
        ended,
        end: undefined,
      };
      byArn.set(arn, execution);
      return execution;
    },
    find(arn) {
      forgetOld();
      return byArn.get(arn);
    },
    all() {
      forgetOld();
      return [...byArn.values()].reverse();
    },
    end(execution, ending) {
      if (execution.end) return;
      execution.end = { ...ending, at: now() };
      closed.add(execution);
      execution.ended.abort();
    },
  };
}
