import { v7 as uuidv7 } from 'uuid';
import { whyClosed } from '../domain/account.ts';
import type { QueuedCall } from '../domain/call.ts';
import { cycleHolding } from '../domain/cycle.ts';
import { Refusal } from '../domain/errors.ts';
import { CallId } from '../domain/ids.ts';
import { MINUTES_AT_PLACEMENT } from '../domain/minutes.ts';
import { callerIdOf, speechOf } from '../domain/placement.ts';
import { OPENING } from '../domain/refusal-order.ts';
import { BODY_MEMBERS, type Order, readOrder } from '../domain/placement-members.ts';
import { type Instant, earliest, latest, millisOf, plusSeconds, secondsBetween } from '../domain/time.ts';
import { env } from '../env.ts';
import { readAssistant } from '../store/assistants.ts';
import { limitsOf, policy } from '../store/deployment.ts';
import { LONGEST_DELAY_SEC, pokeDialer } from '../store/dial-queue.ts';
import { fresh } from '../store/fresh.ts';
import { numbersOf, readNumber } from '../store/numbers.ts';
import { type Placement, placeCall, wouldPlaceCall } from '../store/placement.ts';
import type { NewReceipt, Receipt } from '../store/receipts.ts';
import { readSettings } from '../store/settings.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';
import { log, said } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';
import { type Once, answerOnce } from './answer-once.ts';

const settings = fresh(() => readSettings());
const number = fresh(readNumber);
const numbers = fresh(numbersOf);
const assistants = fresh((ids: `${string}/${string}`) => {
  const [account, assistant] = ids.split('/');
  return readAssistant(account as KeyRequest['account']['id'], assistant ?? '');
});

const PLACING: Once = { route: 'POST /v1/agent/calls', members: BODY_MEMBERS, answerWith: accepted };
type ReceiptOf = (answer: object) => NewReceipt | undefined;

/** POST /v1/agent/calls: checks, records and answers at once. The call runs by itself. */
export const place = (request: KeyRequest): Promise<Answer> =>
  answerOnce(request, PLACING, (receiptOf) => placeNew(request, receiptOf));

async function placeNew(request: KeyRequest, receiptOf: ReceiptOf): Promise<Answer | Receipt> {
  const { account, body, now } = request;
  const { dialing, destinations } = (await settings('all', now)) ?? (await readSettings());
  const isPaused = !dialing || env('CARRIER') === 'none';
  const inTheWay = {
    account: whyClosed(account, now),
    dialing: isPaused ? new Refusal('dialing_paused', PAUSED, RETRY_PAUSED_SEC) : undefined,
  };
  for (const each of OPENING) if (inTheWay[each]) throw inTheWay[each];
  const { webhookPrivateOrigins } = policy();
  const order = readOrder(body, { now, deny: destinations, webhookPrivateOrigins });

  const placement = await placementOf(request, order, receiptOf);
  const { call, answer } = placement;
  const before = order.dryRun ? await wouldPlaceCall(placement) : await placeCall(placement);
  if (before) return before;
  if (order.dryRun) {
    const { language, languageSource, voice, callerId } = call;
    return { status: 200, body: { dryRun: true, language, languageSource, voice, callerId } };
  }
  count('CallsPlaced');
  await poke(call, now);
  return accepted(JSON.stringify(answer));
}

/** All that is stored of an order, with what the account, the key and the assistant add to it. */
async function placementOf(
  { account, key, now }: KeyRequest,
  order: Order,
  receiptOf: ReceiptOf,
): Promise<Placement & { answer: object }> {
  const { caller, speech, assistantId } = await speakerOf({ account, key, now }, order);
  const { notBefore, notAfter } = order.schedule;
  const from = latest(now, notBefore ?? undefined);
  const cycle = cycleHolding(from, account.anchor);
  const call: QueuedCall = {
    status: 'queued',
    inLine: false,
    accountId: account.id,
    callId: CallId.parse(uuidv7({ msecs: millisOf(now) })),
    keyId: key.id,
    direction: 'outbound',
    to: order.to.number,
    callerId: caller.number,
    region: order.to.region,
    carrier: caller.provider,
    ...speech,
    assistantId,
    maxDurationSec: order.maxDurationSec,
    notBefore,
    dialBefore: earliest(plusSeconds(from, policy().dialWindowSec), notAfter ?? undefined),
    cycle: cycle.start,
    keyPays: key.minutesPerCycle !== null,
    heldMinutes: MINUTES_AT_PLACEMENT,
    webhookEvents: order.webhookUrl === null ? null : 0,
    createdAt: now,
  };
  const answer = { callId: call.callId, status: call.status, ...speech };
  return {
    call,
    words: { objective: order.objective, metadata: order.metadata, fields: order.fields },
    context: order.context,
    webhookUrl: order.webhookUrl,
    key,
    limits: limitsOf(account),
    cycle,
    answer,
    receipt: receiptOf(answer),
  };
}

/** Who speaks in a call, how, and from which number. */
async function speakerOf({ account, key, now }: Pick<KeyRequest, 'account' | 'key' | 'now'>, order: Order) {
  const named = order.assistantId ? await assistants(`${account.id}/${order.assistantId}`, now) : undefined;
  if (order.assistantId && !named?.active)
    throw new Refusal('invalid_assistant', 'assistantId: is not an active assistant of the account.');
  const caller = await settle(
    callerIdOf(
      order.callerId,
      { key, account, assistant: named, now },
      { number: (id) => number(id, now), numbersOf: async (id) => (await numbers(id, now)) ?? [] },
    ),
  );
  const outbound = !named && caller.ok ? caller.value.outboundAssistantId : null;
  const its = outbound ? await assistants(`${account.id}/${outbound}`, now) : undefined;
  const assistant = named ?? (its?.active ? its : undefined);
  // How the call is spoken is a member's matter and is refused before the caller ID, though that is looked up first.
  const speech = speechOf(order, { key, account, assistant });
  if (!caller.ok) throw caller.error;
  return { caller: caller.value, speech, assistantId: assistant?.id ?? null };
}

/**
 * Asks the dialer to look when the call may be dialed, unless that is far off: then the sweep does. If it fails the call
 * is placed all the same, and the sweep asks again.
 */
async function poke({ accountId, callId, notBefore }: QueuedCall, now: Instant): Promise<void> {
  const inSec = notBefore ? Math.max(0, secondsBetween(now, notBefore)) : 0;
  if (inSec > LONGEST_DELAY_SEC) return;
  await pokeDialer({ accountId, callId }, inSec).catch((error: unknown) => {
    log.warn('the dial queue did not take the call; the sweep will', said(error));
  });
}

function accepted(answer: string): Answer {
  const body = JSON.parse(answer) as { callId: string };
  return { status: 202, headers: { location: `/v1/agent/calls/${body.callId}` }, body };
}

/** A refusal that is told later, when nothing that comes first has refused. */
async function settle<T>(
  promise: Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: Refusal }> {
  try {
    return { ok: true, value: await promise };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error };
    throw error;
  }
}

const RETRY_PAUSED_SEC = 60;
const PAUSED = 'Dialing is switched off for this deployment; try again later.';
