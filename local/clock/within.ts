import type { Clock } from '../clock/clock.ts';

/** What `within` says when the time is over first. */
export const LATE = Symbol('late');

/**
 * What comes of `work`, or LATE when `ms` of virtual time pass first. Its timer never outlives it; late work goes on
 * unheard.
 */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | typeof LATE> {
  const late = Promise.withResolvers<typeof LATE>();
  const cancel = clock.at(clock.now() + ms, () => late.resolve(LATE));
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    cancel();
  }
}
