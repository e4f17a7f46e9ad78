/**
 * A key's rate: a token bucket as deep as a minute's worth, kept as the one instant at which it would be full again
 * (the generic cell rate algorithm). All instants here are whole microseconds since 1970: the table adds decimals and
 * the code binary fractions, and only whole numbers are the same to both.
 */
const DEPTH_US = 60_000_000;

/** Microseconds that one call takes out of the bucket. */
export const costUs = (callsPerMinute: number): number => Math.floor(DEPTH_US / callsPerMinute);

/** The latest instant at which the bucket may be full again for one more call to fit in. */
export const latestFullAt = (now: number, callsPerMinute: number): number =>
  now + DEPTH_US - costUs(callsPerMinute);

/** Seconds until one more call fits, at least 1; 0 if one fits now. */
export function waitSec(fullAt: number, now: number, callsPerMinute: number): number {
  const wait = fullAt - latestFullAt(now, callsPerMinute);
  return wait <= 0 ? 0 : Math.max(1, Math.ceil(wait / 1_000_000));
}
