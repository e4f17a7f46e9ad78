import fc from 'fast-check';
import { failed } from '../../lambdas/domain/call.ts';
import {
  afterCancel,
  afterCarrierEvent,
  afterRefusal,
  conclude,
  dueOf,
  givenUpAt,
} from '../../lambdas/domain/call-life.ts';
import { type CarrierEvent, replyTo } from '../../lambdas/domain/carrier-event.ts';
import { TRANSACTION_ID, aDialingCall, aLiveCall, at } from '../makers.ts';

const asked = { attempt: 1, at: at('12:00:02'), answer: 'sent' } as const;
const refused = { ...asked, answer: 'refused' } as const;
const wish = { reason: 'canceled', at: at('12:00:08') } as const;
const ringing = aDialingCall({ request: asked, transactionId: TRANSACTION_ID, heardAt: at('12:00:04') });
const told = { transactionId: TRANSACTION_ID, at: at('12:00:10') };

test.each([
  { why: 'the carrier was not asked yet', call: aDialingCall() },
  { why: 'the carrier has refused it so far', call: aDialingCall({ request: refused }) },
])('a canceled call that provably rang nobody is over at once: $why', ({ call }) => {
  expect(afterCancel(call, at('12:00:08'))).toEqual({
    ...call,
    ending: { status: 'failed', endReason: 'canceled', error: 'canceled', at: '2026-03-02T12:00:08.000Z' },
  });
});

test.each([
  { why: 'its request is on the way', call: aDialingCall({ request: asked }) },
  { why: 'it rings', call: ringing },
  { why: 'somebody talks', call: aLiveCall() },
])('the wish is stored while a phone may ring: $why', ({ call }) => {
  expect(afterCancel(call, at('12:00:08'))).toEqual({ ...call, hangUp: wish });
});

test.each([
  { why: 'it is canceled already', call: { ...ringing, hangUp: wish } },
  { why: 'it is to be hung up', call: aLiveCall({ hangUp: { ...wish, reason: 'max_duration' } }) },
  { why: 'it is over', call: aDialingCall({ ending: failed('expired', at('12:00:07')) }) },
])('a cancel changes nothing of a call that has its end or its wish: $why', ({ call }) => {
  expect(afterCancel(call, at('12:00:09'))).toBe(call);
});

test('a canceled call that the carrier refuses is not asked for again', () => {
  const call = aDialingCall({ request: asked, hangUp: wish });
  expect(afterRefusal(call, at('12:00:09'), true)).toMatchObject({
    request: { answer: 'refused' },
    ending: { status: 'failed', error: 'canceled' },
  });
});

test('nobody is talked to who answers a canceled call', () => {
  const answered: CarrierEvent = { ...told, type: 'answered' };
  const after = afterCarrierEvent({ ...ringing, hangUp: wish }, answered);
  expect(after).toMatchObject({ status: 'dialing', ending: { status: 'failed', endReason: 'canceled' } });
  expect(replyTo(after, answered)).toEqual({ do: 'hang_up', reason: 'canceled' });
});

const EVENTS: readonly CarrierEvent[] = [
  { ...told, type: 'bound' },
  { ...told, type: 'ringing' },
  { ...told, type: 'answered' },
  { ...told, type: 'ended', sipCode: 0, ourReason: 'canceled' },
  { ...told, type: 'ended', sipCode: 480, ourReason: null },
  { ...told, type: 'ended', sipCode: 603, ourReason: null },
  { ...told, type: 'ended', sipCode: 500, ourReason: null },
];

test('whatever the carrier tells of a canceled call, and in whatever order, it fails as canceled and costs nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...EVENTS), { minLength: 1 }), (events) => {
      let call = afterCarrierEvent({ ...ringing, hangUp: wish }, EVENTS[0] as CarrierEvent);
      for (const event of events) call = afterCarrierEvent(call, event);
      if (call.status !== 'dialing') throw new Error('it must not be answered');
      const ended = conclude(call, call.ending ?? failed('canceled', at('12:00:40')), { stepSec: 60 });
      expect(ended).toMatchObject({ status: 'failed', error: 'canceled', startedAt: null, billedMinutes: 0 });
    }),
  );
});

test('a live call that is to be hung up is due at once, and given up three minutes later', () => {
  const call = aLiveCall({ hangUp: { ...wish, at: at('12:00:20') } });
  expect(dueOf(call)).toBe('2026-03-02T12:00:20.000Z');
  expect(givenUpAt(call)).toBe('2026-03-02T12:03:20.000Z');
});

test('a canceled call that nothing is heard of holds its line for as long as a phone may ring', () => {
  const call = aDialingCall({ request: asked, hangUp: wish });
  const ended = conclude(call, failed('canceled', at('12:01:32')), { stepSec: 60 });
  expect(ended.holdsLineUntil).toBe('2026-03-02T12:03:02.000Z');
});
