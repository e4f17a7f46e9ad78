import type { DialingCall, LiveCall, QueuedCall } from '../../lambdas/domain/call.ts';
import { claim } from '../../lambdas/domain/call-life.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import type { Key } from '../../lambdas/domain/key.ts';
import type { LimitsInForce } from '../../lambdas/domain/plan.ts';
import { type Instant, plusSeconds } from '../../lambdas/domain/time.ts';
import { type SeenCall, readCall, saveCall } from '../../lambdas/store/calls.ts';
import { claimCall } from '../../lambdas/store/open-calls.ts';
import { type Placement, placeCall } from '../../lambdas/store/placement.ts';
import { TRANSACTION_ID, aCallId, aKey, aKeyId, aQueuedCall, instant } from '../makers.ts';

/** Room for everything. A test that is about a limit sets it. */
const LIMITS: LimitsInForce = {
  numbers: 3,
  minutes: 500,
  callsPerMinute: 600,
  concurrentCalls: 5,
  callsPerRecipientPerDay: null,
  listing: false,
};

interface Wishes {
  readonly call?: Partial<QueuedCall>;
  readonly key?: Key;
  readonly limits?: Partial<LimitsInForce>;
  readonly context?: string;
  readonly idempotencyKey?: string;
  readonly fingerprint?: string;
}

let keys = 1_000;
/** A key that no other test has used: what a function remembers of keys outlives the tables. */
export const aNewKey = (changes: Partial<Key> = {}): Key => aKey({ id: aKeyId(++keys), ...changes });

/** All that the API hands to the store for a call: placed at noon, by a key of its own. */
export function aPlacement(wishes: Wishes = {}): Placement {
  const { key = aNewKey(), limits, context = null, idempotencyKey, fingerprint = 'first body' } = wishes;
  const queued = aQueuedCall(wishes.call);
  const call = {
    ...queued,
    callId: wishes.call?.callId ?? aCallId(queued.createdAt),
    keyId: key.id,
    keyPays: key.minutesPerCycle !== null,
  };
  return {
    call,
    words: { objective: 'Book a table', metadata: { order: '17' }, fields: [] },
    context,
    webhookUrl: null,
    key,
    limits: { ...LIMITS, ...limits },
    cycle: { start: call.cycle, end: instant('2026-03-15T00:00:00.000Z') },
    receipt:
      idempotencyKey === undefined
        ? undefined
        : {
            fingerprint,
            answer: JSON.stringify({ callId: call.callId, status: 'queued' }),
            at: call.createdAt,
            route: 'POST /v1/agent/calls',
            idempotencyKey,
          },
  };
}

/** What became of a placement: `placed`, `replayed`, or the token of the refusal. */
export async function outcomeOf(placing: Promise<unknown>): Promise<string> {
  try {
    return (await placing) === undefined ? 'placed' : 'replayed';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.token;
  }
}

/** A call that waits in the queue. */
export async function aStoredCall(wishes: Wishes = {}): Promise<SeenCall<QueuedCall>> {
  const { call } = aPlacement(wishes);
  await placeCall({ ...aPlacement({ ...wishes, call }), call });
  const seen = await readCall(call.accountId, call.callId);
  if (seen?.call.status !== 'queued') throw new Error('the call was not placed');
  return { ...seen, call: seen.call };
}

/** Nothing is in a claim's way. */
const NO_LIMITS = { account: 100, carrierLines: 100, carrierCallsPerSecond: Infinity };

/** The call with a line taken for it. */
export async function aClaimedCall(
  seen: SeenCall<QueuedCall>,
  claimedAt: Instant,
): Promise<SeenCall<DialingCall>> {
  const dialing = claim(seen.call, claimedAt);
  const claimed = await claimCall(dialing, seen, NO_LIMITS);
  if (claimed !== 'claimed') throw new Error(`not claimed: ${JSON.stringify(claimed)}`);
  return { call: dialing, version: seen.version + 1, due: seen.due };
}

/** The call with somebody on the line since `startedAt`. */
export async function aStoredLiveCall(
  seen: SeenCall<QueuedCall>,
  startedAt: Instant,
): Promise<SeenCall<LiveCall>> {
  const claimed = await aClaimedCall(seen, plusSeconds(startedAt, -5));
  const live: LiveCall = {
    ...claimed.call,
    status: 'in_progress',
    request: { attempt: 1, at: plusSeconds(startedAt, -4), answer: 'taken' },
    transactionId: TRANSACTION_ID,
    heardAt: startedAt,
    startedAt,
    hangUp: null,
  };
  return { ...(await saveCall(live, claimed)), call: live };
}
