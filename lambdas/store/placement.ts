import type { QueuedCall } from '../domain/call.ts';
import type { Cycle } from '../domain/cycle.ts';
import { LostRace, Refusal } from '../domain/errors.ts';
import { AccountId, E164 } from '../domain/ids.ts';
import type { Key } from '../domain/key.ts';
import { MINUTES_AT_PLACEMENT } from '../domain/minutes.ts';
import type { LimitsInForce } from '../domain/plan.ts';
import { GUARDS } from '../domain/refusal-order.ts';
import { type Instant, dayOf, latest, millisOf, secondsBetween } from '../domain/time.ts';
import { knownWaitSec, learn, remember, spendItem } from './buckets.ts';
import { placeItem, readCall } from './calls.ts';
import { isDoNotCall } from './do-not-call.ts';
import { briefItem, doNotCallItem, recipientDayItem, webhookItem, wordsItem } from './items.ts';
import { fresh } from './fresh.ts';
import { holdItems } from './minutes.ts';
import { namedMapText } from './named-map.ts';
import { type NewReceipt, Receipt, receiptItem } from './receipts.ts';
import { table } from './table.ts';
import { type Broken, type TransactItem, asChecks, atMost, transact } from './transact.ts';

const onDoNotCallList = fresh((ids: string) => {
  const [account, number] = ids.split('/');
  return isDoNotCall(AccountId.parse(account), E164.parse(number));
});

/** How long rows are kept that only guard a day. */
const KEEP_DAYS = 7;

/** All that a placement writes, together or not at all. */
export interface Placement {
  readonly call: QueuedCall;
  readonly words: {
    readonly objective: string;
    readonly metadata: Readonly<Record<string, string>> | null;
    readonly fields: readonly unknown[];
  };
  readonly context: string | null;
  readonly webhookUrl: string | null;
  readonly key: Key;
  readonly limits: LimitsInForce;
  /** The cycle that pays. */
  readonly cycle: Cycle;
  readonly receipt: NewReceipt | undefined;
}

/**
 * Stores a call with its held minutes, its receipt and the instant it falls due: all or nothing.
 * @returns the receipt of an earlier request under the same Idempotency-Key, and then nothing is stored
 * @throws Refusal `do_not_call`, `rate_limited`, `recipient_limit_reached`, `over_minute_cap`,
 * `idempotency_in_progress` when others with the same Idempotency-Key are in the way, `store_error`
 */
export const placeCall = (placement: Placement): Promise<Receipt | undefined> => attempt(placement, itemsOf);

/** Tries all that `placeCall` would be refused for, and writes nothing. */
export const wouldPlaceCall = (placement: Placement): Promise<Receipt | undefined> =>
  attempt(placement, (checked) => asChecks(itemsOf(checked)));

async function attempt(
  placement: Placement,
  items: (placement: Placement) => Partial<Record<Label, TransactItem | undefined>>,
): Promise<Receipt | undefined> {
  const rate = rateOf(placement);
  const knownWait = knownWaitSec(rate);
  if (knownWait > 0) {
    // Who is on the do-not-call list is told so first; a flood of calls to one number reads it once in five seconds.
    const { accountId, to, createdAt } = placement.call;
    throw (await onDoNotCallList(`${accountId}/${to}`, createdAt))
      ? refusalOf('doNotCall', placement)
      : rateLimited(knownWait);
  }

  // The second try is in the bucket's other form; a third means that others use the key in the same instant.
  for (let tries = 1; tries <= 3; tries++) {
    const [first] = await write(placement, items(placement));
    // A call that is there already is our own: the request was carried out and its answer lost.
    if (!first || first.label === 'call') {
      if (items === itemsOf) remember(rate);
      return undefined;
    }
    switch (first.label) {
      case 'receipt':
        return Receipt.parse(first.seen);
      case 'bucket': {
        const wait = learn(rate, first.seen);
        if (wait > 0) throw rateLimited(wait);
        break;
      }
      default:
        throw refusalOf(first.label, placement);
    }
  }
  throw rateLimited(1);
}

type Label = keyof ReturnType<typeof itemsOf>;

function refusalOf(label: Exclude<Label, 'receipt' | 'call' | 'bucket'>, placement: Placement): Error {
  const { call, limits, cycle } = placement;
  const untilCycleEnds = Math.ceil(secondsBetween(call.createdAt, cycle.end));
  switch (label) {
    case 'doNotCall':
      return new Refusal(
        'do_not_call',
        'to: the number is on the account’s do-not-call list; remove it there first.',
      );
    case 'recipient':
      return new Refusal(
        'recipient_limit_reached',
        `to: the account has placed its ${limits.callsPerRecipientPerDay ?? 0} calls of the day to this number.`,
        secondsLeftInDay(call.createdAt),
      );
    case 'minutes':
      return new Refusal(
        'over_minute_cap',
        'The account has no minutes left in this cycle for a call.',
        untilCycleEnds,
      );
    case 'keyMinutes':
      return new Refusal(
        'over_minute_cap',
        'The key has no minutes left in this cycle for a call.',
        untilCycleEnds,
      );
    case 'line':
    case 'words':
    case 'brief':
    case 'webhook':
      return new Error(`the ${label} of a new call is there already`);
  }
}

