import fc from 'fast-check';
import { failed } from '../../lambdas/domain/call.ts';
import { afterAnswer } from '../../lambdas/domain/call-end.ts';
import { conclude, dueOf, latestEnd } from '../../lambdas/domain/call-life.ts';
import { instantAt, millisOf } from '../../lambdas/domain/time.ts';
import { TRANSACTION_ID, aDialingCall, aLiveCall, aQueuedCall, at } from '../makers.ts';

const byTheMinute = { stepSec: 60 };
const hungUpAt = (time: string) => afterAnswer('recipient_hangup', at(time));
const sent = { attempt: 1, at: at('12:00:02'), answer: 'sent' } as const;

test.each([
  ['placement_failed', 'carrier_refused'],
  ['outcome_unknown', 'outcome_unknown'],
  ['expired', 'expired'],
  ['canceled', 'canceled'],
  ['destination_blocked', 'blocked'],
  ['caller_id_not_owned', 'blocked'],
  ['do_not_call', 'blocked'],
  ['account_suspended', 'blocked'],
  ['key_revoked', 'blocked'],
  ['conversation_failed', 'conversation_failed'],
  ['unassigned', 'unassigned'],
] as const)('a call that failed for %s has the end reason %s', (error, endReason) => {
  expect(failed(error, at('12:00:40'))).toEqual({
    status: 'failed',
    endReason,
    error,
    at: '2026-03-02T12:00:40.000Z',
  });
});

test('a queued call ends without a line, a start and a bill', () => {
  expect(conclude(aQueuedCall(), failed('expired', at('13:00:00')), byTheMinute)).toEqual({
    accountId: aQueuedCall().accountId,
    callId: aQueuedCall().callId,
    keyId: aQueuedCall().keyId,
    webhookEvents: null,
    direction: 'outbound',
    to: '+14155550101',
    callerId: '+14155550190',
    region: 'US',
    carrier: 'chime',
    voice: 'Aoede',
    language: 'en-US',
    languageSource: 'inferred',
    assistantId: null,
    maxDurationSec: 600,
    notBefore: null,
    erasedAt: null,
    eraseAgainAt: null,
    recording: 'off',
    dialBefore: '2026-03-02T13:00:00.000Z',
    cycle: '2026-02-15T00:00:00.000Z',
    keyPays: false,
    heldMinutes: 2,
    createdAt: '2026-03-02T12:00:00.000Z',
    status: 'failed',
    generation: 0,
    transactionId: null,
    startedAt: null,
    endedAt: '2026-03-02T13:00:00.000Z',
    durationSec: null,
    endReason: 'expired',
    error: 'expired',
    billedMinutes: 0,
    holdsLineUntil: null,
    late: null,
  });
});

test('a call that nobody answered is free and has no duration', () => {
  const rang = aDialingCall({ request: { ...sent, answer: 'taken' }, transactionId: TRANSACTION_ID });
  const ended = conclude(
    rang,
    { status: 'no_answer', endReason: 'no_answer', error: null, at: at('12:00:40') },
    byTheMinute,
  );
  expect(ended).toMatchObject({
    status: 'no_answer',
    startedAt: null,
    endedAt: '2026-03-02T12:00:40.000Z',
    durationSec: null,
    billedMinutes: 0,
  });
});

test.each([
  { endedAt: '12:00:10', durationSec: 0, billedMinutes: 1, why: 'over as it was answered' },
  { endedAt: '12:00:10.999', durationSec: 0, billedMinutes: 1, why: 'seconds are rounded down, minutes up' },
  { endedAt: '12:01:10', durationSec: 60, billedMinutes: 1, why: 'a whole minute' },
  { endedAt: '12:01:11', durationSec: 61, billedMinutes: 2, why: 'a second more' },
  { endedAt: '12:02:10', durationSec: 120, billedMinutes: 2, why: 'all that was held' },
  { endedAt: '12:05:00', durationSec: 290, billedMinutes: 2, why: 'no more than was held' },
])(
  'a call from 12:00:10 to $endedAt lasts $durationSec s and costs $billedMinutes min: $why',
  ({ endedAt, durationSec, billedMinutes }) => {
    expect(conclude(aLiveCall(), hungUpAt(endedAt), byTheMinute)).toMatchObject({
      durationSec,
      billedMinutes,
    });
  },
);

