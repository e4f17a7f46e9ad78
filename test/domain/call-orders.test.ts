import { type Call, type EndReason, isOpen } from '../../lambdas/domain/call.ts';
import { eventOf } from '../../lambdas/domain/call-event.ts';
import { afterCarrierEvent, afterTaken, conclude } from '../../lambdas/domain/call-life.ts';
import type { CarrierEvent } from '../../lambdas/domain/carrier-event.ts';
import type { Instant } from '../../lambdas/domain/time.ts';
import { plusSeconds } from '../../lambdas/domain/time.ts';
import { TRANSACTION_ID, aDialingCall, at, ordersOf } from '../makers.ts';

/** What is told of a call: by the answer to our request, or by an event, which bears no time but that of its arrival. */
type News = 'taken' | 'bound' | 'ringing' | 'answered' | 'ended';

interface Told {
  readonly sipCode: number;
  readonly ourReason: EndReason | null;
}

const eventOfNews = (type: Exclude<News, 'taken'>, arrived: Instant, end: Told): CarrierEvent => {
  const told = { transactionId: TRANSACTION_ID, at: arrived };
  if (type !== 'ended') return { ...told, type };
  // We know when we hung up; of the others' end its arrival is all there is.
  return { ...told, type, ...end, at: end.ourReason ? at('12:00:40') : arrived };
};

/** What becomes of a call whose news arrive in this order, so many seconds apart, from 12:01 on. */
function lifeOf(order: readonly News[], end: Told, apartSec: number) {
  const webhook: string[] = [];
  let call: Call = aDialingCall({
    request: { attempt: 1, at: at('12:00:02'), answer: 'sent' },
    webhookEvents: 0,
  });
  for (const [i, news] of order.entries()) {
    const before: Call = call;
    call =
      news === 'taken'
        ? afterTaken(before, TRANSACTION_ID)
        : afterCarrierEvent(before, eventOfNews(news, plusSeconds(at('12:01:00'), i * apartSec), end));
    const told = eventOf(before, call);
    if (told) webhook.push(told.event);
  }
  if (!isOpen(call) || !call.ending) throw new Error('the story has no end');
  const ended = conclude(call, call.ending, { stepSec: 60 });
  const { status, endReason, error, billedMinutes } = ended;
  webhook.push(eventOf(call, ended)?.event ?? 'nothing');
  return { status, endReason, error, billedMinutes, webhook };
}

const ANSWERED: readonly News[] = ['taken', 'bound', 'ringing', 'answered', 'ended'];
const tellsAnswerFirst = (order: readonly News[]) => order.indexOf('answered') < order.indexOf('ended');

test.each([0, 1, 10])(
  'an answered call that the other side ends ends alike in all 120 orders of its news, %i s apart',
  (apartSec) => {
    const orders = ordersOf(ANSWERED);
    expect(orders).toHaveLength(120);

    for (const order of orders) {
      const { webhook, ...end } = lifeOf(order, { sipCode: 0, ourReason: null }, apartSec);
      expect({ order, end }).toEqual({
        order,
        end: { status: 'completed', endReason: 'recipient_hangup', error: null, billedMinutes: 1 },
      });
      // Of a talk that is over the webhook is not told any more that it goes on.
      expect(webhook).toEqual(
        tellsAnswerFirst(order) ? ['call.in_progress', 'call.completed'] : ['call.completed'],
      );
    }
  },
);

test.each([
  { ourReason: 'agent_hangup', status: 'completed', error: null },
  { ourReason: 'opt_out', status: 'completed', error: null },
  { ourReason: 'max_duration', status: 'completed', error: null },
  { ourReason: 'voicemail', status: 'voicemail', error: null },
  { ourReason: 'conversation_failed', status: 'failed', error: 'conversation_failed' },
] as const)('a call that we end ($ourReason) ends alike in all 120 orders of its news', (told) => {
  const { ourReason, ...end } = told;
  for (const order of ordersOf(ANSWERED)) {
    const { webhook: _, ...seen } = lifeOf(order, { sipCode: 0, ourReason }, 10);
    expect({ order, seen }).toEqual({ order, seen: { ...end, endReason: ourReason, billedMinutes: 1 } });
  }
});

test.each([
  { sipCode: 480, status: 'no_answer', endReason: 'no_answer', error: null },
  { sipCode: 486, status: 'no_answer', endReason: 'busy', error: null },
  { sipCode: 603, status: 'declined', endReason: 'declined', error: null },
  { sipCode: 500, status: 'failed', endReason: 'carrier_refused', error: 'placement_failed' },
])('a call that ends with $sipCode unanswered ends alike in all 24 orders of its news', (told) => {
  const { sipCode, ...end } = told;
  for (const order of ordersOf<News>(['taken', 'bound', 'ringing', 'ended'])) {
    expect({ order, end: lifeOf(order, { sipCode, ourReason: null }, 10) }).toEqual({
      order,
      end: { ...end, billedMinutes: 0, webhook: [`call.${end.status}`] },
    });
  }
});

test.each(ANSWERED.slice(0, 4))(
  'of the news of an answered call %s may be lost, and it ends alike',
  (lost) => {
    const order = ANSWERED.filter((news) => news !== lost);

    const { webhook: _, ...end } = lifeOf(order, { sipCode: 0, ourReason: 'agent_hangup' }, 10);

    expect(end).toEqual({ status: 'completed', endReason: 'agent_hangup', error: null, billedMinutes: 1 });
  },
);

test('news that come twice, at once or after all others, change nothing', () => {
  const end = { sipCode: 0, ourReason: 'agent_hangup' as const };
  const once = lifeOf(ANSWERED, end, 10);

  expect(
    lifeOf(
      ANSWERED.flatMap((news) => [news, news]),
      end,
      10,
    ),
  ).toEqual(once);
  expect(lifeOf([...ANSWERED, ...ANSWERED], end, 10)).toEqual(once);
  expect(lifeOf([...ANSWERED, ...ANSWERED.toReversed()], end, 10)).toEqual(once);
});
