import type { Clock } from '../clock/clock.ts';

/** What an account may do. `Infinity` switches a limit off. */
export interface Limits {
  /** CreateSipMediaApplicationCall, per second: ThrottledClientException above. */
  readonly callsPerSecond: number;
  /** UpdateSipMediaApplicationCall, per second: ThrottledClientException above. */
  readonly updatesPerSecond: number;
  /** Legs at one time: ResourceLimitExceededException above. */
  readonly concurrentLegs: number;
  /** Numbers in the inventory, the deletion queue aside: ResourceLimitExceededException above. */
  readonly numbers: number;
}

/** What AWS gives a new account. Source: AWS General Reference, Amazon Chime SDK quotas. */
export const DEFAULT_LIMITS: Limits = {
  callsPerSecond: 1,
  updatesPerSecond: 5,
  concurrentLegs: 10,
  numbers: 5,
};

/** Whether one more may be taken now. What it lets through counts for a second; what it turns away does not. */
export function rate(clock: Clock, perSecond: number): () => boolean {
  let taken: number[] = [];
  return () => {
    const now = clock.now();
    taken = taken.filter((instant) => instant > now - 1_000);
    if (taken.length >= perSecond) return false;
    taken.push(now);
    return true;
  };
}
