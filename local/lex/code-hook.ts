import * as z from 'zod';
import type { InvocationSource, Speaker } from './bots.ts';
import { ConversationFailed } from './conversation-failed.ts';

/** Session attributes and the hook's event may have so much. Source: Lex V2 quotas. */
const MAX_ATTRIBUTES_BYTES = 12 * 1024;
const MAX_EVENT_BYTES = 12 * 1024;
/** And its answer so much. Source: Lex V2 quotas. */
const MAX_ANSWER_BYTES = 50 * 1024;
/** Source: Lex V2 runtime model, `Messages` and `Text`. */
const MAX_MESSAGES = 10;
const MAX_MESSAGE_CHARACTERS = 1_024;

export type SessionAttributes = Readonly<Record<string, string>>;

const Intent = z.looseObject({
  name: z.string().min(1),
  slots: z.record(z.string(), z.unknown()).nullish(),
  state: z
    .enum(['Failed', 'Fulfilled', 'FulfillmentInProgress', 'InProgress', 'ReadyForFulfillment', 'Waiting'])
    .nullish(),
  confirmationState: z.enum(['Confirmed', 'Denied', 'None']).nullish(),
});

const Message = z.looseObject({
  contentType: z.enum(['PlainText', 'SSML', 'CustomPayload', 'ImageResponseCard']),
  content: z.string().min(1).max(MAX_MESSAGE_CHARACTERS).optional(),
});

const HookAnswer = z.looseObject({
  sessionState: z.looseObject({
    sessionAttributes: z.record(z.string(), z.string()).nullish(),
    dialogAction: z.looseObject({
      type: z.enum(['Close', 'ConfirmIntent', 'Delegate', 'ElicitIntent', 'ElicitSlot']),
    }),
    intent: Intent.nullish(),
  }),
  messages: z.array(Message).max(MAX_MESSAGES).nullish(),
});

/** An intent as an event shows it. */
export interface IntentState {
  readonly name: string;
  readonly slots: Readonly<Record<string, unknown>>;
  readonly state: string;
  readonly confirmationState: string;
}

/** What a hook decided. */
export interface Decision {
  readonly action: 'Close' | 'Delegate' | 'ElicitIntent';
  /** Only Close must name one. */
  readonly intent: IntentState | undefined;
  /** An answer without session attributes leaves none. */
  readonly sessionAttributes: SessionAttributes;
  /** What to say, in order; cards can't be spoken. */
  readonly says: readonly string[];
}

/** The fallback intent as a hook finds it. */
export const heardIntent = ({ intents }: Speaker, source: InvocationSource): IntentState => ({
  name: intents[0],
  slots: {},
  state: source === 'FulfillmentCodeHook' ? 'ReadyForFulfillment' : 'InProgress',
  confirmationState: 'None',
});

/** All that an utterance may have meant: the fallback first, which alone has no confidence. */
export const interpretationsOf = ({ intents }: Speaker, heard: IntentState) => [
  { intent: heard, interpretationSource: 'Lex' },
  ...intents.slice(1).map((name) => ({
    intent: { name, slots: {}, state: 'InProgress', confirmationState: 'None' },
    interpretationSource: 'Lex',
    nluConfidence: 0.2,
  })),
];

/**
 * The event with which Lex calls a code hook on the phone.
 * @throws ConversationFailed when it is larger than a hook may get
 */
export function hookEvent(
  speaker: Speaker,
  said: {
    readonly source: InvocationSource;
    readonly sessionId: string;
    readonly transcript: string;
    readonly sessionAttributes: SessionAttributes;
    readonly requestId: string;
  },
) {
  const { source, sessionId, transcript, sessionAttributes, requestId } = said;
  const intent = heardIntent(speaker, source);
  const event = {
    messageVersion: '1.0',
    invocationSource: source,
    inputMode: 'Speech',
    responseContentType: 'audio/pcm',
    sessionId,
    inputTranscript: transcript,
    bot: speaker.bot,
    interpretations: interpretationsOf(speaker, intent),
    ...(source === 'DialogCodeHook' && { proposedNextState: proposed(intent) }),
    requestAttributes: {},
    sessionState: {
      activeContexts: [],
      sessionAttributes,
      intent,
      originatingRequestId: requestId,
    },
    transcriptions: transcript ? [transcriptionOf(transcript, intent.name)] : [],
  };
  if (bytes(event) > MAX_EVENT_BYTES) throw refused(`The hook's input is over ${MAX_EVENT_BYTES} bytes.`);
  return event;
}

/**
 * Reads a hook's answer.
 * @throws ConversationFailed when Lex would not take it
 */
export function decisionOf(answer: unknown, { intents }: Speaker): Decision {
  if (bytes(answer) > MAX_ANSWER_BYTES) throw refused(`The hook's answer is over ${MAX_ANSWER_BYTES} bytes.`);
  const read = HookAnswer.safeParse(answer);
  if (!read.success) throw refused(`Invalid Lambda Response: ${z.prettifyError(read.error)}`);

  const { sessionState, messages } = read.data;
  const { type } = sessionState.dialogAction;
  const { intent } = sessionState;
  const says = (messages ?? []).flatMap(({ contentType, content }) => {
    if (contentType === 'ImageResponseCard') return [];
    if (content === undefined)
      throw refused(`Invalid Lambda Response: a ${contentType} message has no content.`);
    return [content];
  });
  const sessionAttributes = sessionState.sessionAttributes ?? {};
  if (bytes(sessionAttributes) > MAX_ATTRIBUTES_BYTES) {
    throw refused(`The session attributes are over ${MAX_ATTRIBUTES_BYTES} bytes.`);
  }
  if (intent && !intents.includes(intent.name)) {
    throw refused(`Invalid Lambda Response: the locale has no intent ${intent.name}.`);
  }
  if (type === 'ElicitSlot' || type === 'ConfirmIntent') {
    throw refused(`Invalid Lambda Response: the fallback intent has nothing for ${type} to ask.`);
  }
  if (type === 'Close' && !intent) throw refused('Invalid Lambda Response: Close needs an intent.');
  if (type === 'ElicitIntent' && says.length === 0) {
    throw refused('Invalid Lambda Response: ElicitIntent needs a message.');
  }
  return { action: type, intent: intent ? intentState(intent) : undefined, sessionAttributes, says };
}

const intentState = ({ name, slots, state, confirmationState }: z.infer<typeof Intent>): IntentState => ({
  name,
  slots: slots ?? {},
  state: state ?? 'InProgress',
  confirmationState: confirmationState ?? 'None',
});

/** What Lex would do if the hook changed nothing. Only a dialog hook is told. */
const proposed = (intent: IntentState) => ({
  dialogAction: { type: 'Close' },
  intent: { ...intent, state: 'ReadyForFulfillment' },
  prompt: { attempt: 'Initial' },
});

const transcriptionOf = (transcription: string, intent: string) => ({
  transcription,
  transcriptionConfidence: 0.95,
  resolvedContext: { intent },
  resolvedSlots: {},
});

const refused = (message: string) => new ConversationFailed('DependencyFailedException', message);

/** As JSON; what has none counts as nothing. */
const bytes = (value: unknown) => (value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value)));
