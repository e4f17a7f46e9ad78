/**
 * A key's rate: a token bucket as deep as a minute's worth, kept as the one instant at which it would be full again
 * (the generic cell rate algorithm). All instants are milliseconds since 1970.
 */
const DEPTH_MS = 60_000;

/** Milliseconds that one call takes out of the bucket. */
export const costMs = (callsPerMinute: number): number => DEPTH_MS / callsPerMinute;

/** The latest instant at which the bucket may be full again for one more call to fit in. */
export const latestFullAt = (now: number, callsPerMinute: number): number =>
  now + DEPTH_MS - costMs(callsPerMinute);

/** Seconds until one more call fits, at least 1; 0 if one fits now. */
export function waitSec(fullAt: number, now: number, callsPerMinute: number): number {
  const wait = fullAt - latestFullAt(now, callsPerMinute);
  return wait <= 0 ? 0 : Math.max(1, Math.ceil(wait / 1000));
}
