import fc from 'fast-check';
import type { Call, EndReason } from '../../lambdas/domain/call.ts';
import { isOpen } from '../../lambdas/domain/call.ts';
import { afterCarrierEvent, afterLanguage, afterTaken, conclude } from '../../lambdas/domain/call-life.ts';
import type { CarrierEvent } from '../../lambdas/domain/carrier-event.ts';
import { OTHER_TRANSACTION_ID, TRANSACTION_ID, aDialingCall, aLiveCall, aQueuedCall, at } from '../makers.ts';

const told = { transactionId: TRANSACTION_ID, at: at('12:00:10') };
const asked = { attempt: 1, at: at('12:00:02'), answer: 'sent' } as const;
const ringing = aDialingCall({
  request: { ...asked, answer: 'taken' },
  transactionId: TRANSACTION_ID,
  heardAt: at('12:00:03'),
});
const ended = (sipCode: number, ourReason: EndReason | null = null): CarrierEvent & { type: 'ended' } => ({
  ...told,
  at: at('12:00:40'),
  type: 'ended',
  sipCode,
  ourReason,
});
const endedCall = conclude(
  aLiveCall(),
  { status: 'completed', endReason: 'recipient_hangup', error: null, at: at('12:00:40') },
  { stepSec: 60 },
);

test.each(['bound', 'ringing'] as const)(
  'the first event (%s) names the transaction and proves that the carrier took the call',
  (type) => {
    expect(afterCarrierEvent(aDialingCall({ request: asked }), { ...told, type })).toEqual(
      aDialingCall({
        request: { ...asked, answer: 'taken' },
        transactionId: TRANSACTION_ID,
        heardAt: at('12:00:10'),
      }),
    );
  },
);

test('a call is in progress from the instant of the answer', () => {
  expect(afterCarrierEvent(ringing, { ...told, type: 'answered' })).toEqual({
    ...ringing,
    status: 'in_progress',
    heardAt: '2026-03-02T12:00:10.000Z',
    startedAt: '2026-03-02T12:00:10.000Z',
    hangUp: null,
    ending: null,
  });
});

test.each(['outcome_unknown', 'expired', 'blocked'] as const)(
  'a call that was decided to be over (%s) stays so, whatever is told of it later',
  (endReason) => {
    const over = aDialingCall({
      request: asked,
      ending: {
        status: 'failed',
        endReason,
        error: endReason === 'blocked' ? 'do_not_call' : endReason,
        at: at('12:01:32'),
      },
    });

    for (const type of ['bound', 'ringing', 'answered'] as const)
      expect(afterCarrierEvent(over, { ...told, type })).toBe(over);
    expect(afterCarrierEvent(over, ended(480))).toBe(over);
  },
);

test('an answer may be the first that is heard of a call', () => {
  expect(afterCarrierEvent(aDialingCall({ request: asked }), { ...told, type: 'answered' })).toMatchObject({
    status: 'in_progress',
    transactionId: TRANSACTION_ID,
    request: { answer: 'taken' },
  });
});

test.each([
  { sipCode: 480, status: 'no_answer', endReason: 'no_answer', error: null },
  { sipCode: 408, status: 'no_answer', endReason: 'no_answer', error: null },
  { sipCode: 487, status: 'no_answer', endReason: 'no_answer', error: null },
  { sipCode: 0, status: 'no_answer', endReason: 'no_answer', error: null },
  { sipCode: 486, status: 'no_answer', endReason: 'busy', error: null },
  { sipCode: 603, status: 'declined', endReason: 'declined', error: null },
  { sipCode: 607, status: 'declined', endReason: 'declined', error: null },
  { sipCode: 400, status: 'failed', endReason: 'carrier_refused', error: 'placement_failed' },
  { sipCode: 403, status: 'failed', endReason: 'carrier_refused', error: 'placement_failed' },
  { sipCode: 404, status: 'failed', endReason: 'carrier_refused', error: 'placement_failed' },
  { sipCode: 484, status: 'failed', endReason: 'carrier_refused', error: 'placement_failed' },
  { sipCode: 500, status: 'failed', endReason: 'carrier_refused', error: 'placement_failed' },
  { sipCode: 503, status: 'failed', endReason: 'carrier_refused', error: 'placement_failed' },
  { sipCode: 604, status: 'failed', endReason: 'carrier_refused', error: 'placement_failed' },
] as const)('SIP $sipCode before an answer is $status / $endReason', ({ sipCode, ...ending }) => {
  const after = afterCarrierEvent(ringing, ended(sipCode));
  expect(after).toMatchObject({
    status: 'dialing',
    ending: { ...ending, at: '2026-03-02T12:00:40.000Z' },
  });
});