test('no call ends before it starts, whatever the carrier told', () => {
  expect(conclude(aLiveCall(), hungUpAt('12:00:04'), byTheMinute)).toMatchObject({
    startedAt: '2026-03-02T12:00:10.000Z',
    endedAt: '2026-03-02T12:00:10.000Z',
    durationSec: 0,
    billedMinutes: 1,
  });
  const aDay = fc.integer({ min: 0, max: 86_400_000 }).map((ms) => instantAt(millisOf(at('00:00:00')) + ms));
  fc.assert(
    fc.property(aDay, aDay, (startedAt, told) => {
      const ended = conclude(aLiveCall({ startedAt }), afterAnswer('agent_hangup', told), byTheMinute);
      expect(ended.endedAt >= startedAt).toBe(true);
      expect(ended.durationSec).toBeGreaterThanOrEqual(0);
    }),
  );
});

test.each([
  { why: 'the carrier may have taken it', call: aDialingCall({ request: sent }), until: '12:03:02' },
  {
    why: 'it took it and told nothing',
    call: aDialingCall({ request: { ...sent, answer: 'taken' }, transactionId: TRANSACTION_ID }),
    until: '12:03:02',
  },
])('a line of unknown outcome is held for the longest ring: $why', ({ call, until }) => {
  const ended = conclude(call, failed('outcome_unknown', at('12:01:32')), byTheMinute);
  expect(ended.holdsLineUntil).toBe(at(until));
  expect(dueOf(ended)).toBe(at(until));
});

test.each([
  { why: 'nothing was sent', call: aDialingCall(), ending: failed('outcome_unknown', at('12:01:32')) },
  {
    why: 'the carrier was heard',
    call: aDialingCall({ request: sent, heardAt: at('12:00:03') }),
    ending: failed('outcome_unknown', at('12:03:02')),
  },
  {
    why: 'the outcome is known',
    call: aDialingCall({ request: sent }),
    ending: failed('placement_failed', at('12:00:30')),
  },
  { why: 'somebody answered', call: aLiveCall(), ending: afterAnswer('outcome_unknown', at('12:15:00')) },
])('an ended call owes nothing more: $why', ({ call, ending }) => {
  const ended = conclude(call, ending, byTheMinute);
  expect(ended.holdsLineUntil).toBeNull();
  expect(dueOf(ended)).toBeNull();
});

test('an answered call must be over when its longest duration is', () => {
  expect(latestEnd(aLiveCall({ maxDurationSec: 600 }))).toBe('2026-03-02T12:10:10.000Z');
});

test.each([
  { why: 'the queue has had a minute', call: aQueuedCall(), due: '12:01:00' },
  { why: 'it may not ring before', call: aQueuedCall({ notBefore: at('15:00:00') }), due: '15:00:00' },
  { why: 'it might have rung already', call: aQueuedCall({ notBefore: at('11:00:00') }), due: '12:01:00' },
  { why: 'nobody has asked the carrier', call: aDialingCall(), due: '12:01:31' },
  { why: 'the carrier told nothing for 90 s', call: aDialingCall({ request: sent }), due: '12:01:32' },
  {
    why: 'no phone rings longer than 180 s',
    call: aDialingCall({ request: sent, heardAt: at('12:00:03') }),
    due: '12:03:02',
  },
  {
    why: 'its workflow has had a minute to end it',
    call: aDialingCall({ request: sent, ending: failed('canceled', at('12:00:20')) }),
    due: '12:01:20',
  },
  { why: 'its two minutes run out in 30 s', call: aLiveCall(), due: '12:01:40' },
  { why: 'its sixth minute runs out in 30 s', call: aLiveCall({ heldMinutes: 6 }), due: '12:05:40' },
  {
    why: 'its workflow has had a minute to end it',
    call: aLiveCall({ ending: hungUpAt('12:00:50') }),
    due: '12:01:50',
  },
])('a $call.status call is looked after at $due: $why', ({ call, due }) => {
  expect(dueOf(call)).toBe(at(due));
});

test('a call that holds minutes enough is looked after when it must be over', () => {
  const call = aLiveCall({ heldMinutes: 30, maxDurationSec: 600 });
  expect(dueOf(call)).toBe(latestEnd(call));
});
