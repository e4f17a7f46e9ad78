import fc from 'fast-check';
import { type EndedCall, failed } from '../../lambdas/domain/call.ts';
import { afterAnswer } from '../../lambdas/domain/call-end.ts';
import { afterCarrierEvent, conclude, dueOf } from '../../lambdas/domain/call-life.ts';
import type { CarrierEvent } from '../../lambdas/domain/carrier-event.ts';
import { afterBooking, lateSeconds } from '../../lambdas/domain/late-news.ts';
import { OTHER_TRANSACTION_ID, TRANSACTION_ID, aDialingCall, aLiveCall, at } from '../makers.ts';

const byTheMinute = { stepSec: 60 };
const sent = { attempt: 1, at: at('12:00:02'), answer: 'sent' } as const;
const unknown = conclude(
  aDialingCall({ request: sent }),
  failed('outcome_unknown', at('12:01:32')),
  byTheMinute,
);
const told = { transactionId: TRANSACTION_ID };
const answered: CarrierEvent = { ...told, type: 'answered', at: at('12:02:05') };
const ended: CarrierEvent = { ...told, type: 'ended', at: at('12:02:08'), sipCode: 0, ourReason: null };
const rangOut: CarrierEvent = { ...ended, sipCode: 480 };

function after(call: EndedCall, ...events: readonly CarrierEvent[]): EndedCall {
  const next = events.reduce<ReturnType<typeof afterCarrierEvent>>(afterCarrierEvent, call);
  if (next.status !== 'failed') throw new Error('an end is final');
  return next;
}

test('somebody who is found to have answered a call of unknown outcome changes nothing of its end', () => {
  expect(after(unknown, answered, ended)).toEqual({
    ...unknown,
    transactionId: TRANSACTION_ID,
    late: { answeredAt: '2026-03-02T12:02:05.000Z', endedAt: '2026-03-02T12:02:08.000Z', booked: false },
    holdsLineUntil: '2026-03-02T12:02:08.000Z',
  });
});

test('its lines are held until the carrier tells of the end, and from then on due to be freed', () => {
  expect(dueOf(unknown)).toBe('2026-03-02T12:03:02.000Z');
  expect(dueOf(after(unknown, answered))).toBe('2026-03-02T12:05:05.000Z');
  expect(dueOf(after(unknown, answered, ended))).toBe('2026-03-02T12:02:08.000Z');
  expect(dueOf(after(unknown, rangOut))).toBe('2026-03-02T12:02:08.000Z');
  expect(dueOf(afterBooking(after(unknown, answered, ended)))).toBeNull();
});

test.each([
  { why: 'answered, and over three seconds later', events: [answered, ended], seconds: 3 },
  { why: 'the end is told first', events: [ended, answered], seconds: 3 },
  {
    why: 'an answer that is told after the end counts no second',
    events: [ended, { ...answered, at: at('12:03:00') }],
    seconds: 0,
  },
  {
    why: 'we hung up, so somebody had answered',
    events: [{ ...ended, ourReason: 'outcome_unknown' as const }],
    seconds: 0,
  },
  { why: 'the end is not told', events: [answered], seconds: 55 },
  { why: 'nobody answered', events: [rangOut], seconds: undefined },
  {
    why: 'it rang out, though it was to be hung up',
    events: [{ ...rangOut, ourReason: 'outcome_unknown' as const }],
    seconds: undefined,
  },
  { why: 'nothing was told', events: [], seconds: undefined },
])('$seconds seconds are ours to bear: $why', ({ events, seconds }) => {
  expect(lateSeconds(after(unknown, ...events), at('12:03:00'))).toBe(seconds);
});

test('what is told late of a call whose line was free by then is put into the books too', () => {
  const heard = aDialingCall({ request: sent, transactionId: TRANSACTION_ID, heardAt: at('12:00:03') });
  const free = conclude(heard, failed('outcome_unknown', at('12:03:02')), byTheMinute);
  expect(dueOf(free)).toBeNull();
  expect(dueOf(after(free, answered))).toBe('2026-03-02T12:05:05.000Z');
  expect(after(free, answered, ended)).toMatchObject({ holdsLineUntil: null });
  expect(dueOf(after(free, answered, ended))).toBe('2026-03-02T12:02:08.000Z');
});

const ringing = aDialingCall({ request: sent, transactionId: TRANSACTION_ID, heardAt: at('12:00:03') });
test.each([
  {
    why: 'its end was told',
    call: conclude(ringing, failed('placement_failed', at('12:00:09')), byTheMinute),
  },
  { why: 'it was canceled', call: conclude(ringing, failed('canceled', at('12:00:09')), byTheMinute) },
  {
    why: 'it is billed',
    call: conclude(aLiveCall(), afterAnswer('outcome_unknown', at('12:01:00')), byTheMinute),
  },
  { why: 'it is another one', call: { ...unknown, transactionId: OTHER_TRANSACTION_ID } },
])('a call of which something is told late stays as it is: $why', ({ call }) => {
  expect(afterCarrierEvent(call, answered)).toBe(call);
  expect(afterCarrierEvent(call, ended)).toBe(call);
});

const EVENTS: readonly CarrierEvent[] = [
  { ...answered, type: 'bound' },
  { ...answered, type: 'ringing' },
  answered,
  { ...answered, type: 'asked' },
  ended,
  rangOut,
];

test('in whatever order and however often events come, the books get one line at the most', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constantFrom(...EVENTS), fc.constant('sweep' as const))), (news) => {
      let call: EndedCall = unknown;
      let lines = 0;
      for (const each of [...news, 'sweep' as const]) {
        if (each !== 'sweep') call = after(call, each);
        else if (dueOf(call) !== null) {
          lines += lateSeconds(call, at('13:00:00')) === undefined ? 0 : 1;
          call = afterBooking(call);
        }
      }
      expect(lines).toBe(news.includes(answered) ? 1 : 0);
      expect(dueOf(call)).toBeNull();
      expect({ ...call, late: null, transactionId: null, holdsLineUntil: null }).toEqual({
        ...unknown,
        holdsLineUntil: null,
      });
    }),
  );
});
