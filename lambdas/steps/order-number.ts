import { NotForSale, ProvedRefusal } from '../carrier/carrier.ts';
import { chimeNumbers } from '../carrier/chime-numbers.ts';
import { chimeOrders } from '../carrier/chime-orders.ts';
import { type AssistantId, OrderId, ReleaseId } from '../domain/ids.ts';
import { type FailedOrder, type NumberOrder, type PendingOrder } from '../domain/number-order.ts';
import {
  afterLookUp,
  afterProgress,
  failing,
  inOwnOrder,
  intended,
  isOfArea,
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
  tryAgainAt,
  unlinked,
} from '../domain/number-order-life.ts';
import { whyUnfit } from '../domain/number-change.ts';
import { askedRelease } from '../domain/number-release.ts';
import { type Instant, instantAt, plusSeconds } from '../domain/time.ts';
import { readAccount } from '../store/accounts.ts';
import { readAssistant } from '../store/assistants.ts';
import {
  type SeenOrder,
  chooseCandidate,
  failOrder,
  goLive,
  readOrder,
  saveOrder,
} from '../store/number-orders.ts';
import { log, said } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';
import { numberStep } from '../triggers/number-step.ts';

/** Numbers that a search asks for: enough that two orders at once seldom try for the same. */
const SEARCHED = 50;
/** How long an order is left to its execution after its next step is due. */
const LEFT_ALONE_SEC = 300;

const now = () => instantAt(Date.now());
const dueAfter = (at: Instant) => plusSeconds(at, LEFT_ALONE_SEC);

/** An order that goes on, and from when. */
interface Going {
  readonly seen: SeenOrder<PendingOrder>;
  readonly at: Instant;
}

/**
 * Leads an order on, as far as it goes without waiting. All that is known stands in its row: the next step follows from
 * it, and each is stored before the next begins.
 */
export const handler = numberStep(async ({ accountId, id, generation }) => {
  const found = await readOrder(accountId, OrderId.parse(id));
  if (!isPending(found) || found.order.generation !== generation) return { done: true };
  let going: Going | undefined = { seen: found, at: now() };
  while (going && going.at <= now()) going = await goOn(going.seen);
  return going ? { done: false, at: going.at } : { done: true };
});

const isPending = (seen: SeenOrder | undefined): seen is SeenOrder<PendingOrder> =>
  seen?.order.status === 'pending';

/** Does an order's next step. @returns undefined once the order has ended */
function goOn(seen: SeenOrder<PendingOrder>): Promise<Going | undefined> {
  switch (nextStep(seen.order)) {
    case 'search':
      return search(seen);
    case 'ask':
      return ask(seen);
    case 'look_up':
      return lookUp(seen);
    case 'poll':
      return poll(seen);
    case 'link':
      return link(seen);
  }
}

/** Finds a number of the area that nobody of ours has or is getting. */
async function search(seen: SeenOrder<PendingOrder>): Promise<Going | undefined> {
  const { order } = seen;
  if (order.wish.by === 'number') throw new Error('an order for a number has lost its candidate');
  const { areaCode } = order.wish;
  const found = await settled(chimeNumbers.search({ country: order.country, areaCode }, SEARCHED));
  if (!found.ok) {
    log.warn('the carrier could not be searched', said(found.error));
    return keep(failing(order, now()), seen);
  }
  const ofArea = found.value.filter((number) => isOfArea(number, order.country, areaCode));
  for (const number of inOwnOrder(ofArea, order)) {
    const going = await chooseCandidate(seen, number, dueAfter(now()));
    if (going) return { seen: going, at: nextStepAt(going.order, now()) };
  }
  return keep(soldOut(order, now()), seen);
}

/** The one request that may not be repeated. The intent first: from here on a crash leaves a number to be looked up. */
async function ask(before: SeenOrder<PendingOrder>): Promise<Going | undefined> {
  const at = now();
  const seen = await saveOrder(intended(before.order, at), before, dueAfter(at));
  const { order } = seen;
  if (!order.candidate) throw new Error('an order without a candidate asks for nothing');
  const asked = await settled(chimeOrders.order(order.candidate.number, order.orderId));
  return keep(asked.ok ? ordered(order, asked.value) : afterFailedAsk(order, asked.error), seen);
}

