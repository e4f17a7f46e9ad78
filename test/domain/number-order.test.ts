import { v7 as uuidv7 } from 'uuid';
import { OrderId } from '../../lambdas/domain/ids.ts';
import { type NumberOrder, type PendingOrder } from '../../lambdas/domain/number-order.ts';
import {
  afterLookUp,
  afterProgress,
  candidateLost,
  chosen,
  failing,
  inOwnOrder,
  isOfArea,
  intended,
  isSlow,
  linkAgainAt,
  live,
  nextStep,
  nextStepAt,
  notForSale,
  ordered,
  refusedForGood,
  refusedForNow,
  soldOut,
  unlinked,
} from '../../lambdas/domain/number-order-life.ts';
import { NOON, aNumber, anOrder, at } from '../makers.ts';

const NUMBER = aNumber('+15105550001');
const OTHERS = ['2', '3', '4', '5'].map((digit) => aNumber(`+1510555000${digit}`));

/** The same order, further on: with a number, asked for at 12:00:01, taken by the carrier, filled at 12:00:10. */
const tried = chosen(anOrder(), NUMBER);
const asked = intended(tried, at('12:00:01'));
const taken = ordered(asked, 'order-1');
const bought = pending(afterProgress(taken, 'acquired', at('12:00:10')));
/** And one for a number that the account named. */
const forNumber: PendingOrder = { ...asked, wish: { by: 'number', number: NUMBER } };

function pending(order: NumberOrder): PendingOrder {
  if (order.status !== 'pending') throw new Error(`the order is ${order.status}`);
  return order;
}

test.each([
  { order: anOrder(), next: 'search' },
  { order: tried, next: 'ask' },
  { order: asked, next: 'look_up' },
  { order: taken, next: 'poll' },
  { order: bought, next: 'link' },
] as const)('what comes next is read off the order: $next', ({ order, next }) => {
  expect(nextStep(order)).toBe(next);
});

test('the intent stands before the request, and is there once', () => {
  expect(asked.candidate).toMatchObject({ number: NUMBER, askedAt: '2026-03-02T12:00:01.000Z' });
  expect(intended(asked, at('12:09:00'))).toBe(asked);
});

test('news that come late or twice change nothing', () => {
  expect(chosen(tried, aNumber('+15105550009'))).toBe(tried);
  expect(ordered(taken, 'order-2')).toBe(taken);
  expect(refusedForNow(taken, NOON)).toBe(taken);
  expect(afterProgress(bought, 'failed', NOON)).toBe(bought);
  expect(afterLookUp(taken, { what: 'absent' }, NOON)).toBe(taken);
  expect(live(taken, NOON)).toBe(taken);
  expect(unlinked(taken, at('23:00:00'))).toBe(taken);
  expect(candidateLost(anOrder(), 'taken', NOON)).toEqual(anOrder());
});

test('the usual order: found, asked for, taken, filled, linked', () => {
  expect(live(bought, at('12:00:11'))).toEqual({
    status: 'live',
    number: NUMBER,
    orderId: anOrder().orderId,
    accountId: anOrder().accountId,
    provider: 'chime',
    country: 'US',
    wish: { by: 'area', areaId: 'US-510', areaCode: '510' },
    nickname: null,
    inboundAssistantId: null,
    outboundAssistantId: null,
    cycle: '2026-02-15T00:00:00.000Z',
    generation: 1,
    lost: [],
    createdAt: NOON,
    endedAt: at('12:00:11'),
  });
});

