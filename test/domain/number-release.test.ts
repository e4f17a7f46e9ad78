import fc from 'fast-check';
import {
  type OpenRelease,
  type TakingDownRelease,
  afterTry,
  askedRelease,
  closed,
  dueOf,
  isLate,
  nextStep,
} from '../../lambdas/domain/number-release.ts';
import { type Instant, plusSeconds, secondsBetween } from '../../lambdas/domain/time.ts';
import { ACCOUNT_ID, CALLER_ID, RELEASE_ID, instant } from '../makers.ts';

const ASKED_AT = instant('2026-03-02T12:00:00.000Z');
const RELEASE_AT = instant('2026-04-01T00:00:00.000Z');
const OF = { releaseId: RELEASE_ID, accountId: ACCOUNT_ID, number: CALLER_ID, provider: 'chime' } as const;
const waiting = askedRelease(OF, RELEASE_AT, ASKED_AT);
const after = (seconds: number): Instant => plusSeconds(RELEASE_AT, seconds);

/** A release that the carrier refuses each time, asked again at the first instant that it may be. */
function refused(times: number): { tries: readonly Instant[]; release: TakingDownRelease } {
  let release = afterTry(waiting, RELEASE_AT);
  const tries = [RELEASE_AT];
  while (tries.length < times) {
    const step = nextStep(release, RELEASE_AT);
    if (step.kind !== 'wait') throw new Error('it may be asked again at once');
    tries.push(step.until);
    release = afterTry(release, step.until);
  }
  return { tries, release };
}

test('the carrier is asked from the instant of the release on, and not a millisecond before', () => {
  expect(nextStep(waiting, ASKED_AT)).toEqual({ kind: 'wait', until: RELEASE_AT });
  expect(nextStep(waiting, after(-0.001))).toEqual({ kind: 'wait', until: RELEASE_AT });
  expect(nextStep(waiting, RELEASE_AT)).toEqual({ kind: 'take_down' });
});

test('after a try the next waits a minute, then twice as long each time, six hours at most', () => {
  const { tries } = refused(12);

  const minutes = tries.slice(1).map((at, i) => secondsBetween(tries[i] ?? at, at) / 60);
  expect(minutes.slice(0, 9)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
  // The tenth pause would be 360 minutes.
  expect(tries[10]).toBe('2026-04-01T14:31:00.000Z');
});

test('a try is made at the very instant from which a release is late', () => {
  expect(refused(20).tries).toContain('2026-04-02T00:00:00.000Z');
});

test('fifty refusals put off a number that the carrier then takes by six hours at most', () => {
  const { tries } = refused(51);

  const pauses = tries.slice(1).map((at, i) => secondsBetween(tries[i] ?? at, at));
  expect(Math.max(...pauses)).toBe(6 * 3_600);
});

test('no schedule of tries asks before the release or sooner than a pause allows', () => {
  const seconds = fc.integer({ min: -100_000, max: 1_000_000 });
  fc.assert(
    fc.property(fc.array(seconds, { maxLength: 40 }), (looks) => {
      let release: OpenRelease = waiting;
      let last: Instant | undefined;
      for (const now of looks.sort((a, b) => a - b).map(after)) {
        if (nextStep(release, now).kind === 'wait') continue;
        expect(now >= RELEASE_AT).toBe(true);
        if (last) expect(secondsBetween(last, now)).toBeGreaterThanOrEqual(60);
        release = afterTry(release, now);
        last = now;
      }
    }),
  );
});

test('a release is late a day after its instant', () => {
  expect(isLate(waiting, after(24 * 3_600 - 0.001))).toBe(false);
  expect(isLate(waiting, after(24 * 3_600))).toBe(true);
});

test('the sweep looks after a release two minutes after its next step was to be taken', () => {
  expect(dueOf(waiting)).toBe('2026-04-01T00:02:00.000Z');
  expect(dueOf(afterTry(waiting, after(30)))).toBe('2026-04-01T00:03:30.000Z');
});

test('a closed release says how often the carrier was asked, and when it let go', () => {
  expect(closed(refused(3).release, after(200))).toEqual({
    ...OF,
    askedAt: ASKED_AT,
    releaseAt: RELEASE_AT,
    generation: 1,
    status: 'closed',
    tries: 3,
    closedAt: '2026-04-01T00:03:20.000Z',
  });
});
