import * as z from 'zod/mini';
import { AccountId, E164, Provider, ReleaseId } from './ids.ts';
import { Instant, earliest, plusSeconds } from './time.ts';

const Asked = {
  releaseId: ReleaseId,
  accountId: AccountId,
  number: E164,
  provider: Provider,
  /** When the account gave the number back. */
  askedAt: Instant,
  /** Before this instant the carrier is asked nothing, whoever comes and whatever has started them. */
  releaseAt: Instant,
  /** Of the workflow that sees to it; an execution of an older one ends. */
  generation: z.int().check(z.minimum(1)),
};
/** The number still works. */
const Waiting = z.object({ ...Asked, status: z.literal('waiting') });
const Tried = {
  ...Asked,
  /** Times that the carrier was asked to take the number back. */
  tries: z.int().check(z.minimum(1)),
};
/** The carrier was asked, and may have done any part of it. */
const TakingDown = z.object({
  ...Tried,
  status: z.literal('taking_down'),
  /** Before this instant it isn't asked again. */
  nextTryAt: Instant,
});
const Closed = z.object({ ...Tried, status: z.literal('closed'), closedAt: Instant });

/** The taking down of a number that an account gave back, or that it never got to use. */
export const Release = z.discriminatedUnion('status', [Waiting, TakingDown, Closed]);
export type Release = z.infer<typeof Release>;
export type WaitingRelease = z.infer<typeof Waiting>;
export type TakingDownRelease = z.infer<typeof TakingDown>;
export type ClosedRelease = z.infer<typeof Closed>;
export type OpenRelease = WaitingRelease | TakingDownRelease;

/** Pauses between tries (rules): a minute, twice as long after each, six hours at most. */
const FIRST_PAUSE_SEC = 60;
const LONGEST_PAUSE_SEC = 6 * 3_600;
/** A number that is still with the carrier so long after its instant is an operator's to look at (rules: 24 h). */
const LATE_AFTER_SEC = 24 * 3_600;
/** How long a release is left to its execution after its next step is due. */
const LEFT_ALONE_SEC = 120;

/** @param releaseAt the end of the running cycle; now, for a number that the account never got to use */
export const askedRelease = (
  of: Pick<WaitingRelease, 'releaseId' | 'accountId' | 'number' | 'provider'>,
  releaseAt: Instant,
  now: Instant,
): WaitingRelease => {
  const { releaseId, accountId, number, provider } = of;
  return {
    releaseId,
    accountId,
    number,
    provider,
    askedAt: now,
    releaseAt,
    generation: 1,
    status: 'waiting',
  };
};

/** What a release needs at `now`: to be left alone until an instant, or the carrier to be asked. */
export type NextStep = { readonly kind: 'wait'; readonly until: Instant } | { readonly kind: 'take_down' };

/** Decided by the row alone: a timer that fires early, or an execution that was started by hand, waits. */
export function nextStep(release: OpenRelease, now: Instant): NextStep {
  const until = nextTryAt(release);
  return now < until ? { kind: 'wait', until } : { kind: 'take_down' };
}

/** Before it the carrier isn't asked. */
const nextTryAt = (release: OpenRelease): Instant =>
  release.status === 'waiting' ? release.releaseAt : release.nextTryAt;

/**
 * The release with one more try counted, to be stored before the carrier is asked: whoever comes meanwhile, or after a
 * crash, waits until the next. One of the tries is made at the very instant from which the release is late, so that
 * nobody is told of it hours after.
 */
export function afterTry(release: OpenRelease, now: Instant): TakingDownRelease {
  const tries = release.status === 'waiting' ? 1 : release.tries + 1;
  const pause = plusSeconds(now, Math.min(FIRST_PAUSE_SEC * 2 ** (tries - 1), LONGEST_PAUSE_SEC));
  const nextTryAt = isLate(release, now) ? pause : earliest(pause, lateFrom(release));
  return { ...release, status: 'taking_down', tries, nextTryAt };
}

/** The release once the carrier has the number no more, or has promised to delete it. */
export const closed = ({ nextTryAt, ...release }: TakingDownRelease, now: Instant): ClosedRelease => ({
  ...release,
  status: 'closed',
  closedAt: now,
});

/** Whether the number ought to be gone for a day already. */
export const isLate = (release: OpenRelease, now: Instant): boolean => now >= lateFrom(release);

const lateFrom = ({ releaseAt }: OpenRelease) => plusSeconds(releaseAt, LATE_AFTER_SEC);

/** When the sweep starts another execution, unless one has taken the step: a while after it was to be taken. */
export const dueOf = (release: OpenRelease): Instant => plusSeconds(nextTryAt(release), LEFT_ALONE_SEC);
