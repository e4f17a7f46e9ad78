import type { StateFailure } from './failure.ts';
import type { Retrier } from './machine.ts';

/** Whether one of the names in `errorEquals` stands for the failure. */
export function matches(errorEquals: readonly string[], { names, canBeCaught }: StateFailure): boolean {
  if (!canBeCaught) return false;
  return errorEquals.some((error) => {
    if (error === 'States.ALL') return true;
    // It stands for any failure but a timeout, of which a missed heartbeat is one.
    if (error === 'States.TaskFailed') return !names.includes('States.Timeout');
    return names.includes(error);
  });
}

/**
 * The retries of one visit to a Task. Each failure is asked about once: the answer is how long to wait before the next
 * attempt, in milliseconds, or `undefined` when there is none left. Each retrier counts for itself.
 */
export function retriesOf(
  retriers: readonly Retrier[],
  random: () => number,
): (failure: StateFailure) => number | undefined {
  const spent = new Map<Retrier, number>();
  return (failure) => {
    const retrier = retriers.find(({ errorEquals }) => matches(errorEquals, failure));
    if (!retrier) return undefined;
    const attempts = spent.get(retrier) ?? 0;
    if (attempts >= retrier.maxAttempts) return undefined;
    spent.set(retrier, attempts + 1);
    const { intervalSeconds, backoffRate, maxDelaySeconds, jitter } = retrier;
    const delay = Math.min(intervalSeconds * backoffRate ** attempts, maxDelaySeconds);
    return Math.round(delay * 1_000 * (jitter ? random() : 1));
  };
}