describe('an answer that is not known', () => {
  const lookedUp = (found: Parameters<typeof afterLookUp>[1], time: string, order = asked) =>
    afterLookUp(order, found, at(time));

  test('the order is found under the carrier’s own name: it is asked what came of it', () => {
    const found = lookedUp({ what: 'ordered', carrierOrderId: 'order-1' }, '12:00:05');
    expect(found).toEqual(taken);
  });

  test('the number is ours already: it is linked', () => {
    expect(nextStep(pending(lookedUp({ what: 'acquired' }, '12:00:05')))).toBe('link');
  });

  test('the number is somebody else’s: the next one is tried for', () => {
    expect(lookedUp({ what: 'others' }, '12:00:05')).toMatchObject({ candidate: null, lost: [NUMBER] });
  });

  test('absent once says nothing; absent again five minutes later is a proof, and no second before', () => {
    const once = pending(lookedUp({ what: 'absent' }, '12:00:05'));
    expect(nextStep(once)).toBe('look_up');
    expect(nextStepAt(once, at('12:00:05'))).toBe(at('12:05:05'));
    expect(lookedUp({ what: 'absent' }, '12:05:04', once)).toBe(once);
    expect(lookedUp({ what: 'absent' }, '12:05:05', once)).toMatchObject({ candidate: null, lost: [NUMBER] });
  });

  test('absent, then there: it was only late', () => {
    const once = pending(lookedUp({ what: 'absent' }, '12:00:05'));
    expect(lookedUp({ what: 'ordered', carrierOrderId: 'order-1' }, '12:05:05', once)).toEqual(taken);
  });

  test('an order that the carrier does not know any more is looked up by its number', () => {
    expect(afterProgress(taken, 'gone', at('12:00:10'))).toEqual(asked);
  });

  test('a number that was named and proved absent is asked for again, and for no other', () => {
    const once = pending(afterLookUp(forNumber, { what: 'absent' }, at('12:00:05')));
    const again = pending(afterLookUp(once, { what: 'absent' }, at('12:05:05')));
    expect(nextStep(again)).toBe('ask');
    expect(again.candidate?.number).toBe(NUMBER);
    // Whoever has it now may be this very order: the refusal of the second request proves nothing of the first.
    const askedAgain = intended(again, at('12:05:06'));
    expect(notForSale(askedAgain, at('12:05:07'))).toBe(askedAgain);
    expect(nextStep(askedAgain)).toBe('look_up');
  });

  test('five numbers proved absent say more of the carrier than of the area', () => {
    const last = { ...asked, lost: [...OTHERS] };
    const once = pending(afterLookUp(last, { what: 'absent' }, at('12:00:05')));
    expect(afterLookUp(once, { what: 'absent' }, at('12:05:05'))).toMatchObject({
      status: 'failed',
      error: 'provider_failed',
      bought: null,
    });
  });
});

describe('a carrier that proved to have refused', () => {
  test('too busy: the same number is asked for again after ten seconds', () => {
    const busy = pending(refusedForNow(asked, at('12:00:02')));
    expect(busy).toMatchObject({
      candidate: { number: NUMBER, askedAt: null },
      failingSince: at('12:00:02'),
    });
    expect(nextStep(busy)).toBe('ask');
    expect(nextStepAt(busy, at('12:00:02'))).toBe(at('12:00:12'));
  });

  test('too busy for ten minutes: the order fails, and no second before', () => {
    const busy = pending(refusedForNow(asked, at('12:00:02')));
    const again = (time: string) => refusedForNow(intended(busy, at(time)), at(time));
    expect(again('12:10:01')).toMatchObject({ status: 'pending' });
    expect(again('12:10:02')).toMatchObject({ status: 'failed', error: 'provider_failed' });
  });

  test('too busy, then taken: its bad minutes are forgotten', () => {
    const busy = pending(refusedForNow(asked, at('12:00:02')));
    expect(ordered(intended(busy, at('12:00:12')), 'order-1')).toMatchObject({ failingSince: null });
  });

  test('it will not sell to us: the order fails at once', () => {
    expect(refusedForGood(asked, at('12:00:02'))).toMatchObject({
      status: 'failed',
      error: 'provider_failed',
    });
  });

  test.each([
    { how: 'refused', after: (order: PendingOrder) => notForSale(order, at('12:00:02')) },
    {
      how: 'given up by the carrier',
      after: (order: PendingOrder) => afterProgress(ordered(order, 'order-1'), 'failed', at('12:00:02')),
    },
  ])('a number that is $how: the next one is tried for, five in all', ({ after }) => {
    expect(after(asked)).toMatchObject({ status: 'pending', candidate: null, lost: [NUMBER] });
    expect(after({ ...asked, lost: OTHERS.slice(1) })).toMatchObject({ status: 'pending' });
    expect(after({ ...asked, lost: OTHERS })).toMatchObject({ status: 'failed', error: 'area_unavailable' });
  });

  test('a number that was named has no next one', () => {
    expect(notForSale(forNumber, at('12:00:02'))).toMatchObject({
      status: 'failed',
      error: 'number_unavailable',
    });
  });

  test('sold out and lost five times are told alike', () => {
    const lost = notForSale({ ...asked, lost: OTHERS }, at('12:00:02'));
    expect(soldOut(anOrder({ lost: [...OTHERS, NUMBER] }), at('12:00:02'))).toEqual(lost);
  });
});

