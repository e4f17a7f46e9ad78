import fc from 'fast-check';
import type { DialingCall } from '../../lambdas/domain/call.ts';
import { afterRefusal, afterTaken, claim, intend, mayHaveRung } from '../../lambdas/domain/call-life.ts';
import { TransactionId } from '../../lambdas/domain/ids.ts';
import { OTHER_TRANSACTION_ID, TRANSACTION_ID, aDialingCall, aLiveCall, aQueuedCall, at } from '../makers.ts';

const sent = { attempt: 1, at: at('12:00:02'), answer: 'sent' } as const;
const refused = { ...sent, answer: 'refused' } as const;
const taken = { ...sent, answer: 'taken' } as const;
const over = { status: 'failed', endReason: 'canceled', error: 'canceled', at: at('12:00:05') } as const;

test('a claimed call is dialing, and provably nothing was sent for it', () => {
  expect(claim(aQueuedCall(), at('12:00:01'))).toEqual({
    ...aDialingCall(),
    status: 'dialing',
    generation: 1,
    claimedAt: '2026-03-02T12:00:01.000Z',
    request: null,
    transactionId: null,
    heardAt: null,
    hangUp: null,
    ending: null,
  });
});

test('a call that is claimed has left the line', () => {
  expect(claim(aQueuedCall({ inLine: true }), at('12:00:01'))).not.toHaveProperty('inLine');
});

test('an intent is stored as a request whose answer is not known', () => {
  expect(intend(aDialingCall(), at('12:00:02'))?.request).toEqual({
    attempt: 1,
    at: '2026-03-02T12:00:02.000Z',
    answer: 'sent',
  });
});

test.each([
  { why: 'its answer is not known', call: aDialingCall({ request: sent }) },
  { why: 'the carrier took it', call: aDialingCall({ request: taken, transactionId: TRANSACTION_ID }) },
  { why: 'the carrier told of it', call: aDialingCall({ transactionId: TRANSACTION_ID }) },
  { why: 'it is over', call: aDialingCall({ ending: over }) },
  { why: 'it is over after a refusal', call: aDialingCall({ request: refused, ending: over }) },
])('the carrier is not asked again for a call: $why', ({ call }) => {
  expect(intend(call, at('12:00:30'))).toBeUndefined();
});

test.each([
  { why: 'nothing was sent', request: null, rung: false },
  { why: 'the carrier proved that it refused', request: refused, rung: false },
  { why: 'the answer is not known', request: sent, rung: true },
  { why: 'the carrier took it', request: taken, rung: true },
])('a phone may have rung: $rung, since $why', ({ request, rung }) => {
  expect(mayHaveRung(aDialingCall({ request }))).toBe(rung);
});

test('a busy carrier may be asked again, and the second request counts on', () => {
  const after = afterRefusal(aDialingCall({ request: sent }), at('12:00:03'), true);
  expect(after).toEqual(aDialingCall({ request: refused }));
  expect(intend(after, at('12:00:08'))?.request).toEqual({
    attempt: 2,
    at: '2026-03-02T12:00:08.000Z',
    answer: 'sent',
  });
});

test('after the third refusal the call fails', () => {
  const third = aDialingCall({ request: { ...sent, attempt: 3 } });
  expect(afterRefusal(third, at('12:00:30'), true).ending).toEqual({
    status: 'failed',
    endReason: 'carrier_refused',
    error: 'placement_failed',
    at: '2026-03-02T12:00:30.000Z',
  });
});

test('a carrier that never takes the call is asked once', () => {
  const after = afterRefusal(aDialingCall({ request: sent }), at('12:00:03'), false);
  expect(after.request).toEqual(refused);
  expect(after.ending).toMatchObject({ error: 'placement_failed', endReason: 'carrier_refused' });
  expect(intend(after, at('12:00:08'))).toBeUndefined();
});

test.each([
  { why: 'nothing was sent', call: aDialingCall() },
  { why: 'it was told before', call: aDialingCall({ request: refused }) },
  { why: 'the carrier took it after all', call: aDialingCall({ request: taken }) },
  {
    why: 'an event has named the call',
    call: aDialingCall({ request: sent, transactionId: TRANSACTION_ID }),
  },
])('a refusal changes nothing: $why', ({ call }) => {
  expect(afterRefusal(call, at('12:00:03'), true)).toBe(call);
  expect(afterRefusal(call, at('12:00:03'), false)).toBe(call);
});

test("the carrier's answer names the transaction", () => {
  const call = aDialingCall({ request: sent });
  expect(afterTaken(call, TRANSACTION_ID)).toEqual({
    ...call,
    transactionId: TRANSACTION_ID,
    request: taken,
  });
});

test.each([
  { why: 'the call was never dialed', call: aQueuedCall() },
  { why: 'nothing was sent', call: aDialingCall() },
  { why: 'an event came first', call: aDialingCall({ request: taken, transactionId: TRANSACTION_ID }) },
  { why: 'somebody has answered', call: aLiveCall() },
])("the carrier's answer changes nothing: $why", ({ call }) => {
  expect(afterTaken(call, OTHER_TRANSACTION_ID)).toBe(call);
});

/** What can happen around a request, in any order. */
type Step = 'ask' | 'busy' | 'refused' | 'taken' | 'unknown';

test('whatever happens, requests are at most three and each but the last was refused', () => {
  const steps = fc.array(fc.constantFrom<Step>('ask', 'busy', 'refused', 'taken', 'unknown'), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(steps, (happened) => {
      let call: DialingCall = aDialingCall();
      let [requests, refusals] = [0, 0];
      for (const step of happened) {
        if (step === 'ask') {
          const intent = intend(call, at('12:00:02'));
          if (!intent) continue;
          expect(requests).toBe(refusals);
          requests += 1;
          expect(intent.request?.attempt).toBe(requests);
          call = intent;
        } else if (step === 'taken') {
          const next = afterTaken(call, TransactionId.parse('T'));
          if (next.status === 'dialing') call = next;
        } else if (step !== 'unknown') {
          const next = afterRefusal(call, at('12:00:03'), step === 'busy');
          if (next !== call) refusals += 1;
          call = next;
        }
      }
      expect(requests).toBeLessThanOrEqual(3);
      expect(requests - refusals).toBeLessThanOrEqual(1);
    }),
  );
});
