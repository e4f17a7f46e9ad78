import type { Clock } from '../clock/clock.ts';

/** Thrown out of whatever an execution waits for when the execution itself has ended. */
export class ExecutionEnded extends Error {
  override readonly name = 'ExecutionEnded';
}

/**
 * Waits for what `begin` starts, or for the end of the execution. Whatever settles the wait first stops all the rest in
 * the same moment.
 * @param begin starts what may settle the wait later, and answers with what stops it
 * @throws ExecutionEnded
 */
export async function waitFor<T>(
  ended: AbortSignal,
  begin: (resolve: (value: T) => void, reject: (failure: Error) => void) => () => void,
): Promise<T> {
  if (ended.aborted) throw new ExecutionEnded();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const stopAll = () => {
    stop();
    ended.removeEventListener('abort', leave);
  };
  const leave = () => {
    stopAll();
    reject(new ExecutionEnded());
  };
  const stop = begin(
    (value) => {
      stopAll();
      resolve(value);
    },
    (failure) => {
      stopAll();
      reject(failure);
    },
  );
  ended.addEventListener('abort', leave, { once: true });
  return promise;
}

/** Waits for a virtual instant. @throws ExecutionEnded */
export const waitUntil = (instant: number, clock: Clock, ended: AbortSignal): Promise<void> =>
  waitFor(ended, (resolve) => clock.at(instant, () => resolve()));
