import { type Call, type OpenCall, isOpen } from '../../lambdas/domain/call.ts';
import { afterCarrierEvent, conclude, latestEnd } from '../../lambdas/domain/call-life.ts';
import { type CarrierEvent, replyTo } from '../../lambdas/domain/carrier-event.ts';
import { E164 } from '../../lambdas/domain/ids.ts';
import { type SecondLeg, handingOverTo } from '../../lambdas/domain/second-leg.ts';
import { plusSeconds } from '../../lambdas/domain/time.ts';
import { TRANSACTION_ID, aDialingCall, aLiveCall, at, ordersOf } from '../makers.ts';

const OFFICE = E164.parse('+13125550110');
const transfer = handingOverTo({ to: OFFICE, warm: true });
const forward: SecondLeg = { ...transfer, why: 'forward', warm: false, orAssistant: false };

const inbound = (secondLeg: SecondLeg, live: boolean): OpenCall => {
  const common = {
    direction: 'inbound',
    keyId: null,
    heldMinutes: 0,
    transactionId: TRANSACTION_ID,
  } as const;
  return live
    ? aLiveCall({ ...common, secondLeg, startedAt: at('12:00:10') })
    : aDialingCall({ ...common, secondLeg, heardAt: at('12:00:10'), request: null });
};

type News = 'bridged' | 'not_bridged' | 'leg_ended' | 'ended';
const news = (type: News, i: number): CarrierEvent => {
  const told = { transactionId: TRANSACTION_ID, at: plusSeconds(at('12:01:00'), i * 10) };
  return type === 'ended' ? { ...told, type, sipCode: 0, ourReason: null } : { ...told, type };
};

function lifeOf(first: OpenCall, order: readonly News[]) {
  let call: Call = first;
  for (const [i, type] of order.entries()) call = afterCarrierEvent(call, news(type, i));
  if (!isOpen(call) || !call.ending) throw new Error('the story has no end');
  const { status, endReason, error, startedAt, billedMinutes } = conclude(call, call.ending, { stepSec: 60 });
  return { status, endReason, error, isAnswered: startedAt !== null, billedMinutes };
}

test.each([
  { why: 'forwarded', first: inbound(forward, false), minutes: [1] },
  // It had begun before: how long it was depends on when its end was told first.
  { why: 'transferred', first: inbound(transfer, true), minutes: [1, 2] },
])('two who were joined ($why) end alike in whatever order that is told, once or twice', (told) => {
  const orders = ordersOf<News>(['bridged', 'leg_ended', 'ended']);
  expect(orders).toHaveLength(6);

  for (const order of [...orders, ...orders.map((one) => one.flatMap((each) => [each, each]))]) {
    const { billedMinutes, ...end } = lifeOf(told.first, order);
    expect({ order, end }).toEqual({
      order,
      end: { status: 'completed', endReason: told.why, error: null, isAnswered: true },
    });
    expect(told.minutes).toContain(billedMinutes);
  }
});

test('a forwarded call that nobody took was answered by nobody, whichever end is told first', () => {
  for (const order of ordersOf<News>(['not_bridged', 'ended']))
    expect({ order, end: lifeOf(inbound(forward, false), order) }).toEqual({
      order,
      end: { status: 'no_answer', endReason: 'no_answer', error: null, isAnswered: false, billedMinutes: 0 },
    });
});

test('the end of a leg that never answered is no news', () => {
  const ringing = inbound(forward, false);
  const order: readonly News[] = ['leg_ended', 'not_bridged'];

  expect(lifeOf(ringing, order)).toMatchObject({ status: 'no_answer' });
  expect(replyTo(afterCarrierEvent(ringing, news('leg_ended', 0)), news('leg_ended', 0))).toEqual({
    do: 'nothing',
  });
});

test('whoever is left on the phone is hung up on, also when the call has its end or is nobody’s', () => {
  const joined = afterCarrierEvent(inbound(transfer, true), news('bridged', 0));
  const over = afterCarrierEvent(joined, news('leg_ended', 1));
  if (!isOpen(over) || !over.ending) throw new Error('it has no end');
  const ended = conclude(over, over.ending, { stepSec: 60 });
  const left = { ...news('ended', 2), isLeft: true } as CarrierEvent;

  expect(replyTo(over, news('leg_ended', 1))).toEqual({ do: 'hang_up', reason: 'transferred' });
  expect(replyTo(ended, news('leg_ended', 1))).toEqual({ do: 'hang_up', reason: 'transferred' });
  expect(replyTo(ended, left)).toEqual({ do: 'hang_up', reason: 'transferred' });
  expect(replyTo(undefined, left)).toEqual({ do: 'hang_up', reason: 'outcome_unknown' });
  expect(replyTo(over, news('ended', 2))).toEqual({ do: 'nothing' });
});

test('a wish to hand a call over is carried out once, and told again gets the same answer', () => {
  const wish: CarrierEvent = {
    type: 'talked',
    reason: 'transferred',
    transactionId: TRANSACTION_ID,
    at: at('12:01:00'),
  };
  const call = aLiveCall({ transferTo: { to: OFFICE, warm: true }, recording: 'on' });
  const rung = afterCarrierEvent(call, wish);
  const bridge = { do: 'bridge', to: OFFICE, callerId: call.callerId, ringSec: 30, endsRecording: true };

  expect(replyTo(rung, wish)).toEqual(bridge);
  expect(afterCarrierEvent(rung, wish)).toBe(rung);
  const joined = afterCarrierEvent(rung, news('bridged', 1));
  expect(replyTo(joined, news('bridged', 1))).toEqual({ do: 'announce' });
  expect(afterCarrierEvent(joined, news('bridged', 2))).toBe(joined);
  expect(replyTo(joined, wish)).toEqual({ do: 'nothing' });
  const alone = afterCarrierEvent(rung, news('not_bridged', 1));
  expect(replyTo(alone, news('not_bridged', 1))).toEqual({ do: 'talk' });
  expect(afterCarrierEvent(alone, wish)).toBe(alone);
  // Nobody let the agent do so.
  expect(replyTo(aLiveCall(), wish)).toEqual({ do: 'hang_up', reason: 'conversation_failed' });
});

test('a call that is to be hung up is not handed over, and not talked on with', () => {
  const canceled = aLiveCall({
    transferTo: { to: OFFICE, warm: false },
    hangUp: { reason: 'canceled', at: at('12:00:30') },
  });
  const wish = { type: 'talked', reason: 'transferred', transactionId: TRANSACTION_ID } as const;

  expect(afterCarrierEvent(canceled, { ...wish, at: at('12:01:00') })).toBe(canceled);
  expect(replyTo(canceled, { ...wish, at: at('12:01:00') })).toEqual({ do: 'hang_up', reason: 'canceled' });
  expect(replyTo(canceled, news('bridged', 1))).toEqual({ do: 'hang_up', reason: 'canceled' });
});

test('two who are joined may talk for an hour, whatever the call was placed for', () => {
  const call = aLiveCall({ maxDurationSec: 60, secondLeg: transfer });
  const joined = afterCarrierEvent(call, news('bridged', 0));

  expect(latestEnd(call)).toBe(plusSeconds(call.startedAt, 60));
  expect(joined.status === 'in_progress' && latestEnd(joined)).toBe(plusSeconds(call.startedAt, 3_600));
});
