import { CALLING_CODES, type Country } from './country.ts';
import type { E164 } from './ids.ts';
import type {
  Candidate,
  FailedOrder,
  Found,
  LiveOrder,
  NumberOrder,
  OrderError,
  OrderProgress,
  PendingOrder,
} from './number-order.ts';
import { type Instant, plusSeconds, secondsBetween } from './time.ts';

/** Candidates that one order may lose to others (rules: 5); an account's own number is asked for as often. */
const MOST_CANDIDATES = 5;
/** A number that is absent twice, so long apart, was not ordered by a request whose answer is unknown (rules: 5 min). */
const PROVED_ABSENT_SEC = 300;
/** How long a carrier may fail to search, or be too busy, before the order fails. */
const PATIENCE_SEC = 600;
/** How long a number that was bought may be impossible to link before it is given back. */
const LINK_PATIENCE_SEC = 3_600;
/** A carrier usually fills an order within a minute; after an hour an order is slow, and somebody should look. */
const SLOW_SEC = 3_600;

/**
 * What an order needs next. `ask` is the one request that may not be repeated, so it comes after an intent is stored, and
 * an intent without an answer is looked up.
 */
export type NextStep = 'search' | 'ask' | 'look_up' | 'poll' | 'link';

export function nextStep({ candidate }: PendingOrder): NextStep {
  if (!candidate) return 'search';
  if (candidate.boughtAt) return 'link';
  if (candidate.carrierOrderId !== null) return 'poll';
  return candidate.askedAt ? 'look_up' : 'ask';
}

/**
 * Orders that an account may place in a cycle (rules): a number that is given back works to the cycle's end while its slot
 * is free, so an account of one number could order all month.
 * @param included numbers that it may have
 */
export const mostOrders = (included: number): number => Math.max(3, 2 * included);

const untouched = (number: E164): Candidate => ({
  number,
  askedAt: null,
  carrierOrderId: null,
  absentSince: null,
  boughtAt: null,
});

/** An order that was placed just now. A number that the account named is its candidate from the start. */
export const placed = (
  order: Omit<PendingOrder, 'status' | 'candidate' | 'failingSince' | 'lost' | 'generation'>,
): PendingOrder => ({
  ...order,
  status: 'pending',
  generation: 1,
  candidate: order.wish.by === 'number' ? untouched(order.wish.number) : null,
  failingSince: null,
  lost: [],
});

/** Whether a number is of the area that was asked for, whatever the carrier takes for near enough. */
export const isOfArea = (number: E164, country: Country, areaCode: string): boolean =>
  number.startsWith(CALLING_CODES[country] + areaCode);

/**
 * Numbers that an order may try for, without those that it has lost, in a succession that is each order's own: two orders
 * at once seldom try for the same one.
 */
export const inOwnOrder = (
  numbers: readonly E164[],
  { orderId, lost }: Pick<PendingOrder, 'orderId' | 'lost'>,
): readonly E164[] =>
  numbers
    .filter((number) => !lost.includes(number))
    .map((number) => ({ number, rank: scattered(`${orderId} ${number}`) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ number }) => number);

/** A number between 0 and 2^32 that looks like chance and is the same each time (FNV-1a, mixed once more). */
function scattered(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) >>> 0;
}

/** With a number to try for. */
export const chosen = (order: PendingOrder, number: E164): PendingOrder =>
  order.candidate ? order : { ...order, candidate: untouched(number), failingSince: null };

/** About to ask the carrier for its candidate. The same order if it may have been asked already. */
export const intended = (order: PendingOrder, now: Instant): PendingOrder =>
  nextStep(order) === 'ask' ? withCandidate(order, { askedAt: now }) : order;

/** The carrier took the order. */
export const ordered = (order: PendingOrder, carrierOrderId: string): PendingOrder =>
  nextStep(order) === 'look_up'
    ? { ...withCandidate(order, { carrierOrderId, absentSince: null }), failingSince: null }
    : order;

/** The carrier proved that it did not take the order, and may be asked for the same number again. */
export function refusedForNow(order: PendingOrder, now: Instant): PendingOrder | FailedOrder {
  if (nextStep(order) !== 'look_up') return order;
  return failing(withCandidate(order, { askedAt: null, absentSince: null }), now);
}

/** The carrier didn't do what comes next, and nothing has changed by that: tried again, for some minutes. */
export function failing(order: PendingOrder, now: Instant): PendingOrder | FailedOrder {
  const failingSince = order.failingSince ?? now;
  const isOver = secondsBetween(failingSince, now) >= PATIENCE_SEC;
  return isOver ? failed(order, 'provider_failed', now) : { ...order, failingSince };
}

/** After the carrier told of its order. */
export function afterProgress(order: PendingOrder, progress: OrderProgress, now: Instant): NumberOrder {
  if (nextStep(order) !== 'poll') return order;
  switch (progress) {
    case 'processing':
      return order;
    case 'acquired':
      return withCandidate(order, { boughtAt: now });
    case 'failed':
      return candidateLost(order, 'taken', now);
    case 'gone':
      // As if its answer had never come.
      return withCandidate(order, { carrierOrderId: null });
  }
}

