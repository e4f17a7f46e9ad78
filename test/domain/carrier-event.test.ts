import { failed } from '../../lambdas/domain/call.ts';
import { conclude } from '../../lambdas/domain/call-life.ts';
import { type CarrierEvent, replyTo } from '../../lambdas/domain/carrier-event.ts';
import { OTHER_TRANSACTION_ID, TRANSACTION_ID, aDialingCall, aLiveCall, aQueuedCall, at } from '../makers.ts';

const told = { transactionId: TRANSACTION_ID, at: at('12:00:10') };
const ringing = aDialingCall({ transactionId: TRANSACTION_ID });
const ended = conclude(ringing, failed('outcome_unknown', at('12:01:32')), { stepSec: 60 });

const EVENTS: readonly CarrierEvent[] = [
  { ...told, type: 'bound' },
  { ...told, type: 'ringing' },
  { ...told, type: 'answered' },
  { ...told, type: 'unrecorded' },
  { ...told, type: 'talked', reason: 'agent_hangup' },
  { ...told, type: 'handed_over', turn: 4 },
  { ...told, type: 'cut_off', since: 4 },
  { ...told, type: 'asked' },
  { ...told, type: 'noted' },
];

test.each(['bound', 'ringing', 'noted'] as const)('nothing is to be done when a call is %s', (type) => {
  expect(replyTo(ringing, { ...told, type })).toEqual({ do: 'nothing' });
  expect(
    replyTo(aLiveCall({ hangUp: { reason: 'canceled', at: at('12:01:00') } }), { ...told, type }),
  ).toEqual({ do: 'nothing' });
});

const SESSIONS: readonly CarrierEvent[] = [
  { ...told, type: 'answered' },
  { ...told, type: 'unrecorded' },
  { ...told, type: 'handed_over', turn: 4 },
  { ...told, type: 'cut_off', since: 4 },
];

test.each(SESSIONS)(
  'whoever answers is talked to, and talked on with when a session is over ($type)',
  (event) => {
    expect(replyTo(aLiveCall(), event)).toEqual({ do: 'talk' });
  },
);

test.each(SESSIONS)('nobody talks on in a call that is to be hung up ($type)', (event) => {
  const live = aLiveCall({ hangUp: { reason: 'canceled', at: at('12:01:00') } });
  expect(replyTo(live, event)).toEqual({ do: 'hang_up', reason: 'canceled' });
});

test.each(EVENTS)('a line whose call has its end already is hung up at $type', (event) => {
  const decided = aDialingCall({
    transactionId: TRANSACTION_ID,
    ending: failed('outcome_unknown', at('12:01:32')),
  });
  const told = aLiveCall({
    ending: { status: 'completed', endReason: 'recipient_hangup', error: null, at: at('12:00:20') },
  });
  expect(replyTo(decided, event)).toEqual({ do: 'hang_up', reason: 'outcome_unknown' });
  expect(replyTo(told, event)).toEqual({ do: 'hang_up', reason: 'recipient_hangup' });
});

test('a conversation that is over is hung up, for its own reason or for the wish that came first', () => {
  const talked: CarrierEvent = { ...told, type: 'talked', reason: 'agent_hangup' };
  expect(replyTo(aLiveCall(), talked)).toEqual({ do: 'hang_up', reason: 'agent_hangup' });
  expect(replyTo(aLiveCall({ hangUp: { reason: 'minutes_exhausted', at: at('12:01:00') } }), talked)).toEqual(
    {
      do: 'hang_up',
      reason: 'minutes_exhausted',
    },
  );
});

test('a call that we asked to speak with is hung up for the reason that was stored', () => {
  expect(
    replyTo(aLiveCall({ hangUp: { reason: 'canceled', at: at('12:01:00') } }), { ...told, type: 'asked' }),
  ).toEqual({
    do: 'hang_up',
    reason: 'canceled',
  });
  expect(replyTo(aLiveCall(), { ...told, type: 'asked' })).toEqual({ do: 'hang_up', reason: 'max_duration' });
});

test.each(EVENTS)('a line that should not be up is hung up at $type', (event) => {
  const hangUp = { do: 'hang_up', reason: 'outcome_unknown' };
  expect(replyTo(undefined, event)).toEqual(hangUp);
  expect(replyTo(ended, event)).toEqual(hangUp);
  expect(replyTo(aQueuedCall(), event)).toEqual(hangUp);
  expect(replyTo(aLiveCall({ transactionId: OTHER_TRANSACTION_ID }), event)).toEqual(hangUp);
});

test('nothing is said to a line that is down', () => {
  const event: CarrierEvent = { ...told, type: 'ended', sipCode: 0, ourReason: null };
  for (const call of [
    undefined,
    ended,
    aQueuedCall(),
    ringing,
    aLiveCall({ hangUp: { reason: 'canceled', at: at('12:01:00') } }),
  ]) {
    expect(replyTo(call, event)).toEqual({ do: 'nothing' });
  }
});

test('whoever calls a number that nobody has is hung up on before the answer', () => {
  expect(replyTo(undefined, { ...told, type: 'incoming' })).toEqual({ do: 'hang_up', reason: 'unassigned' });
});

test('whoever calls us is talked to, told again too; a call that was refused is hung up on for its reason', () => {
  const event: CarrierEvent = { ...told, type: 'incoming' };
  const call = aLiveCall({ direction: 'inbound' });
  const blocked = failed('do_not_call', at('12:00:10'));

  expect(replyTo(call, event)).toEqual({ do: 'talk' });
  expect(replyTo(conclude(call, blocked, { stepSec: 60 }), event)).toEqual({
    do: 'hang_up',
    reason: 'blocked',
  });
  expect(replyTo({ ...call, ending: blocked }, event)).toEqual({ do: 'hang_up', reason: 'blocked' });
});

test('whoever is gone before our answer is told nothing', () => {
  expect(replyTo(undefined, { ...told, type: 'missed' })).toEqual({ do: 'nothing' });
  expect(replyTo(aLiveCall(), { ...told, type: 'missed' })).toEqual({ do: 'nothing' });
});
