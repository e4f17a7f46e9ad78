import { type TalkStart, encode } from '../carrier/chime-actions.ts';
import { type Told, decode } from '../carrier/chime-events.ts';
import { type Call, isEnded } from '../domain/call.ts';
import { afterCarrierEvent } from '../domain/call-life.ts';
import { type CarrierEvent, replyTo } from '../domain/carrier-event.ts';
import type { Instant } from '../domain/time.ts';
import { changeCall } from '../store/calls.ts';
import { callOfTransaction } from '../store/transactions.ts';
import { pokeLatestEvent } from '../store/webhook-queue.ts';
import { completeCall } from '../store/workflow.ts';
import { log, logWith, said } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';
import { told } from '../triggers/carrier-event.ts';
import { botOf } from './bots.ts';
import { openingOf } from './opening.ts';

/**
 * An event of a SIP media application: the call's row follows it, and the answer says what Chime is to do next. Chime
 * asks again after 5 s and hangs up after 20 s, so this stays well under one second.
 */
export const handler = told(async (raw, now) => {
  const event = await named(decode(raw, now));
  const { transactionId, type } = event.event;
  logWith({ ...event.of, transactionId, event: type });
  const seen = event.of && (await afterEvent(event.of, event.event));
  if (!seen && type !== 'incoming') {
    if (type !== 'ended') count('StrayLines');
    log.error('a line that no call stands for');
  }

  const reply = replyTo(seen?.call, event.event);
  if (seen && reply.do === 'hang_up' && reply.reason === 'outcome_unknown') {
    count('StrayLines');
    log.error('a line is up that should not be');
  }
  // The call's own end, told once it is stored: told twice it is told once.
  if (type === 'ended' && seen && 'ending' in seen.call && seen.call.ending)
    await completeCall(seen.call.callId);
  const telling = type === 'answered' && reply.do === 'talk' && seen ? tellWebhook(seen.call) : undefined;
  const talk = seen && reply.do === 'talk' ? await talkOf(seen.call, event.event, now) : undefined;
  await telling;
  return encode(event, reply, talk);
});

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

/** Events that came before our attributes were set don't name the call; the transaction does, once it is stored. */
async function named(event: Told): Promise<Told> {
  return event.of ? event : { ...event, of: (await callOfTransaction(event.event.transactionId)) ?? null };
}

/** The bot session that begins now, if one does: in the call's voice and language, as its row has them by now. */
async function talkOf(call: Call, event: CarrierEvent, now: Instant): Promise<TalkStart | undefined> {
  const opening = await openingOf(call, event, now);
  return opening && { ...opening, botAliasArn: botOf(call.voice), language: call.language, startedAt: now };
}
