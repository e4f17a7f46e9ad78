import type { EndedCall } from '../../lambdas/domain/call.ts';
import { afterAnswer } from '../../lambdas/domain/call-end.ts';
import { conclude, dueOf } from '../../lambdas/domain/call-life.ts';
import { afterErasure, afterErasureAgain, withoutRecording } from '../../lambdas/domain/erasure.ts';
import { plusSeconds } from '../../lambdas/domain/time.ts';
import { aLiveCall, at } from '../makers.ts';

const anEndedCall = (changes: Partial<EndedCall> = {}): EndedCall => ({
  ...conclude(aLiveCall(), afterAnswer('agent_hangup', at('12:01:00')), { stepSec: 60 }),
  ...changes,
});
const erasedAt = at('12:02:00');

test('an erased call is due again once whatever was being written is there', () => {
  const erased = afterErasure(anEndedCall(), erasedAt);

  expect(erased).toMatchObject({ erasedAt, eraseAgainAt: at('12:04:00') });
  expect(dueOf(erased)).toBe(at('12:04:00'));
});

test('erased twice is erased once', () => {
  const erased = afterErasure(anEndedCall(), erasedAt);

  expect(afterErasure(erased, at('12:03:00'))).toBe(erased);
});

test('a call without a recording owes nothing after the second look', () => {
  const erased = afterErasure(anEndedCall(), erasedAt);

  expect(dueOf(afterErasureAgain(erased, at('12:04:30')))).toBeNull();
});

test('a look that comes too early does not count', () => {
  const erased = afterErasure(anEndedCall(), erasedAt);

  expect(afterErasureAgain(erased, at('12:03:59'))).toBe(erased);
});

test.each(['on', 'failed'] as const)(
  'a recording (%s) is waited for twice as long each time, for a week at the most, in a dozen looks',
  (recording) => {
    let call = afterErasure(anEndedCall({ recording }), erasedAt);
    const looks: string[] = [];
    for (let next = dueOf(call); next; next = dueOf(call)) {
      looks.push(next);
      call = afterErasureAgain(call, next);
    }

    expect(looks.slice(0, 3)).toEqual([at('12:04:00'), at('12:06:00'), at('12:10:00')]);
    expect(looks.length).toBeLessThanOrEqual(15);
    expect((looks.at(-1) ?? '') >= plusSeconds(erasedAt, 7 * 86_400)).toBe(true);
  },
);

test('a recording that has come and is gone is not waited for', () => {
  const erased = withoutRecording(afterErasure(anEndedCall({ recording: 'on' }), erasedAt));

  expect(dueOf(afterErasureAgain(erased, at('12:04:00')))).toBeNull();
  expect(withoutRecording(erased)).toBe(erased);
});

test('a call that still holds a line is due at whichever comes first', () => {
  const holding = anEndedCall({ holdsLineUntil: at('12:03:00') });

  expect(dueOf(afterErasure(holding, erasedAt))).toBe(at('12:03:00'));
});
