import { ACCOUNT_ID, CALL_ID, TRANSACTION_ID } from '../makers.ts';

/** The first leg of the call in these events. */
export const LEG = 'a7e0d1c2-3b4a-4f5e-8d9c-6b7a8f9e0d1c';
export const OURS = { accountId: ACCOUNT_ID, callId: CALL_ID };

interface Parts {
  readonly action?: Readonly<Record<string, unknown>>;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly status?: 'Connected' | 'Disconnected';
  readonly transactionId?: string;
  /** What is different about the first leg. */
  readonly legA?: Readonly<Record<string, string>>;
}

/** An event in the shape in which Chime sends it to a SIP media application's function. */
export const aChimeEvent = (
  type: string,
  { action, attributes, status, transactionId = TRANSACTION_ID, legA }: Parts = {},
) => ({
  SchemaVersion: '1.0',
  Sequence: 3,
  InvocationEventType: type,
  ...(action && { ActionData: action }),
  CallDetails: {
    TransactionId: transactionId,
    ...(attributes && { TransactionAttributes: attributes }),
    AwsAccountId: '111122223333',
    AwsRegion: 'us-east-1',
    SipMediaApplicationId: 'c3a5b7d9-1e2f-4a3b-9c8d-0e1f2a3b4c5d',
    Participants: [
      {
        CallId: LEG,
        ParticipantTag: 'LEG-A',
        To: '+14155550101',
        From: '+14155550190',
        Direction: 'Outbound',
        StartTimeInMilliseconds: '1795168800123',
        ...(status && { Status: status }),
        ...legA,
      },
    ],
  },
});

/** What a bot's end looks like: the intent's result, with the session's attributes. */
export const botResult = (sessionAttributes: Readonly<Record<string, string>> | undefined) => ({
  Type: 'StartBotConversation',
  Parameters: {
    CallId: LEG,
    BotAliasArn: 'arn:aws:lex:us-east-1:111122223333:bot-alias/BOT/ALIAS',
    LocaleId: 'en_US',
  },
  IntentResult: {
    SessionId: LEG,
    SessionState: {
      ...(sessionAttributes && { SessionAttributes: sessionAttributes }),
      Intent: { Name: 'FallbackIntent', Slots: {}, State: 'Fulfilled', ConfirmationState: 'None' },
    },
    Interpretations: [{ Intent: { Name: 'FallbackIntent', Slots: {} } }],
  },
});
