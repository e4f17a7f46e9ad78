import { encode } from '../carrier/chime-actions.ts';
import { type Told, decode } from '../carrier/chime-events.ts';
import type { Call } from '../domain/call.ts';
import { afterCarrierEvent } from '../domain/call-life.ts';
import { type Reply, replyTo } from '../domain/carrier-event.ts';
import { greeting } from '../domain/phrases.ts';
import { type Instant, instantAt } from '../domain/time.ts';
import { readAccount } from '../store/accounts.ts';
import { changeCall } from '../store/calls.ts';
import { storeTurn } from '../store/conversation.ts';
import { fresh } from '../store/fresh.ts';
import { callOfTransaction } from '../store/transactions.ts';
import { completeCall } from '../store/workflow.ts';
import { log, logWith } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';
import { told } from '../triggers/carrier-event.ts';
import { botOf } from './bots.ts';

const account = fresh(readAccount);

/**
 * An event of a SIP media application: the call's row follows it, and the answer says what Chime is to do next. Chime
 * asks again after 5 s and hangs up after 20 s, so this stays well under one second.
 */
export const handler = told(async (raw, now) => {
  const event = await named(decode(raw, now));
  const { transactionId, type } = event.event;
  logWith({ ...event.of, transactionId, event: type });
  const seen =
    event.of &&
    (await changeCall(event.of.accountId, event.of.callId, (call) => afterCarrierEvent(call, event.event)));
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
  return encode(event, reply, seen ? await talkOf(seen.call, reply, now) : undefined);
});

/** Events that came before our attributes were set don't name the call; the transaction does, once it is stored. */
async function named(event: Told): Promise<Told> {
  return event.of ? event : { ...event, of: (await callOfTransaction(event.event.transactionId)) ?? null };
}

/** What the conversation starts with: who calls for whom, and that it is an AI. The transcript begins with it too. */
async function talkOf({ accountId, callId, voice, language }: Call, reply: Reply, now: Instant) {
  if (reply.do !== 'talk') return undefined;
  const { name } = (await account(accountId, now)) ?? { name: '' };
  const words = greeting({ language, onBehalfOf: name, recorded: false });
  const turn = await storeTurn(callId, 0, { heard: '', said: words, end: null, at: instantAt(Date.now()) });
  return { botAliasArn: botOf(voice), language, greeting: turn.said };
}
