import { bedrockBrain } from '../talk/bedrock.ts';
import { digest } from '../talk/digest.ts';
import { type EndedCall, isEnded, isOpen } from '../domain/call.ts';
import { conclude } from '../domain/call-life.ts';
import { transcriptOf } from '../domain/conversation.ts';
import { LostRace } from '../domain/errors.ts';
import { readAccount } from '../store/accounts.ts';
import { type SeenCall, readCall } from '../store/calls.ts';
import { readBrief, readTurns } from '../store/conversation.ts';
import { roundingOf } from '../store/deployment.ts';
import { pokeNextInLine } from '../store/dial-queue.ts';
import { endCall, storeTranscript } from '../store/ending.ts';
import { pokeLatestEvent } from '../store/webhook-queue.ts';
import { log, said } from '../triggers/log.ts';
import { count, countEnd } from '../triggers/metrics.ts';
import { step } from '../triggers/step.ts';

/** Whoever calls us has the say: nothing is to be found out. */
const NOTHING_ASKED = { objective: null, fields: [] };

/** Others save a call that is ending only now and then: a late event, the sweep. */
const MOST_TRIES = 5;

/**
 * Brings a call to its end: digest and transcript first, then the terminal status with all that belongs to it in one
 * write, then the next call of the account's line, then its webhook. Any of it may be done again after a crash.
 */
export const handler = step(async ({ accountId, callId, generation }) => {
  const seen = await readCall(accountId, callId);
  if (!seen || seen.call.status === 'queued' || seen.call.generation !== generation) return;
  const ended = isEnded(seen.call) ? seen.call : await end(seen);
  await pokeNextInLine(accountId);
  if (ended) await pokeLatestEvent(ended);
});

/** @returns the call at its end; undefined if somebody else has brought it there */
async function end(first: SeenCall): Promise<EndedCall | undefined> {
  const { accountId, callId, language } = first.call;
  const [account, brief, turns] = await Promise.all([
    readAccount(accountId),
    readBrief(accountId, callId),
    spokenIn(first.call),
  ]);
  if (!account) throw new Error('a call without an account');
  const { objective, fields } = brief ?? NOTHING_ASKED;
  const told =
    turns.length > 0
      ? await digest(bedrockBrain, { objective, fields, language }, turns, (error) => {
          count('ModelFailures');
          log.warn('the model failed to tell what came of the call', said(error));
        })
      : null;
  if (turns.length > 0) await storeTranscript(callId, transcriptOf(turns));

  let seen: SeenCall | undefined = first;
  for (let tries = 1; seen && isOpen(seen.call); tries++) {
    if (!seen.call.ending) throw new Error('the workflow went on to the end of a call that has none');
    try {
      const ended = conclude(seen.call, seen.call.ending, roundingOf(account));
      await endCall(ended, told, seen);
      countEnd(ended);
      return ended;
    } catch (error) {
      if (!(error instanceof LostRace) || tries === MOST_TRIES) throw error;
    }
    seen = await readCall(accountId, callId);
  }
  return undefined;
}

/** First words that were stored for a caller who was gone by then were said to nobody. */
const spokenIn = async (call: SeenCall['call']) =>
  isOpen(call) && call.ending?.status === 'no_answer' ? [] : readTurns(call.callId);