test('a search that fails is tried again after ten seconds, for ten minutes', () => {
  const once = pending(failing(anOrder(), at('12:00:01')));
  expect(nextStepAt(once, at('12:00:01'))).toBe(at('12:00:11'));
  expect(failing(once, at('12:10:00'))).toMatchObject({ status: 'pending', failingSince: at('12:00:01') });
  expect(failing(once, at('12:10:01'))).toMatchObject({ status: 'failed', error: 'provider_failed' });
  expect(chosen(once, NUMBER)).toMatchObject({ failingSince: null });
});

test.each([
  ['12:00:01', '12:00:06'],
  ['12:00:06', '12:00:11'],
  ['12:00:11', '12:00:21'],
  ['12:00:21', '12:00:41'],
  ['12:00:41', '12:01:21'],
  ['12:01:21', '12:02:21'],
  ['13:00:00', '13:01:00'],
  ['13:00:01', '13:01:01'],
  ['13:05:01', '13:10:01'],
  ['15:00:01', '16:00:01'],
])('an order of the carrier that is looked at at %s is looked at again at %s', (time, next) => {
  expect(afterProgress(taken, 'processing', at(time))).toBe(taken);
  expect(nextStepAt(taken, at(time))).toBe(at(next));
});

test('an order that takes the carrier an hour is slow', () => {
  expect(isSlow(taken, at('13:00:00'))).toBe(false);
  expect(isSlow(taken, at('13:00:01'))).toBe(true);
  expect(isSlow(bought, at('13:00:01'))).toBe(false);
});

test('a number that can not be linked for an hour is given back, and the order fails', () => {
  expect(unlinked(bought, at('13:00:09'))).toBe(bought);
  expect(unlinked(bought, at('13:00:10'))).toMatchObject({
    status: 'failed',
    error: 'provider_failed',
    bought: NUMBER,
    endedAt: at('13:00:10'),
  });
});

test('a number that can not be linked is tried after ten seconds, later each minute', () => {
  expect(linkAgainAt(bought, at('12:00:10'))).toBe(at('12:00:20'));
  expect(linkAgainAt(bought, at('12:01:10'))).toBe(at('12:01:40'));
  expect(linkAgainAt(bought, at('12:30:00'))).toBe(at('12:31:00'));
});

test('an order that failed without buying names nothing to give back', () => {
  expect(soldOut(tried, NOON)).toMatchObject({ bought: null });
});

test('two orders at once seldom try for the same number first, and one order always for its own', () => {
  const numbers = Array.from({ length: 50 }, (_, i) => aNumber(`+1510555${String(1000 + i)}`));
  const orders = Array.from({ length: 100 }, () => anOrder({ orderId: OrderId.parse(uuidv7()) }));
  const firsts = new Map<string, number>();
  for (const order of orders) {
    const mine = inOwnOrder(numbers, order);
    expect([...mine].sort()).toEqual(numbers);
    expect(inOwnOrder([...numbers].reverse(), order)).toEqual(mine);
    firsts.set(mine[0] ?? '', (firsts.get(mine[0] ?? '') ?? 0) + 1);
  }
  expect(firsts.size).toBeGreaterThan(30);
  expect(Math.max(...firsts.values())).toBeLessThan(10);
});

test('a number that was lost is not tried for again', () => {
  expect(inOwnOrder([NUMBER, ...OTHERS], anOrder({ lost: [NUMBER] }))).not.toContain(NUMBER);
});

test('a number is of an area by what it begins with, whatever the carrier has found', () => {
  expect(isOfArea(aNumber('+15105550123'), 'US', '510')).toBe(true);
  expect(isOfArea(aNumber('+14155105101'), 'US', '510')).toBe(false);
  expect(isOfArea(aNumber('+61291234567'), 'AU', '2')).toBe(true);
  expect(isOfArea(aNumber('+61391234567'), 'AU', '2')).toBe(false);
});
