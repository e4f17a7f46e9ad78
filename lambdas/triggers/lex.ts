import middy from '@middy/core';
import type { LexV2Event, LexV2Result } from 'aws-lambda';
import * as z from 'zod/mini';
import type { EndReason } from '../domain/call.ts';
import { AccountId, CallId } from '../domain/ids.ts';
import { Instant, instantAt, plusSeconds } from '../domain/time.ts';
import { invocation } from './invocation.ts';
import { log, logWith, said } from './log.ts';

/**
 * Lex ends a conversation after 15 minutes, in the middle of a word (Lex V2 quotas; it can't be raised). One more turn
 * takes two minutes at most: 30 s of words, 4 s until somebody speaks, 15 s of listening, 25 s of ours. So a session that
 * is handed on at its first turn after this is over within 14.
 */
const HAND_ON_AFTER_SEC = 12 * 60;
/** Names of session attributes that set how Lex listens. An answer without them would have them forgotten. */
const LEX_SETTING = 'x-amz-lex:';

const Session = z.object({
  accountId: AccountId,
  callId: CallId,
  turn: z.coerce.number().check(z.int(), z.minimum(0)),
  startedAt: Instant,
});

/** Something that was heard in a call. */
export interface Heard {
  readonly accountId: AccountId;
  readonly callId: CallId;
  /** The number of this turn; the agent's first words are turn 0. */
  readonly turn: number;
  /** Empty for silence. */
  readonly words: string;
  readonly now: Instant;
  /** Lex's name of the language that this session hears and speaks: `en_US`. */
  readonly locale: string;
  /** This session must not take another turn: the conversation goes on in the next one. */
  readonly isLastOfSession: boolean;
}

/** What is said to it, and why the conversation then ends, if it does. */
export interface Said {
  /** Empty to say nothing more, when the conversation ends. */
  readonly say: string;
  readonly end: EndReason | null;
  /** The conversation goes on in another session, which begins with these words. */
  readonly goesOn: boolean;
}

/**
 * Lex's code hook: every utterance comes here as the fallback intent. The state of the session is a number of turns and
 * when it began; all else is ours. An end closes the intent, and its reason goes back to the carrier with the session's
 * attributes. So does a conversation that goes on in another session; this one then says nothing, as the next will.
 */
export const listen = (run: (heard: Heard) => Promise<Said>) =>
  middy<LexV2Event, LexV2Result>()
    .use(invocation)
    .handler(async ({ sessionState, inputTranscript, bot }) => {
      const { turn: before, ...session } = Session.parse(sessionState.sessionAttributes);
      const { accountId, callId, startedAt } = session;
      const turn = before + 1;
      logWith({ accountId, callId, turn });
      try {
        const now = instantAt(Date.now());
        const { say, end, goesOn } = await run({
          accountId,
          callId,
          turn,
          words: inputTranscript,
          now,
          locale: bot.localeId,
          isLastOfSession: now >= plusSeconds(startedAt, HAND_ON_AFTER_SEC),
        });
        const isOver = end !== null || goesOn;
        return {
          sessionState: {
            sessionAttributes: {
              ...settingsIn(sessionState.sessionAttributes),
              ...session,
              turn: String(turn),
              ...(end ? { end } : goesOn && { goesOn: 'true' }),
            },
            dialogAction: { type: isOver ? 'Close' : 'ElicitIntent' },
            intent: { ...sessionState.intent, state: isOver ? 'Fulfilled' : 'InProgress' },
          },
          ...(say !== '' && (end || !goesOn) && { messages: [{ contentType: 'PlainText', content: say }] }),
        };
      } catch (error) {
        log.error('a turn failed', said(error));
        throw error;
      }
    });

const settingsIn = (attributes: Readonly<Record<string, string>> | undefined) =>
  Object.fromEntries(Object.entries(attributes ?? {}).filter(([name]) => name.startsWith(LEX_SETTING)));
