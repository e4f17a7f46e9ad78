/** The events of a call. Source: PSTN audio guide, "Understanding telephony events". */
export type EventType =
  | 'NEW_INBOUND_CALL'
  | 'NEW_OUTBOUND_CALL'
  | 'RINGING'
  | 'CALL_ANSWERED'
  | 'ACTION_SUCCESSFUL'
  | 'ACTION_FAILED'
  | 'ACTION_INTERRUPTED'
  | 'CALL_UPDATE_REQUESTED'
  | 'HANGUP'
  | 'INVALID_LAMBDA_RESPONSE';

/** One end of a call, as an event shows it. */
export interface Leg {
  readonly CallId: string;
  /** `LEG-B` is whoever a CallAndBridge called. */
  readonly ParticipantTag: 'LEG-A' | 'LEG-B';
  readonly To: string;
  readonly From: string;
  readonly Direction: 'Inbound' | 'Outbound';
  /** Milliseconds since 1970, as text. */
  readonly StartTimeInMilliseconds: string;
  /** Absent until the call is answered. */
  readonly Status?: 'Connected' | 'Disconnected';
}

/** What a function is invoked with. */
export interface CarrierEvent {
  readonly SchemaVersion: '1.0';
  /** Grows by one with each event of a call. An event that is sent again keeps it. */
  readonly Sequence: number;
  readonly InvocationEventType: EventType;
  readonly ActionData?: Readonly<Record<string, unknown>>;
  /** These two only on INVALID_LAMBDA_RESPONSE; other errors are in ActionData. */
  readonly ErrorType?: string;
  readonly ErrorMessage?: string;
  readonly CallDetails: {
    readonly TransactionId: string;
    readonly TransactionAttributes?: Readonly<Record<string, string>>;
    readonly AwsAccountId: string;
    readonly AwsRegion: string;
    readonly SipRuleId?: string;
    readonly SipMediaApplicationId: string;
    readonly Participants: readonly Leg[];
  };
}
