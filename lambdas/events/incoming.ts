import { type Call, isEnded } from '../domain/call.ts';
import type { CameIn, CarrierEvent } from '../domain/carrier-event.ts';
import { ledOnTo, takenIn } from '../domain/inbound.ts';
import { isSeenBy } from '../domain/number.ts';
import { readAccount } from '../store/accounts.ts';
import { readAssistant } from '../store/assistants.ts';
import { addCall, readCall } from '../store/calls.ts';
import { readDoNotCall } from '../store/do-not-call.ts';
import { readNumber } from '../store/numbers.ts';
import { mayBridgeTo } from './bridge-guard.ts';
import { log } from '../triggers/log.ts';
import { count, countEnd } from '../triggers/metrics.ts';

/**
 * The call that comes in, with its row; undefined if it is to a number that no account has. All that it is judged by is
 * read as it is now: a number that was given to another assistant is answered by that one at the very next call. Told
 * again, it is the call that was stored first, and gets the same answer.
 */
export async function takeIn(came: CameIn, { transactionId, at }: CarrierEvent): Promise<Call | undefined> {
  const number = came.to && (await readNumber(came.to));
  if (!number || !isSeenBy(number, number.accountId)) {
    log.warn('somebody calls a number that no account has');
    return undefined;
  }
  const { accountId, inboundAssistantId } = number;
  const [account, assistant, listed] = await Promise.all([
    readAccount(accountId),
    inboundAssistantId === null ? undefined : readAssistant(accountId, inboundAssistantId),
    came.from === null ? undefined : readDoNotCall(accountId, came.from),
  ]);
  if (!account) throw new Error('a number without an account');

  const reached = { number, account, assistant, listed };
  const to = ledOnTo(reached);
  const ledOn = { to, mayBeRung: to !== null && (await mayBridgeTo(to.to)) };
  const call = takenIn(came, transactionId, reached, ledOn, at);
  if (!(await addCall(call))) return (await readCall(accountId, came.callId))?.call;
  count('CallsReceived');
  if (isEnded(call)) countEnd(call);
  return call;
}
