import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { AccessDenied, type Caller, type Invoke } from '../wire.ts';
import { createBots, type Bots, type InvocationSource, type Speaker } from './bots.ts';
import {
  decisionOf,
  heardIntent,
  hookEvent,
  interpretationsOf,
  type Decision,
  type IntentState,
  type SessionAttributes,
} from './code-hook.ts';
import { ConversationFailed } from './conversation-failed.ts';
import { LATE, within } from '../clock/within.ts';

/** The longest that one conversation may last; it can't be raised. Source: Lex V2 quotas. */
const CONVERSATION_MS = 15 * 60_000;
/** The longest that a code hook may take. Source: Lex V2 quotas. */
const HOOK_MS = 30_000;
/** So long Lex waits for somebody to begin to speak. Source: Lex V2 developer guide, "Configuring timeouts for user input". */
const START_TIMEOUT_MS = 4_000;
const START_TIMEOUT_ATTRIBUTE = 'x-amz-lex:audio:start-timeout-ms:*:*';
/** So long Lex listens to somebody who doesn't pause, and at most so long. Sources: the same page; Lex V2 quotas. */
const LISTENS_MS = 13_000;
const MAX_LISTENS_MS = 55_000;
const LISTENS_ATTRIBUTE = 'x-amz-lex:audio:max-length-ms:*:*';

/** What a conversation begins with. */
export interface Beginning {
  readonly aliasArn: string;
  readonly localeId: string;
  readonly sessionId: string;
  readonly sessionAttributes: SessionAttributes;
  readonly caller: Caller;
}

/** One exchange: what the bot says to what it heard, and whether that was its last word. */
export interface Turn {
  readonly says: readonly string[];
  readonly closed: boolean;
}

/** Where a conversation stands. */
export interface SessionResult {
  readonly sessionId: string;
  readonly sessionAttributes: SessionAttributes;
  readonly intent: IntentState;
  readonly interpretations: readonly { readonly intent: IntentState; readonly nluConfidence?: number }[];
}

/** A spoken conversation with a bot. The telephone drives it, one utterance after the other. */
export interface Conversation {
  /** The instant at which Lex ends it whatever is being said, in milliseconds since 1970. */
  readonly endsAt: number;
  /** After so many milliseconds of silence an empty transcript is heard. A session attribute may set it. */
  readonly startTimeoutMs: number;
  /** What is said longer than so many milliseconds is heard in part. A session attribute may set it. */
  readonly listensMs: number;
  /**
   * One turn. An empty transcript is silence.
   * @throws ConversationFailed when the hook fails, takes over 30 s or answers what Lex refuses, or time is over
   */
  hear(transcript: string): Promise<Turn>;
  result(): SessionResult;
}

/** Amazon Lex V2: bots as CloudFormation defines them, and conversations with their real code hooks. */
export interface Lex extends Omit<Bots, 'speaker'> {
  /**
   * Begins a conversation, as `StartConversation` does.
   * @throws AccessDenied when the alias's policy does not let the caller
   * @throws ConversationFailed when there is no such alias, or none that speaks in that locale
   */
  start(beginning: Beginning): Conversation;
}

export interface LexOptions {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly account: string;
  readonly region: string;
  /** Whether the policy of the alias lets `caller` do `lex:StartConversation`. @throws AccessDenied */
  readonly mayStart: (aliasArn: string, caller: Caller) => void;
  /** Told when a bot may not invoke its hook. The conversation fails all the same. */
  readonly onDenied?: (error: AccessDenied) => void;
}

export function createLex({ clock, invoke, account, region, mayStart, onDenied }: LexOptions): Lex {
  const bots = createBots({ account, region });

  const callHook = async (speaker: Speaker, event: unknown, aliasArn: string) => {
    const caller = { service: 'lexv2.amazonaws.com', sourceArn: aliasArn, sourceAccount: account };
    try {
      const answer = await within(clock, HOOK_MS * clock.haste, invoke(speaker.hookArn, event, caller));
      if (answer === LATE) throw hookFailed(`the hook took longer than ${HOOK_MS / 1000} s`);
      if (!answer.ok) throw hookFailed(`${answer.errorType}: ${answer.errorMessage}`);
      return answer.payload;
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      onDenied?.(error);
      throw hookFailed(error.message);
    }
  };

  const start = ({ aliasArn, localeId, sessionId, sessionAttributes, caller }: Beginning): Conversation => {
    mayStart(aliasArn, caller);
    const speaker = bots.speaker(aliasArn, localeId);
    const endsAt = clock.now() + CONVERSATION_MS;
    let attributes = sessionAttributes;
    let intent = heardIntent(speaker, 'DialogCodeHook');

    const ask = async (transcript: string, source: InvocationSource): Promise<Decision> => {
      if (clock.now() >= endsAt) throw overtime();
      intent = heardIntent(speaker, source);
      const said = { source, sessionId, transcript, sessionAttributes: attributes, requestId: randomUUID() };
      const decision = decisionOf(await callHook(speaker, hookEvent(speaker, said), aliasArn), speaker);
      if (clock.now() >= endsAt) throw overtime();
      attributes = decision.sessionAttributes;
      return decision;
    };

    return {
      endsAt,
      get startTimeoutMs() {
        return millisIn(attributes, START_TIMEOUT_ATTRIBUTE) ?? START_TIMEOUT_MS;
      },
      get listensMs() {
        return Math.min(millisIn(attributes, LISTENS_ATTRIBUTE) ?? LISTENS_MS, MAX_LISTENS_MS);
      },
      async hear(transcript) {
        for (const source of speaker.sources) {
          const decision = await ask(transcript, source);
          // A hook that delegates leaves the utterance to the next one.
          if (decision.action === 'Delegate') continue;
          const closed = decision.action === 'Close';
          if (decision.intent) intent = decision.intent;
          return { says: decision.says, closed };
        }
        throw new ConversationFailed('DependencyFailedException', 'No hook decided what comes next.');
      },
      result: () => ({
        sessionId,
        sessionAttributes: attributes,
        intent,
        interpretations: interpretationsOf(speaker, intent),
      }),
    };
  };

  return { ...bots, start };
}

const millisIn = (attributes: SessionAttributes, name: string): number | undefined => {
  const wanted = Number(attributes[name]);
  return wanted > 0 ? wanted : undefined;
};

const hookFailed = (reason: string) =>
  new ConversationFailed('DependencyFailedException', `The Lambda code hook failed: ${reason}.`);

const overtime = () =>
  new ConversationFailed('InternalServerException', 'A conversation lasts 15 minutes at most.');
