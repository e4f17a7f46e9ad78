/** Minutes held for a call when it is placed (rules: reserve two at placement). */
export const MINUTES_AT_PLACEMENT = 2;
/** Minutes asked for at a time while a call lives. */
export const MINUTES_PER_EXTENSION = 1;
/** How long before the held minutes run out more are asked for. */
export const EXTEND_BEFORE_SEC = 30;

/** How a plan turns seconds into minutes. */
export interface Rounding {
  /** Talk time is rounded up to whole steps of this many seconds. */
  readonly stepSec: number;
}

/**
 * Minutes as billed: rounded up once, never under a step, free if nobody answered, never more than was held. An answered
 * call costs a step even if no time went by: in whatever order its answer and its end are told, it costs the same.
 * @param talkSec null if nobody answered
 */
export function billedMinutes(talkSec: number | null, heldMinutes: number, { stepSec }: Rounding): number {
  if (talkSec === null) return 0;
  const minutes = (Math.max(1, Math.ceil(talkSec / stepSec)) * stepSec) / 60;
  return Math.min(minutes, heldMinutes);
}

/** Whether a call that has talked for `talkSec` must ask for another minute now. */
export const mustExtend = (talkSec: number, heldMinutes: number): boolean =>
  talkSec >= heldMinutes * 60 - EXTEND_BEFORE_SEC;
