import middy from '@middy/core';
import type { LexV2Event, LexV2Result } from 'aws-lambda';
import * as z from 'zod/mini';
import type { EndReason } from '../domain/call.ts';
import { AccountId, CallId } from '../domain/ids.ts';
import { type Instant, instantAt } from '../domain/time.ts';
import { freshLog, log, logWith, said } from './log.ts';
import { tellMetrics } from './metrics.ts';

const Session = z.object({
  accountId: AccountId,
  callId: CallId,
  turn: z.coerce.number().check(z.int(), z.minimum(0)),
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
}

/** What is said to it, and why the conversation then ends, if it does. */
export interface Said {
  readonly say: string;
  readonly end: EndReason | null;
}

/**
 * Lex's code hook: every utterance comes here as the fallback intent. The state of the session is a number of turns;
 * all else is ours. An end closes the intent, and its reason goes back to the carrier with the session's attributes.
 */
export const listen = (run: (heard: Heard) => Promise<Said>) =>
  middy<LexV2Event, LexV2Result>()
    .use(freshLog)
    .use(tellMetrics)
    .handler(async ({ sessionState, inputTranscript }) => {
      const { accountId, callId, turn: before } = Session.parse(sessionState.sessionAttributes);
      const turn = before + 1;
      logWith({ accountId, callId, turn });
      try {
        const { say, end } = await run({
          accountId,
          callId,
          turn,
          words: inputTranscript,
          now: instantAt(Date.now()),
        });
        return {
          sessionState: {
            sessionAttributes: { accountId, callId, turn: String(turn), ...(end && { end }) },
            dialogAction: { type: end ? 'Close' : 'ElicitIntent' },
            intent: { ...sessionState.intent, state: end ? 'Fulfilled' : 'InProgress' },
          },
          messages: [{ contentType: 'PlainText', content: say }],
        };
      } catch (error) {
        log.error('a turn failed', said(error));
        throw error;
      }
    });
