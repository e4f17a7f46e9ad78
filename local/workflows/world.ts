import type { Clock } from '../clock/clock.ts';
import type { Invoke } from '../wire.ts';
import type { TaskTokens } from './task-tokens.ts';

/** What the player works with. */
export interface World {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly tokens: TaskTokens;
  /** What Step Functions adds to JSONata, by name without `$`. */
  readonly functions: Readonly<Record<string, unknown>>;
  /** From 0 up to, and not including, 1: the jitter of retries. */
  readonly random: () => number;
  readonly onStateEntered: (entered: StateEntered) => void;
}

/** Told each time a state is entered. AWS bills every one. */
export interface StateEntered {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** ARNs. */
  readonly machine: string;
  readonly execution: string;
  readonly state: string;
  readonly input: unknown;
  /** Which retry it is, counted from 1; missing where the state is entered anew. */
  readonly retry?: number;
}