test.each([
  { why: 'the far end hung up', ourReason: null, wish: null, endReason: 'recipient_hangup' },
  { why: 'the agent did', ourReason: 'agent_hangup', wish: null, endReason: 'agent_hangup' },
  { why: 'it was time', ourReason: 'max_duration', wish: 'max_duration', endReason: 'max_duration' },
  { why: 'it was to be hung up', ourReason: null, wish: 'canceled', endReason: 'canceled' },
  { why: 'it was canceled first', ourReason: 'agent_hangup', wish: 'canceled', endReason: 'canceled' },
  { why: 'it was asked not to call', ourReason: 'opt_out', wish: 'max_duration', endReason: 'opt_out' },
] as const)('an answered call is completed / $endReason: $why', ({ ourReason, wish, endReason }) => {
  const hangUp = wish && { reason: wish, at: at('12:00:30') };
  expect(afterCarrierEvent(aLiveCall({ hangUp }), ended(0, ourReason))).toMatchObject({
    status: 'in_progress',
    ending: { status: 'completed', endReason, error: null },
  });
});

test.each([486, 487, 500, 603])('SIP %i after the answer does not undo the answer', (sipCode) => {
  expect(afterCarrierEvent(aLiveCall(), ended(sipCode))).toMatchObject({
    ending: { status: 'completed', endReason: 'recipient_hangup' },
  });
});

test('a voicemail is a status of its own, and a conversation of ours that broke a failure', () => {
  expect(afterCarrierEvent(aLiveCall(), ended(0, 'voicemail'))).toMatchObject({
    ending: { status: 'voicemail', endReason: 'voicemail', error: null },
  });
  expect(afterCarrierEvent(aLiveCall(), ended(0, 'conversation_failed'))).toMatchObject({
    ending: { status: 'failed', endReason: 'conversation_failed', error: 'conversation_failed' },
  });
});

test.each<{ why: string; call: Call; event: CarrierEvent }>([
  { why: 'bound again', call: ringing, event: { ...told, type: 'bound' } },
  { why: 'ringing again', call: ringing, event: { ...told, type: 'ringing' } },
  { why: 'ringing after the answer', call: aLiveCall(), event: { ...told, type: 'ringing' } },
  { why: 'answered again', call: aLiveCall(), event: { ...told, type: 'answered' } },
  { why: 'ended again', call: aLiveCall({ ending: endingAt('12:00:40') }), event: ended(0) },
  { why: 'an action is done', call: aLiveCall(), event: { ...told, type: 'noted' } },
  { why: 'it has talked', call: aLiveCall(), event: { ...told, type: 'talked', reason: 'agent_hangup' } },
  { why: 'a word with it', call: aLiveCall(), event: { ...told, type: 'asked' } },
  { why: 'somebody calls', call: ringing, event: { ...told, type: 'incoming' } },
  { why: 'the call was never dialed', call: aQueuedCall(), event: { ...told, type: 'answered' } },
  { why: 'the call is over', call: endedCall, event: { ...told, type: 'answered' } },
  { why: 'the call is over', call: endedCall, event: ended(486) },
])('an event that changes nothing leaves the same object: $why', ({ call, event }) => {
  expect(afterCarrierEvent(call, event)).toBe(call);
});

test.each<CarrierEvent>([
  { ...told, type: 'bound' },
  { ...told, type: 'ringing' },
  { ...told, type: 'answered' },
  ended(0),
])('an event of another transaction ($type) is none of the call', (event) => {
  const foreign = { ...event, transactionId: OTHER_TRANSACTION_ID };
  const bound = { ...ringing, heardAt: null };
  expect(afterCarrierEvent(bound, foreign)).toBe(bound);
  const live = aLiveCall();
  expect(afterCarrierEvent(live, foreign)).toBe(live);
});

/** News of one call, as it happened. */
type News = CarrierEvent | 'taken';
const answeredStory: readonly News[] = [
  'taken',
  { ...told, at: at('12:00:03'), type: 'bound' },
  { ...told, at: at('12:00:05'), type: 'ringing' },
  { ...told, at: at('12:00:10'), type: 'answered' },
  ended(0),
];

