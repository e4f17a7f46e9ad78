import type { LexV2Event } from 'aws-lambda';

/** The fallback intent as Lex tells it with an utterance. */
export const INTENT = {
  name: 'FallbackIntent',
  slots: {},
  state: 'InProgress',
  confirmationState: 'None',
} as const;

/** What Lex tells its code hook of something that was heard. */
export const anUtterance = (words: string, sessionAttributes: Record<string, string>): LexV2Event => ({
  messageVersion: '1.0',
  invocationSource: 'DialogCodeHook',
  inputMode: 'Speech',
  responseContentType: 'text/plain; charset=utf-8',
  sessionId: 'L1',
  inputTranscript: words,
  bot: { id: 'BOT', name: 'Aoede', aliasId: 'ALIAS', aliasName: 'live', localeId: 'en_US', version: '1' },
  interpretations: [{ intent: INTENT }],
  proposedNextState: { dialogAction: { type: 'Close' }, intent: INTENT },
  sessionState: { sessionAttributes, intent: INTENT, originatingRequestId: 'lex-1' },
  transcriptions: [],
});