async function write(
  placement: Placement,
  items: Partial<Record<Label, TransactItem | undefined>>,
): Promise<readonly Broken<Label>[]> {
  try {
    return await transact(items);
  } catch (error) {
    if (error instanceof LostRace) {
      throw placement.receipt
        ? new Refusal(
            'idempotency_in_progress',
            'Another request with this Idempotency-Key is under way; try again.',
          )
        : new Refusal('store_error', 'The call could not be stored in time; try again.', 1);
    }
    // The table did not answer, the SDK's repeats under one token included: only the row can tell.
    const { call } = placement;
    if (await readCall(call.accountId, call.callId).catch(() => undefined)) return [];
    throw new Refusal(
      'store_error',
      'The call could not be stored; try again with the same Idempotency-Key.',
      1,
    );
  }
}

/** The items in the order in which the contract tells of what is in the way. */
function itemsOf(placement: Placement) {
  const { call, words, context, webhookUrl, key, limits, receipt } = placement;
  const { minutes, keyMinutes, line } = holdItems(call, {
    minutes: MINUTES_AT_PLACEMENT,
    caps: { account: limits.minutes, key: key.minutesPerCycle },
    line: { kind: 'reserve', n: 0, at: call.createdAt },
  });
  const guards: Record<(typeof GUARDS)[number], TransactItem | undefined> = {
    doNotCall: notOnDoNotCallList(call),
    bucket: spendItem(rateOf(placement)),
    recipient:
      limits.callsPerRecipientPerDay === null
        ? undefined
        : countRecipient(call, limits.callsPerRecipientPerDay),
    minutes,
    keyMinutes,
  };
  return {
    receipt: receipt && receiptItem(call.accountId, receipt),
    call: placeItem(call),
    ...(Object.fromEntries(GUARDS.map((guard) => [guard, guards[guard]])) as typeof guards),
    line,
    words: putOnce({
      ...wordsItem(call.accountId, call.callId),
      ...words,
      metadata: words.metadata && namedMapText(words.metadata),
    }),
    brief: context === null ? undefined : putOnce({ ...briefItem(call.callId), context }),
    webhook: webhookUrl === null ? undefined : putOnce({ ...webhookItem(call.callId), url: webhookUrl }),
  };
}

const rateOf = ({ call, key, limits }: Placement) => ({
  key: key.id,
  callsPerMinute: Math.min(key.callsPerMinute ?? limits.callsPerMinute, limits.callsPerMinute),
  now: millisOf(call.createdAt) * 1000,
});

const putOnce = (Item: Record<string, unknown>): TransactItem => ({
  Put: { TableName: table('CALLS_TABLE'), Item },
});

/** One item a recipient, so that calls to others don't meet here. */
const notOnDoNotCallList = (call: QueuedCall): TransactItem => ({
  ConditionCheck: {
    TableName: table('ACCOUNTS_TABLE'),
    Key: doNotCallItem(call.accountId, call.to),
    ConditionExpression: 'attribute_not_exists(pk) OR direction = :inbound',
    ExpressionAttributeValues: { ':inbound': 'inbound' },
  },
});

/** The UTC day on which the call may first ring is the one it counts for. */
const countRecipient = (call: QueuedCall, limit: number): TransactItem => {
  const at = latest(call.createdAt, call.notBefore ?? undefined);
  return {
    Update: {
      TableName: table('ACCOUNTS_TABLE'),
      Key: recipientDayItem(call.accountId, call.to, dayOf(at)),
      UpdateExpression: 'ADD calls :one SET expiresAt = :expires',
      ConditionExpression: atMost('calls', limit - 1),
      ExpressionAttributeValues: {
        ':one': 1,
        ':most': limit - 1,
        ':expires': epochSecondsAfter(at, KEEP_DAYS),
      },
    },
  };
};

const epochSecondsAfter = (at: Instant, days: number) => Math.floor(millisOf(at) / 1000) + days * 86_400;

const rateLimited = (seconds: number) =>
  new Refusal(
    'rate_limited',
    `The key has placed its calls of the last minute; try again in ${seconds} s.`,
    seconds,
  );

const secondsLeftInDay = (now: Instant) => 86_400 - (Math.floor(millisOf(now) / 1000) % 86_400);
