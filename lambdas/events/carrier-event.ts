import { type TalkStart, encode } from '../carrier/chime-actions.ts';
import { type Told, decode } from '../carrier/chime-events.ts';
import { type Call, type OpenCall, isEnded, isOpen } from '../domain/call.ts';
import { afterCarrierEvent } from '../domain/call-life.ts';
import { type CarrierEvent, replyTo } from '../domain/carrier-event.ts';
import type { Instant } from '../domain/time.ts';
import { changeCall } from '../store/calls.ts';
import { readNumber } from '../store/numbers.ts';
import { callOfTransaction } from '../store/transactions.ts';
import { pokeLatestEvent } from '../store/webhook-queue.ts';
import { completeCall, startWorkflow } from '../store/workflow.ts';
import { log, logWith, said } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';
import { told } from '../triggers/carrier-event.ts';
import { announcementOf } from './announcement.ts';
import { botOf } from './bots.ts';
import { mayBridgeTo } from './bridge-guard.ts';
import { takeIn } from './incoming.ts';
import { openingOf } from './opening.ts';

/**
 * An event of a SIP media application: the call's row follows it, and the answer says what Chime is to do next. Chime
 * asks again after 5 s and hangs up after 20 s, so this stays well under one second.
 */
export const handler = told(async (raw, now) => {
  const { event, call } = await followed(decode(raw, now));
  const { transactionId, type } = event.event;
  logWith({ ...event.of, transactionId, event: type });
  if (!call && !isRefused(event.event)) {
    if (type !== 'ended') count('StrayLines');
    log.error('a line that no call stands for');
  }

  const reply = replyTo(call, event.event);
  if (call && reply.do === 'hang_up' && reply.reason === 'outcome_unknown') {
    count('StrayLines');
    log.error('a line is up that should not be');
  }
  // The call's own end, told once it is stored: told twice it is told once.
  if (ENDS.has(type) && call && isOpen(call) && call.ending) await goOn(call);
  const telling = type === 'answered' && reply.do === 'talk' && call ? tellWebhook(call) : undefined;
  const talk = call && reply.do === 'talk' ? await talkOf(call, event.event, now) : undefined;
  const announcement = call && reply.do === 'announce' ? await announcementOf(call, now) : undefined;
  await telling;
  return encode(event, reply, talk, announcement);
});

/** What a call may come to its end by. */
const ENDS: ReadonlySet<CarrierEvent['type']> = new Set([
  'ended',
  'missed',
  'bridged',
  'not_bridged',
  'leg_ended',
]);

/** The event with the call that it is of, as the event has left it. */
async function followed(heard: Told): Promise<{ event: Told; call: Call | undefined }> {
  if (heard.event.type === 'incoming') {
    const call = heard.came ? await takeIn(heard.came, heard.event) : undefined;
    return {
      event: { ...heard, of: call ? { accountId: call.accountId, callId: call.callId } : null },
      call,
    };
  }
  const event = await named(heard);
  return guarded(event, event.of ? (await afterEvent(event.of, event.event))?.call : undefined);
}

/** Whether it is of a call to a number that no account has: it was hung up on at its first event. */
const isRefused = (event: CarrierEvent): boolean =>
  event.type === 'incoming' ||
  event.type === 'missed' ||
  (event.type === 'ended' && event.ourReason === 'unassigned');

/** Leads a call that has its end to its conclusion: its workflow waits for that, or begins with it if the call came in. */
const goOn = (call: OpenCall): Promise<unknown> =>
  call.direction === 'inbound' ? startWorkflow(call) : completeCall(call.callId);

/**
 * A wish to hand a call over is held against the rules right before the phone rings: where it may not, it is as if nobody
 * had answered. So it is when this is told again.
 */
async function guarded(
  event: Told,
  call: Call | undefined,
): Promise<{ event: Told; call: Call | undefined }> {
  const { type, transactionId, at } = event.event;
  if (!event.of || type !== 'talked' || event.event.reason !== 'transferred') return { event, call };
  const leg = call && isOpen(call) ? call.secondLeg : null;
  if (!leg || leg.state === 'joined') return { event, call };
  if (leg.state === 'ringing' && (await mayBridgeTo(leg.to))) return { event, call };
  const refused = { type: 'not_bridged', transactionId, at } as const;
  if (leg.state === 'ringing') log.warn('a call may not be handed over to the number that is set', event.of);
  return { event: { ...event, event: refused }, call: (await afterEvent(event.of, refused))?.call };
}

/** The call as the event has left it. */
async function afterEvent({ accountId, callId }: NonNullable<Told['of']>, event: CarrierEvent) {
  const news = { isLate: false };
  const seen = await changeCall(accountId, callId, (call) => {
    const next = afterCarrierEvent(call, event);
    news.isLate = next !== call && isEnded(call);
    return next;
  });
  if (news.isLate) {
    count('LateEvidence');
    log.error('the carrier tells of a call that had been given up');
  }
  return seen;
}

/** Told beside the first words, which nobody waits longer for: an event that the queue doesn't take is the sweep's. */
async function tellWebhook(call: Call): Promise<void> {
  await pokeLatestEvent(call).catch((error: unknown) => {
    log.warn('the webhook queue did not take an event; the sweep will', said(error));
  });
}

/**
 * Events that came before our attributes were set don't name the call; the transaction does, once it is stored. Of a call
 * that came in the number says whose it is.
 */
async function named(event: Told): Promise<Told> {
  const { of, came } = event;
  if (of) return event;
  if (!came) return { ...event, of: (await callOfTransaction(event.event.transactionId)) ?? null };
  const number = came.to && (await readNumber(came.to));
  return { ...event, of: number ? { accountId: number.accountId, callId: came.callId } : null };
}

/** The bot session that begins now, if one does: in the call's voice and language, as its row has them by now. */
async function talkOf(call: Call, event: CarrierEvent, now: Instant): Promise<TalkStart | undefined> {
  const opening = await openingOf(call, event, now);
  return opening && { ...opening, botAliasArn: botOf(call.voice), language: call.language, startedAt: now };
}
