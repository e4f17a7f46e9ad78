import type { Template } from './template.ts';

/** A state machine, its whole definition read and checked. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  /** Logical id of the role that its tasks act under. */
  readonly role: string;
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  /** From the start of an execution; missing: no limit. */
  readonly timeoutSeconds?: number;
}

export type State = Task | Choice | Wait | Pass | Succeed | Fail;

/** How a state is left. */
export interface Passage {
  readonly output: Template;
  /** Variables to set, by name without `$`; each sees the old ones. */
  readonly assign: ReadonlyMap<string, Template>;
  /** `undefined` ends the execution. */
  readonly next: string | undefined;
}

/** Invokes a function. */
export interface Task extends Passage {
  readonly type: 'Task';
  readonly functionName: Template<string>;
  readonly payload: Template;
  /** Whether its result is what somebody sends with its token, not what the function answers. */
  readonly waitsForToken: boolean;
  readonly timeoutSeconds?: Template<number>;
  readonly heartbeatSeconds?: Template<number>;
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
  /** Whether the wait is drawn between 0 and the full delay. */
  readonly jitter: boolean;
}

export interface Catcher extends Passage {
  readonly errorEquals: readonly string[];
}

export interface Choice {
  readonly type: 'Choice';
  readonly rules: readonly ChoiceRule[];
  /** Taken when no rule holds. Missing: the execution fails then. */
  readonly otherwise?: Passage;
}

export interface ChoiceRule extends Passage {
  readonly condition: Template<boolean>;
}

export interface Wait extends Passage {
  readonly type: 'Wait';
  readonly until: { readonly seconds: Template<number> } | { readonly timestamp: Template<string> };
}

export interface Pass extends Passage {
  readonly type: 'Pass';
}

export interface Succeed extends Passage {
  readonly type: 'Succeed';
}

export interface Fail {
  readonly type: 'Fail';
  readonly error?: Template<string>;
  readonly cause?: Template<string>;
}

/** The states that `state` can go to. */
export function targetsOf(state: State): readonly string[] {
  if (state.type === 'Fail') return [];
  if (state.type === 'Choice') return namesOf([...state.rules, state.otherwise]);
  return namesOf(state.type === 'Task' ? [state, ...state.catch] : [state]);
}

const namesOf = (passages: readonly (Passage | undefined)[]) =>
  passages.flatMap((passage) => (passage?.next === undefined ? [] : [passage.next]));