const endOf = (news: readonly News[]) => {
  const call = news.reduce<Call>(
    (before, event) =>
      event === 'taken' ? afterTaken(before, TRANSACTION_ID) : afterCarrierEvent(before, event),
    aDialingCall({ request: asked }),
  );
  if (!isOpen(call) || !call.ending) throw new Error('the story has no end');
  return conclude(call, call.ending, { stepSec: 60 });
};

/** All of a story in any order, some of it more than once. */
const shuffled = (story: readonly News[]) =>
  fc
    .tuple(
      fc.array(fc.constantFrom(...story), { maxLength: 5 }),
      fc.array(fc.nat(), { minLength: 10, maxLength: 10 }),
    )
    .map(([again, keys]) =>
      [...story, ...again]
        .map((news, i) => ({ news, key: keys[i] ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .map(({ news }) => news),
    );

test('an answered call ends alike in whatever order and how often its news comes', () => {
  const inOrder = endOf(answeredStory);
  expect(inOrder).toMatchObject({
    status: 'completed',
    endReason: 'recipient_hangup',
    startedAt: '2026-03-02T12:00:10.000Z',
    endedAt: '2026-03-02T12:00:40.000Z',
    durationSec: 30,
    billedMinutes: 1,
  });
  fc.assert(fc.property(shuffled(answeredStory), (news) => expect(endOf(news)).toEqual(inOrder)));
});

test.each([480, 486, 603, 404])('a call that ends with %i unanswered ends alike in any order', (sipCode) => {
  const story = [...answeredStory.slice(0, 3), ended(sipCode)];
  const inOrder = endOf(story);
  fc.assert(fc.property(shuffled(story), (news) => expect(endOf(news)).toEqual(inOrder)));
});

test('an answer that is told after the end, at a later instant, begins no later than the call ended', () => {
  const late: News = { ...told, at: at('12:00:41'), type: 'answered' };
  expect(endOf([ended(0), late])).toMatchObject({
    status: 'completed',
    startedAt: '2026-03-02T12:00:40.000Z',
    endedAt: '2026-03-02T12:00:40.000Z',
    durationSec: 0,
  });
});

test.each(['agent_hangup', 'voicemail', 'conversation_failed', 'opt_out'] as const)(
  'a call that we hung up (%s) ends alike if its end is told before its answer',
  (reason) => {
    const story = [...answeredStory.slice(0, 4), ended(0, reason)];
    expect(endOf([...story].reverse())).toEqual(endOf(story));
  },
);

test('no news takes a call back a step, and an end that was told of an answered call stays', () => {
  const ranks = ['dialing', 'in_progress'];
  const news = fc.constantFrom<News[]>(...answeredStory, ended(486), ended(0, 'agent_hangup'));
  fc.assert(
    fc.property(fc.array(news, { maxLength: 12 }), (story) => {
      let before: Call = aDialingCall({ request: asked });
      for (const event of story) {
        const after: Call =
          event === 'taken' ? afterTaken(before, TRANSACTION_ID) : afterCarrierEvent(before, event);
        expect(ranks.indexOf(after.status)).toBeGreaterThanOrEqual(ranks.indexOf(before.status));
        if (before.status === 'in_progress' && before.ending) expect(after).toBe(before);
        before = after;
      }
    }),
  );
});

test('a call that is to match whoever answers goes on in their language, in its own voice if that speaks it', () => {
  const auto = aLiveCall({ languageSource: 'auto', voice: 'Puck' });

  expect(afterLanguage(auto, 'es-US')).toEqual({ ...auto, language: 'es-US' });
  expect(afterLanguage(auto, 'nl-NL')).toEqual({ ...auto, language: 'nl-NL', voice: 'Aoede' });
  expect(afterLanguage(auto, 'en-US')).toBe(auto);
});

test.each(['explicit', 'inferred'] as const)('a call whose language is %s stays in it', (languageSource) => {
  const call = aLiveCall({ languageSource });
  expect(afterLanguage(call, 'es-US')).toBe(call);
});

test('a call that has its end, or no answer yet, changes its language no more', () => {
  const over = aLiveCall({ languageSource: 'auto', ending: endingAt('12:00:40') });
  const ringing = aDialingCall({ languageSource: 'auto' });
  expect(afterLanguage(over, 'es-US')).toBe(over);
  expect(afterLanguage(ringing, 'es-US')).toBe(ringing);
});

function endingAt(time: string) {
  return { status: 'completed', endReason: 'recipient_hangup', error: null, at: at(time) } as const;
}
