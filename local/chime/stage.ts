import { ConversationFailed, type LexException } from '../lex/conversation-failed.ts';
import type { Lex, SessionResult } from '../lex/lex.ts';
import { AccessDenied } from '../wire.ts';
import type { Action, ActionType } from './answer.ts';
import type { Connection } from './connection.ts';
import type { Leg } from './events.ts';
import * as parameters from './parameters.ts';
import { failure, parametersOf, type ActionError } from './parameters.ts';
import type { Script } from './script.ts';

/** How an action ended; `results` stand beside its parameters in the event. */
export type Played =
  { readonly results: Readonly<Record<string, unknown>> } | { readonly error: ActionError };

/** The line as the actions that are heard need it. */
export interface Line extends Pick<Connection, 'hold' | 'unlessOver'> {
  readonly leg: Leg;
  readonly script: Script;
  /** The recipient's next line, to somebody who speaks `locale` (`en_US`); undefined: silence. */
  nextLine(locale: string): string | undefined;
  /** Notes who said what. */
  note(who: 'agent' | 'recipient', text: string): void;
  now(): number;
}

export interface StageOptions {
  readonly line: Line;
  readonly lex: Pick<Lex, 'start'>;
  readonly region: string;
  readonly account: string;
  readonly applicationId: string;
  /** Told when the bot's alias does not let the application in. */
  readonly onDenied: (error: AccessDenied) => void;
}

/** The actions that a person on the line hears. None of them can be interrupted but by the end of the call. */
export type HeardAction = 'SendDigits' | 'Speak' | 'StartBotConversation';

export const isHeard = (action: Action): action is Action & { readonly Type: HeardAction } =>
  action.Type === 'SendDigits' || action.Type === 'Speak' || action.Type === 'StartBotConversation';

/** Plays actions on a line that is answered. */
export function createStage({ line, lex, region, account, applicationId, onDenied }: StageOptions) {
  const halfTurnMs = line.script.turnSec * 500;

  /** The agent says something: half a turn, however much it is. */
  const speak = async (texts: readonly string[], hold: Line['hold'] = line.hold) => {
    for (const text of texts) line.note('agent', text.replaceAll(/<[^>]*>/g, '').trim());
    return texts.length === 0 || (await hold(halfTurnMs));
  };

  const playSpeak = async (action: Action): Promise<Played> => {
    const read = parametersOf(parameters.Speak, action, line.leg);
    if ('error' in read) return read;
    return (await speak([read.ok.Text])) ? { results: {} } : HUNG_UP;
  };

  const playSendDigits = async (action: Action): Promise<Played> => {
    const read = parametersOf(parameters.SendDigits, action, line.leg);
    if ('error' in read) return read;
    const { Digits, ToneDurationInMilliseconds } = read.ok;
    // A comma is a rest of half a second.
    const lengths = Array.from(Digits, (digit) => (digit === ',' ? 500 : ToneDurationInMilliseconds));
    return (await line.hold(lengths.reduce((sum, ms) => sum + ms, 0))) ? { results: {} } : HUNG_UP;
  };

  const startBot = (wanted: ReturnType<typeof parameters.StartBotConversation.parse>) => {
    const { BotAliasArn: aliasArn, LocaleId: localeId, Configuration } = wanted;
    if (aliasArn.split(':')[3] !== region) {
      throw new ConversationFailed('BadRequestException', 'BotAliasArn is of another region');
    }
    return lex.start({
      aliasArn,
      localeId,
      // A conversation goes by the call's id, so that what was put into the session before is found.
      sessionId: line.leg.CallId,
      sessionAttributes: Configuration.SessionState.SessionAttributes,
      caller: {
        service: 'voiceconnector.chime.amazonaws.com',
        sourceArn: `arn:aws:voiceconnector:${region}:${account}:sma/${applicationId}`,
        sourceAccount: account,
      },
    });
  };

  const playBot = async (action: Action): Promise<Played> => {
    const read = parametersOf(parameters.StartBotConversation, action, line.leg);
    if ('error' in read) return read;
    try {
      const conversation = startBot(read.ok);
      const { endsAt } = conversation;
      const hold = (ms: number) => line.hold(Math.min(ms, endsAt - line.now()));
      const results = () => ({ results: { IntentResult: intentResult(conversation.result()) } });

      const welcome = read.ok.Configuration.WelcomeMessages.map(({ Content }) => Content);
      if (!(await speak(welcome, hold))) return results();
      for (;;) {
        const said = line.nextLine(read.ok.LocaleId);
        if (said !== undefined) line.note('recipient', said);
        const { startTimeoutMs, listensMs } = conversation;
        const wasHeard = await hold(said === undefined ? startTimeoutMs : Math.min(halfTurnMs, listensMs));
        // Somebody who hangs up ends the action well: its intent shows how far it came.
        if (!wasHeard) return results();
        const heard = heardOf(said ?? '', listensMs / halfTurnMs);
        const turn = await line.unlessOver(conversation.hear(heard));
        if (!turn || !(await speak(turn.says, hold)) || turn.closed) return results();
      }
    } catch (error) {
      return { error: botError(error, onDenied) };
    }
  };

  return (action: Action & { readonly Type: HeardAction }): Promise<Played> => {
    if (action.Type === 'Speak') return playSpeak(action);
    if (action.Type === 'SendDigits') return playSendDigits(action);
    return playBot(action);
  };
}

/** The words of a line that fall into the first part of it. Those that follow are said while the agent speaks. */
function heardOf(said: string, part: number): string {
  if (part >= 1) return said;
  const words = said.split(' ');
  return words.slice(0, Math.max(1, Math.floor(words.length * part))).join(' ');
}

/** What an action tells that the far end cut off; the participant is `Disconnected`. */
export const HUNG_UP: Played = { error: failure('SystemException', 'System error while running action') };

/** What an action tells that the carrier knows and this one doesn't play. Meetings have one field. */
export function notPlayed(type: ActionType): ActionError {
  const message = `The local carrier does not play ${type} yet`;
  return type === 'JoinChimeMeeting'
    ? { Error: `SystemException: ${message}` }
    : failure('SystemException', message);
}

/** The ErrorType of what Lex refuses. */
const BOT_ERRORS: Record<LexException, string> = {
  ResourceNotFoundException: 'ResourceNotFound',
  BadRequestException: 'InvalidActionParameter',
  DependencyFailedException: 'SystemException',
  InternalServerException: 'SystemException',
};

function botError(error: unknown, onDenied: (error: AccessDenied) => void): ActionError {
  if (error instanceof ConversationFailed) return failure(BOT_ERRORS[error.exception], error.message);
  if (!(error instanceof AccessDenied)) throw error;
  onDenied(error);
  return failure('ResourceAccessDenied', error.message);
}

/** A conversation's end in the carrier's own spelling. */
const intentResult = ({ sessionId, sessionAttributes, intent, interpretations }: SessionResult) => ({
  SessionId: sessionId,
  SessionState: { SessionAttributes: sessionAttributes, Intent: spelled(intent) },
  Interpretations: interpretations.map(({ intent: each, nluConfidence }) => ({
    ...(nluConfidence !== undefined && { NluConfidence: { Score: nluConfidence } }),
    Intent: spelled(each),
  })),
});

const spelled = ({ name, slots, state, confirmationState }: SessionResult['intent']) => ({
  Name: name,
  Slots: slots,
  State: state,
  ConfirmationState: confirmationState,
});