/** After a number was looked up that the carrier may have been asked for. */
export function afterLookUp(order: PendingOrder, found: Found, now: Instant): NumberOrder {
  const { candidate } = order;
  if (!candidate || nextStep(order) !== 'look_up') return order;
  switch (found.what) {
    case 'ordered':
      return ordered(order, found.carrierOrderId);
    case 'acquired':
      return withCandidate(order, { boughtAt: now });
    case 'others':
      return candidateLost(order, 'taken', now);
    case 'absent': {
      const { absentSince } = candidate;
      if (absentSince === null) return withCandidate(order, { absentSince: now });
      const isProved = secondsBetween(absentSince, now) >= PROVED_ABSENT_SEC;
      return isProved ? candidateLost(order, 'absent', now) : order;
    }
  }
}

/**
 * Its candidate is not to be had: somebody else took it, or the carrier never got our order. The next one is tried for;
 * of an area five at most. A number that the account named is the only one: once somebody has it the order has failed,
 * and one that is absent is asked for again, as often.
 */
export function candidateLost(
  order: PendingOrder,
  why: 'taken' | 'absent',
  now: Instant,
): PendingOrder | FailedOrder {
  const { candidate, wish } = order;
  if (!candidate) return order;
  const lost = [...order.lost, candidate.number];
  const next = { ...order, lost };
  const isLast = lost.length >= MOST_CANDIDATES || (wish.by === 'number' && why === 'taken');
  if (isLast) return failed(next, why === 'taken' ? unavailable(order) : 'provider_failed', now);
  return { ...next, candidate: wish.by === 'number' ? untouched(candidate.number) : null };
}

/**
 * The carrier proved that its candidate can't be bought. Somebody has it, and that may be this very order: one whose number
 * was asked for before, without an answer, is looked up.
 */
export const notForSale = (order: PendingOrder, now: Instant): PendingOrder | FailedOrder =>
  order.candidate && order.lost.includes(order.candidate.number) ? order : candidateLost(order, 'taken', now);

/** Nothing is left to try for. Told as if all had been lost. */
export const soldOut = (order: PendingOrder, now: Instant): FailedOrder =>
  failed(order, unavailable(order), now);

/** The carrier will not sell to us. */
export const refusedForGood = (order: PendingOrder, now: Instant): FailedOrder =>
  failed(order, 'provider_failed', now);

/** The number that was bought leads to us. */
export const live = (order: PendingOrder, now: Instant): LiveOrder | PendingOrder =>
  order.candidate?.boughtAt
    ? { ...whatWasPlaced(order), status: 'live', number: order.candidate.number, endedAt: now }
    : order;

/** The number that was bought couldn't be linked just now. After an hour it is given back. */
export const unlinked = (order: PendingOrder, now: Instant): PendingOrder | FailedOrder =>
  order.candidate?.boughtAt && secondsBetween(order.candidate.boughtAt, now) >= LINK_PATIENCE_SEC
    ? failed(order, 'provider_failed', now)
    : order;

/** When linking is tried again: after ten seconds, then ever more seldom, each minute in the end. */
export const linkAgainAt = ({ candidate }: PendingOrder, now: Instant): Instant =>
  plusSeconds(now, between(TRY_AGAIN_SEC, secondsBetween(candidate?.boughtAt ?? now, now) / 2, 60));

/** Whether a carrier has been at an order for so long that somebody should look. */
export const isSlow = ({ candidate }: PendingOrder, now: Instant): boolean =>
  !!candidate?.askedAt && !candidate.boughtAt && secondsBetween(candidate.askedAt, now) >= SLOW_SEC;

/**
 * The instant of an order's next step. What can go on at once does. A carrier's order is looked at after 5 s, then ever
 * more seldom: each minute, and each hour once it is slow. Whatever the carrier failed at is tried again after 10 s.
 */
export function nextStepAt(order: PendingOrder, now: Instant): Instant {
  const { candidate, failingSince } = order;
  switch (nextStep(order)) {
    case 'search':
    case 'ask':
      return failingSince ? tryAgainAt(now) : now;
    case 'look_up':
      return candidate?.absentSince ? plusSeconds(candidate.absentSince, PROVED_ABSENT_SEC) : now;
    case 'poll': {
      const since = secondsBetween(candidate?.askedAt ?? now, now);
      const pause =
        since < SLOW_SEC ? between(FIRST_LOOK_SEC, since, 60) : between(60, since - SLOW_SEC, SLOW_SEC);
      return plusSeconds(now, pause);
    }
    case 'link':
      return now;
  }
}
/** How soon after the order a carrier is asked what came of it. */
const FIRST_LOOK_SEC = 5;
/** How soon a carrier that failed is asked again. */
const TRY_AGAIN_SEC = 10;

/** When a carrier that failed at a step is asked again. */
export const tryAgainAt = (now: Instant): Instant => plusSeconds(now, TRY_AGAIN_SEC);

const between = (least: number, value: number, most: number) => Math.min(most, Math.max(least, value));

const unavailable = ({ wish }: PendingOrder): OrderError =>
  wish.by === 'area' ? 'area_unavailable' : 'number_unavailable';

const withCandidate = (order: PendingOrder, changes: Partial<Candidate>): PendingOrder =>
  order.candidate ? { ...order, candidate: { ...order.candidate, ...changes } } : order;

function failed(order: PendingOrder, error: OrderError, now: Instant): FailedOrder {
  const bought = order.candidate?.boughtAt ? order.candidate.number : null;
  return { ...whatWasPlaced(order), status: 'failed', error, bought, endedAt: now };
}

/** Without what only a pending order has. */
function whatWasPlaced({ status: _, candidate: _c, failingSince: _f, ...order }: PendingOrder) {
  return order;
}
