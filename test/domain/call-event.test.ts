import fc from 'fast-check';
import { type Call, END_STATUSES, failed } from '../../lambdas/domain/call.ts';
import { type CallEvent, eventDueOf, eventIdOf, eventOf, wasTaken } from '../../lambdas/domain/call-event.ts';
import { afterAnswer } from '../../lambdas/domain/call-end.ts';
import { afterCancel, afterCarrierEvent, conclude } from '../../lambdas/domain/call-life.ts';
import { type CarrierEvent, replyTo } from '../../lambdas/domain/carrier-event.ts';
import { CALL_ID, NOON, TRANSACTION_ID, aDialingCall, aLiveCall, aQueuedCall, at } from '../makers.ts';

const byTheMinute = { stepSec: 60 };
const ringing = aDialingCall({
  request: { attempt: 1, at: at('12:00:02'), answer: 'taken' },
  transactionId: TRANSACTION_ID,
  heardAt: at('12:00:03'),
  webhookEvents: 0,
});
const told = (type: 'answered' | 'ringing' | 'bound', time: string): CarrierEvent => ({
  type,
  transactionId: TRANSACTION_ID,
  at: at(time),
});

test('the answer of a call that the agent then speaks in is an event, once', () => {
  const answer = told('answered', '12:00:10');
  const live = afterCarrierEvent(ringing, answer);

  expect(eventOf(ringing, live)).toEqual({
    accountId: ringing.accountId,
    callId: CALL_ID,
    sequence: 1,
    event: 'call.in_progress',
    at: '2026-03-02T12:00:10.000Z',
  });
  expect(eventOf(live, afterCarrierEvent(live, answer))).toBeUndefined();
});

test.each([
  { why: 'it was canceled while it rang', call: afterCancel(ringing, at('12:00:05')) },
  {
    why: 'its end was told first',
    call: { ...ringing, ending: afterAnswer('agent_hangup', at('12:00:09')) },
  },
])('an answer that nobody speaks to is no event: $why', ({ call }) => {
  const after = afterCarrierEvent(call, told('answered', '12:00:10'));

  expect(replyTo(after, told('answered', '12:00:10')).do).toBe('hang_up');
  expect(eventOf(call, after)).toBeUndefined();
});

test.each(END_STATUSES)('a call that ends as %s tells so as its last event', (status) => {
  const ending = { status, endReason: 'agent_hangup', error: null, at: at('12:01:00') } as const;
  const ended = conclude(aLiveCall({ webhookEvents: 1 }), ending, byTheMinute);

  expect(eventOf(aLiveCall({ webhookEvents: 1 }), ended)).toMatchObject({
    sequence: 2,
    event: `call.${status}`,
    at: '2026-03-02T12:01:00.000Z',
  });
});

test('a call that was never answered tells its end alone', () => {
  const queued = aQueuedCall({ webhookEvents: 0 });
  const ended = conclude(queued, failed('expired', at('13:00:00')), byTheMinute);

  expect(eventOf(queued, ended)).toMatchObject({ sequence: 1, event: 'call.failed' });
});

test('a call without a webhook has no events', () => {
  const live = aLiveCall();
  const ended = conclude(live, afterAnswer('agent_hangup', at('12:01:00')), byTheMinute);

  expect(eventOf(aDialingCall(), live)).toBeUndefined();
  expect(eventOf(live, ended)).toBeUndefined();
});

test('whatever the carrier tells in whatever order, the agent speaks if and only if that was an event', () => {
  const event = fc.record({
    type: fc.constantFrom('bound', 'ringing', 'answered', 'ended'),
    second: fc.integer({ min: 10, max: 59 }),
    sipCode: fc.constantFrom(0, 486, 603, 500),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 8 }), fc.boolean(), (events, canceled) => {
      let call: Call = canceled ? afterCancel(ringing, at('12:00:05')) : ringing;
      const seen: CallEvent[] = [];
      let spoke = false;
      for (const { type, second, sipCode } of events) {
        const one = { ...told('bound', `12:00:${second}`), type, sipCode, ourReason: null } as CarrierEvent;
        const after = afterCarrierEvent(call, one);
        const its = eventOf(call, after);
        if (its) seen.push(its);
        spoke ||= type === 'answered' && replyTo(after, one).do === 'talk';
        call = after;
      }
      expect(seen.map(({ event: name }) => name)).toEqual(spoke ? ['call.in_progress'] : []);
    }),
  );
});

test('an id is made of the call and the number of the event: it is the same whenever it is asked for', () => {
  const name = { accountId: ringing.accountId, callId: CALL_ID, sequence: 2 };

  expect(eventIdOf(name)).toBe('evt_019cae6b-6600-7000-8000-00000000c001_2');
});

test('the queue is given a minute to bring an event to its receiver', () => {
  const { accountId, callId } = ringing;

  expect(eventDueOf({ accountId, callId, sequence: 1, event: 'call.in_progress', at: NOON })).toBe(
    '2026-03-02T12:01:00.000Z',
  );
});

test.each([
  [200, true],
  [299, true],
  [199, false],
  [300, false],
  [410, false],
  [null, false],
])('an answer with %s means that it was taken: %s', (status, taken) => {
  expect(wasTaken({ at: NOON, status, ms: 5 })).toBe(taken);
});
