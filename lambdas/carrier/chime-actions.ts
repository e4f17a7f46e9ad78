import type { Reply } from '../domain/carrier-event.ts';
import type { AccountId, CallId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { type Language, lexLocale } from '../voices.ts';
import { END_ATTRIBUTE, ENDED_AT_ATTRIBUTE, type Told } from './chime-events.ts';

/** What a caller is told by the network when nobody answers. */
const UNAVAILABLE = '480';

/** What a bot session is started with. */
export interface TalkStart {
  /** The alias of the bot that speaks in the call's voice. */
  readonly botAliasArn: string;
  readonly language: Language;
  /** The turn whose words the session begins with; 0 are the agent's first. */
  readonly turn: number;
  readonly words: string;
  readonly startedAt: Instant;
  /** `bucket/prefix` that a recording goes to which begins with the session; null if none does. */
  readonly recordTo: string | null;
}

/** What somebody is told who is joined with a call: the words, and the Polly voice that speaks them. */
export interface Announcement {
  readonly words: string;
  readonly voice: string;
  readonly language: Language;
}

/**
 * What the Lex hook is told of the session it answers in. It gives them back with the turn counted, and with `end` or
 * `goesOn` when it closes the session.
 */
export interface SessionAttributes {
  readonly accountId: AccountId;
  readonly callId: CallId;
  /** The turns that were spoken before. */
  readonly turn: string;
  readonly startedAt: Instant;
}

/**
 * Whoever talks without a pause is listened to for so long, then it is the agent's turn: a wish to hang up is carried out
 * at a turn. Lex would listen for 13 s if nothing were said, and for 15 s at most on the telephone (Lex V2 developer guide,
 * "Configuring timeouts for user input"; Connect's guide has the limit).
 */
const LISTENING = { 'x-amz-lex:audio:max-length-ms:*:*': '15000' };

/**
 * Chime's form of a reply. The transaction's attributes name our call in each later event. They are written at the
 * first event and with each reason to hang up, all of them: another set of keys would replace the old one. An answer
 * without them leaves them as they are.
 */
export function encode(told: Told, reply: Reply, talk?: TalkStart, announcement?: Announcement) {
  const { of, leg, secondLeg, event } = told;
  // The answer to its first event is what names a call that came in; one that went out is named by the second.
  const named = event.type === 'incoming' ? attributes(of, 'none', 'none') : undefined;
  switch (reply.do) {
    case 'nothing':
      return event.type === 'bound' && of ? answer([], attributes(of, 'none', 'none')) : answer([]);
    case 'hang_up':
      return answer(hangUps(told), attributes(of, reply.reason, event.at));
    case 'talk':
      return answer(of && talk ? [...startRecording(leg, talk), startBot(of, leg, talk)] : [], named);
    case 'bridge':
      return answer([...(reply.endsRecording ? [stopRecording(leg)] : []), bridgeTo(reply)], named);
    case 'announce':
      return answer(secondLeg && announcement ? [speak(secondLeg, announcement)] : []);
  }
}

/** Whoever is on the phone: the second leg first, since the end of the first one ends the call. */
function hangUps({ leg, secondLeg, event, isUnanswered }: Told) {
  const code = isUnanswered || event.type === 'incoming' ? UNAVAILABLE : '0';
  return [
    ...(secondLeg ? [hangUp(secondLeg, '0')] : []),
    ...(event.type === 'ended' ? [] : [hangUp(leg, code)]),
  ];
}

const hangUp = (leg: string, code: string) => ({
  Type: 'Hangup',
  Parameters: { SipResponseCode: code, CallId: leg },
});

const bridgeTo = ({ to, callerId, ringSec }: Reply & { do: 'bridge' }) => ({
  Type: 'CallAndBridge',
  Parameters: {
    CallTimeoutSeconds: ringSec,
    CallerIdNumber: callerId,
    Endpoints: [{ BridgeEndpointType: 'PSTN', Uri: to }],
  },
});

const speak = (leg: string, { words, voice, language }: Announcement) => ({
  Type: 'Speak',
  Parameters: {
    CallId: leg,
    Text: words,
    Engine: 'neural',
    TextType: 'text',
    VoiceId: voice,
    ...(BILINGUAL.has(voice) && { LanguageCode: language }),
  },
});

/** Of our voices, those of whom Polly must be told which of their two languages to speak (Polly, "Bilingual voices"). */
const BILINGUAL: ReadonlySet<string> = new Set(['Kajal']);

const stopRecording = (leg: string) => ({ Type: 'StopCallRecording', Parameters: { CallId: leg } });

const answer = (Actions: readonly object[], TransactionAttributes?: Readonly<Record<string, string>>) => ({
  SchemaVersion: '1.0',
  Actions,
  ...(TransactionAttributes && { TransactionAttributes }),
});

const attributes = (of: Told['of'], end: string, endedAt: Instant | 'none') => ({
  ...(of && { accountId: of.accountId, callId: of.callId }),
  [END_ATTRIBUTE]: end,
  [ENDED_AT_ATTRIBUTE]: endedAt,
});

/** Before the first words, which tell of it. A list stops at an action that fails: see `unrecorded`. */
const startRecording = (leg: string, { recordTo }: TalkStart) =>
  recordTo === null
    ? []
    : [
        {
          Type: 'StartCallRecording',
          Parameters: { CallId: leg, Track: 'BOTH', Destination: { Type: 'S3', Location: recordTo } },
        },
      ];

const startBot = (
  of: NonNullable<Told['of']>,
  leg: string,
  { botAliasArn, language, turn, words, startedAt }: TalkStart,
) => ({
  Type: 'StartBotConversation',
  Parameters: {
    CallId: leg,
    BotAliasArn: botAliasArn,
    LocaleId: lexLocale(language),
    Configuration: {
      SessionState: {
        SessionAttributes: {
          ...({ ...of, turn: String(turn), startedAt } satisfies SessionAttributes),
          ...LISTENING,
        },
        DialogAction: { Type: 'ElicitIntent' },
      },
      WelcomeMessages: [{ ContentType: 'PlainText', Content: words }],
    },
  },
});
