import { type EndReason, isOpen } from '../../lambdas/domain/call.ts';
import { afterCarrierEvent, conclude } from '../../lambdas/domain/call-life.ts';
import type { CarrierEvent } from '../../lambdas/domain/carrier-event.ts';
import { TRANSACTION_ID, aDialingCall, aLiveCall, at } from '../makers.ts';

const told = { transactionId: TRANSACTION_ID, at: at('12:00:10') };
const ringing = aDialingCall({
  request: { attempt: 1, at: at('12:00:02'), answer: 'taken' },
  transactionId: TRANSACTION_ID,
  heardAt: at('12:00:03'),
});
const ended = (sipCode: number, ourReason: EndReason | null = null): CarrierEvent => ({
  ...told,
  at: at('12:00:40'),
  type: 'ended',
  sipCode,
  ourReason,
});

test('a call that is to be recorded is, from the answer to its end', () => {
  const live = afterCarrierEvent({ ...ringing, recording: 'on' }, { ...told, type: 'answered' });
  const over = afterCarrierEvent(live, ended(0));

  expect(live).toMatchObject({ status: 'in_progress', recording: 'on' });
  if (!isOpen(over) || !over.ending) throw new Error('it has no end');
  expect(conclude(over, over.ending, { stepSec: 60 })).toMatchObject({ recording: 'on' });
});

test('a recording that is refused is none, and is told once', () => {
  const live = aLiveCall({ recording: 'on' });

  const without = afterCarrierEvent(live, { ...told, type: 'unrecorded' });

  expect(without).toEqual({ ...live, recording: 'failed' });
  expect(afterCarrierEvent(without, { ...told, type: 'unrecorded' })).toBe(without);
  expect(afterCarrierEvent(without, { ...told, type: 'answered' })).toBe(without);
});

test.each([
  { why: 'nobody answered', call: { ...ringing, recording: 'on' as const }, event: ended(480) },
  {
    why: 'the carrier never told of an answer',
    call: { ...ringing, recording: 'on' as const },
    event: ended(0, 'voicemail'),
  },
])('there is no recording where $why', ({ call, event }) => {
  const over = afterCarrierEvent(call, event);

  if (!isOpen(over) || !over.ending) throw new Error('it has no end');
  expect(conclude(over, over.ending, { stepSec: 60 })).toMatchObject({ recording: 'off' });
});

test('whoever answers after the end was told is not recorded', () => {
  const over = afterCarrierEvent({ ...ringing, recording: 'on' }, ended(480));

  expect(afterCarrierEvent(over, { ...told, type: 'answered' })).toMatchObject({ recording: 'off' });
});