function afterFailedAsk(order: PendingOrder, error: unknown): PendingOrder | FailedOrder {
  if (error instanceof NotForSale) return notForSale(order, now());
  if (!(error instanceof ProvedRefusal)) {
    count('CarrierUnknown');
    log.warn('the carrier’s answer is unknown; the number is looked up', said(error));
    return order;
  }
  log.warn('the carrier did not take the order', { kind: error.kind, reason: error.message });
  switch (error.kind) {
    case 'busy':
      count('CarrierThrottles');
      return refusedForNow(order, now());
    case 'refused':
      return refusedForGood(order, now());
  }
}

/** An intent without an answer: the carrier may have sold the number to us. */
async function lookUp(seen: SeenOrder<PendingOrder>): Promise<Going | undefined> {
  const { order } = seen;
  if (!order.candidate) throw new Error('there is nothing to look up');
  const told = await settled(chimeOrders.lookUp(order.candidate.number, order.orderId, order.createdAt));
  if (told.ok) return keep(afterLookUp(order, told.value, now()), seen);
  return again(seen, 'the number could not be looked up', told.error);
}

/** Asks what has come of the carrier's order. */
async function poll(seen: SeenOrder<PendingOrder>): Promise<Going | undefined> {
  const { candidate } = seen.order;
  if (candidate?.carrierOrderId == null) throw new Error('there is no order of the carrier to ask for');
  if (isSlow(seen.order, now())) count('OrdersSlow');
  const told = await settled(chimeOrders.progressOf(candidate.carrierOrderId, candidate.number));
  if (told.ok) return keep(afterProgress(seen.order, told.value, now()), seen);
  return again(seen, 'the carrier did not tell of its order', told.error);
}

/** Leads calls to the number here, and then it is live. The carrier first: a live number is one that works. */
async function link(seen: SeenOrder<PendingOrder>): Promise<Going | undefined> {
  const { order } = seen;
  if (!order.candidate) throw new Error('there is no number to link');
  const linked = await settled(chimeNumbers.link(order.candidate.number));
  if (!linked.ok) {
    log.warn('the number could not be linked', said(linked.error));
    return keep(unlinked(order, now()), seen, linkAgainAt(order, now()));
  }
  const ended = live(order, now());
  if (ended.status !== 'live') throw new Error('a number was linked that was not bought');
  await goLive(ended, seen, { ...(await assistantsOf(order)), carrierLinkId: linked.value });
  return undefined;
}

/** Whoever was chosen for the number, or else the account's own; nobody who is gone or off by now. */
async function assistantsOf(order: PendingOrder) {
  const { accountId, provider, outboundAssistantId } = order;
  const account = await readAccount(accountId);
  const fit = async (id: AssistantId | null) => {
    const assistant = id && (await readAssistant(accountId, id));
    return assistant && !whyUnfit(assistant, { provider }, '') ? id : null;
  };
  return {
    inboundAssistantId: await fit(order.inboundAssistantId ?? account?.defaults.assistantId ?? null),
    outboundAssistantId: await fit(outboundAssistantId),
  };
}

/** What a carrier answered, or how it failed: what is stored of either may fail by itself. */
async function settled<T>(
  answer: Promise<T>,
): Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }> {
  try {
    return { ok: true, value: await answer };
  } catch (error) {
    return { ok: false, error };
  }
}

/** Nothing is known that wasn't before: asked again a little later. */
async function again(
  seen: SeenOrder<PendingOrder>,
  what: string,
  error: unknown,
): Promise<Going | undefined> {
  log.warn(what, said(error));
  return keep(seen.order, seen, tryAgainAt(now()));
}

/** Stores what an order has come to. @returns undefined if it has ended by that */
async function keep(
  order: NumberOrder,
  seen: SeenOrder<PendingOrder>,
  at?: Instant,
): Promise<Going | undefined> {
  switch (order.status) {
    case 'pending': {
      const from = at ?? nextStepAt(order, now());
      return { seen: await saveOrder(order, seen, dueAfter(from)), at: from };
    }
    case 'failed':
      await fail(order, seen);
      return undefined;
    case 'live':
      throw new Error('an order goes live by its link alone');
  }
}

/**
 * A number that was bought for nothing goes back at once, by a release of the order's own id: it falls due like any other,
 * and the sweep starts its workflow.
 */
async function fail(order: FailedOrder, seen: SeenOrder<PendingOrder>): Promise<void> {
  const { accountId, provider, bought: number, endedAt } = order;
  const releaseId = ReleaseId.parse(order.orderId);
  const release = number && askedRelease({ releaseId, accountId, number, provider }, endedAt, endedAt);
  await failOrder(order, seen, release ?? undefined);
  count('OrdersFailed', 1, { error: order.error });
}
