import type { Clock } from '../clock/clock.ts';

/** Thrown out of whatever an execution waits for when the execution itself has ended. */
export class ExecutionEnded extends Error {
  override readonly name = 'ExecutionEnded';
}

/**
 * Waits until `begin` settles it or the execution ends, then cleans up.
 * @param begin starts whatever may settle the wait and answers with what stops it
 * @throws ExecutionEnded
 */
export async function waitFor<T>(
  ended: AbortSignal,
  begin: (resolve: (value: T) => void, reject: (failure: Error) => void) => () => void,
): Promise<T> {
  if (ended.aborted) throw new ExecutionEnded();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const leave = () => reject(new ExecutionEnded());
  ended.addEventListener('abort', leave, { once: true });
  const stop = begin(resolve, reject);
  try {
    return await promise;
  } finally {
    ended.removeEventListener('abort', leave);
    stop();
  }
}

/** Waits for a virtual instant. @throws ExecutionEnded */
export const waitUntil = (instant: number, clock: Clock, ended: AbortSignal): Promise<void> =>
  waitFor(ended, (resolve) => clock.at(instant, () => resolve()));
