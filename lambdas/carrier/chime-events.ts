import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { EndReason } from '../domain/call.ts';
import type { CameIn, CarrierEvent } from '../domain/carrier-event.ts';
import { AccountId, CallId, E164, TransactionId, callIdOf } from '../domain/ids.ts';
import { Instant, earliest, instantAt, plusSeconds } from '../domain/time.ts';

/**
 * From this age on a bot's session that ends without a word of ours was ended by Lex, which gives a conversation 15
 * minutes (Lex V2 quotas). Its time and ours don't begin at the same moment, so a minute less.
 */
const ENDED_BY_LEX_SEC = 14 * 60;

const Attributes = z.nullish(z.record(z.string(), z.string()));
const SessionState = z.optional(z.object({ SessionAttributes: Attributes }));

/** Chime's events of a SIP media application, as far as we read them. */
const SmaEvent = z.object({
  InvocationEventType: z.string(),
  ActionData: z.optional(
    z.object({
      Type: z.optional(z.string()),
      Parameters: z.optional(
        z.object({
          Arguments: Attributes,
          // A number in real events, a string in the action that we send.
          SipResponseCode: z.optional(z.coerce.number()),
          /** Of the leg that it is about. */
          CallId: z.optional(z.string()),
          ParticipantTag: z.optional(z.string()),
          /** What we started the bot with. */
          Configuration: z.optional(z.object({ SessionState })),
        }),
      ),
      IntentResult: z.optional(z.object({ SessionState })),
    }),
  ),
  CallDetails: z.object({
    TransactionId: TransactionId,
    TransactionAttributes: Attributes,
    Participants: z
      .array(
        z.object({
          CallId: z.string(),
          ParticipantTag: z.optional(z.string()),
          Status: z.optional(z.string()),
          Direction: z.optional(z.string()),
          To: z.optional(z.string()),
          From: z.optional(z.string()),
          StartTimeInMilliseconds: z.optional(z.coerce.number()),
        }),
      )
      .check(z.minLength(1)),
  }),
});
type SmaEvent = z.infer<typeof SmaEvent>;

/** What Chime told: whose call it is, as far as the event says, and what has happened. */
export interface Told {
  /** Null when neither the arguments nor the attributes of the transaction name a call of ours. */
  readonly of: { readonly accountId: AccountId; readonly callId: CallId } | null;
  /** A call that came in, and which of our calls it is: its account is that of the number. Null for one that went out. */
  readonly came: CameIn | null;
  readonly event: CarrierEvent;
  /** The name of the call's first leg, which actions are for. */
  readonly leg: string;
  /** And of whoever else was called, if they are on the phone. */
  readonly secondLeg: string | null;
  /** Somebody who calls us and was not answered yet. */
  readonly isUnanswered: boolean;
}

const Of = z.object({ accountId: AccountId, callId: CallId });

/**
 * Reads an event of Chime. Its events bear no time: `at` is the moment it reached us. Of an end that was ours it is the
 * moment at which we hung up, which the transaction's attributes tell: how late the carrier tells of it costs nobody a
 * minute.
 * @throws z.ZodError when it is no event of a SIP media application
 */
export function decode(raw: unknown, at: Instant): Told {
  const told = SmaEvent.parse(raw);
  const { TransactionId: transactionId, TransactionAttributes } = told.CallDetails;
  // Attributes are ours from the answer to NEW_OUTBOUND_CALL on; before, the call's own arguments name it.
  const of = [TransactionAttributes, told.ActionData?.Parameters?.Arguments]
    .map((attributes) => Of.safeParse(attributes))
    .find(({ success }) => success);
  const came = cameIn(told);
  // The answer to the first event of a call that came in names it. Without one none was taken, and nobody was answered.
  const unheard = came && !of && told.InvocationEventType === 'HANGUP';
  return {
    of: of?.data ?? null,
    came,
    event: { transactionId, at, ...(unheard ? { type: 'missed' as const } : happening(told, at)) },
    ...legsOf(told),
  };
}

type Participant = SmaEvent['CallDetails']['Participants'][number];

const isUp = ({ Status }: Participant) => Status !== 'Disconnected';
const isSecond = ({ ParticipantTag }: Participant) => ParticipantTag === 'LEG-B';

function legsOf({ CallDetails: { Participants } }: SmaEvent) {
  const first = Participants.find((each) => !isSecond(each));
  return {
    leg: first?.CallId ?? '',
    secondLeg: Participants.find((each) => isSecond(each) && isUp(each))?.CallId ?? null,
    isUnanswered: first?.Direction === 'Inbound' && first.Status === undefined,
  };
}

function cameIn({ CallDetails }: SmaEvent): CameIn | null {
  const { TransactionId: transactionId, Participants } = CallDetails;
  const { Direction, To, From, StartTimeInMilliseconds: beganAt } = Participants[0] ?? {};
  if (Direction !== 'Inbound' || beganAt === undefined) return null;
  return {
    callId: callIdOf(beganAt, createHash('sha256').update(transactionId).digest()),
    beganAt: instantAt(beganAt),
    to: E164.safeParse(To).data ?? null,
    from: E164.safeParse(From).data ?? null,
  };
}

type Happening = CarrierEvent extends infer E
  ? E extends CarrierEvent
    ? Omit<E, 'transactionId' | 'at'> & { readonly at?: Instant }
    : never
  : never;

function happening(told: SmaEvent, at: Instant): Happening {
  const { ActionData, CallDetails } = told;
  switch (told.InvocationEventType) {
    case 'NEW_INBOUND_CALL':
      return { type: 'incoming' };
    case 'NEW_OUTBOUND_CALL':
      return { type: 'bound' };
    case 'RINGING':
      return { type: 'ringing' };
    case 'CALL_ANSWERED':
      return { type: 'answered' };
    case 'CALL_UPDATE_REQUESTED':
      return { type: 'asked' };
    case 'HANGUP': {
      const up = CallDetails.Participants.filter(isUp);
      if (up.some((each) => !isSecond(each)) && isOfSecond(told)) return { type: 'leg_ended' };
      const ourReason = reasonIn(CallDetails.TransactionAttributes);
      return {
        type: 'ended',
        sipCode: ActionData?.Parameters?.SipResponseCode ?? 0,
        ourReason,
        ...(up.length > 0 && { isLeft: true }),
        ...(ourReason && { at: earliest(at, endedAtIn(CallDetails.TransactionAttributes)) }),
      };
    }
    case 'INVALID_LAMBDA_RESPONSE':
      return { type: 'talked', reason: 'conversation_failed' };
    case 'ACTION_SUCCESSFUL':
    case 'ACTION_FAILED':
      if (told.InvocationEventType === 'ACTION_SUCCESSFUL' && ActionData?.Type === 'CallAndBridge')
        return { type: 'bridged' };
      // The far end hung up in the middle of an action: HANGUP follows, and says how.
      if (!CallDetails.Participants.some((each) => isUp(each) && !isSecond(each))) return { type: 'noted' };
      // What is said to two who were joined changes nothing, whether it was heard or not.
      if (legsOf(told).secondLeg) return { type: 'noted' };
      return afterAction(told, at);
    default:
      return { type: 'noted' };
  }
}

/** Whether it is about the leg of whoever else was called. */
function isOfSecond({ ActionData, CallDetails }: SmaEvent): boolean {
  const { ParticipantTag, CallId } = ActionData?.Parameters ?? {};
  return ParticipantTag === undefined
    ? CallDetails.Participants.some((each) => isSecond(each) && each.CallId === CallId)
    : ParticipantTag === 'LEG-B';
}

const Left = z.object({ goesOn: z.literal('true'), turn: z.coerce.number() });
const Began = z.object({ startedAt: Instant, turn: z.coerce.number() });

/**
 * After the bot's last words the line is ours to end, or to hand to the next bot; a bot or a voice that failed can't go
 * on. A session may last long enough for Lex to end it: as a failure, or as an end like any other.
 */
function afterAction({ InvocationEventType, ActionData }: SmaEvent, at: Instant): Happening {
  const hasFailed = InvocationEventType === 'ACTION_FAILED';
  // The conversation was to come after it, in a list of which nothing more is played.
  if (hasFailed && ActionData?.Type === 'StartCallRecording') return { type: 'unrecorded' };
  // The recording ends before somebody else is called, in one list: who can't be kept out of it isn't called.
  if (hasFailed && (ActionData?.Type === 'CallAndBridge' || ActionData?.Type === 'StopCallRecording'))
    return { type: 'not_bridged' };
  // An announcement is broken off by the end of whoever hears it. It is their HANGUP, told before itself.
  if (hasFailed && ActionData?.Type === 'Speak') return { type: 'leg_ended' };
  if (ActionData?.Type !== 'StartBotConversation')
    return hasFailed ? { type: 'talked', reason: 'conversation_failed' } : { type: 'noted' };
  const attributes = ActionData.IntentResult?.SessionState?.SessionAttributes;
  const reason = hasFailed ? null : reasonIn(attributes);
  if (reason) return { type: 'talked', reason };
  const left = Left.safeParse(attributes);
  if (left.success && !hasFailed) return { type: 'handed_over', turn: left.data.turn };
  const began = Began.safeParse(ActionData.Parameters?.Configuration?.SessionState?.SessionAttributes);
  return began.success && at >= plusSeconds(began.data.startedAt, ENDED_BY_LEX_SEC)
    ? { type: 'cut_off', since: began.data.turn }
    : { type: 'talked', reason: 'conversation_failed' };
}

/** Where we say why a conversation or a line is ended: in the bot's session and in the transaction. */
export const END_ATTRIBUTE = 'end';
/** And when we hung up: in the transaction. */
export const ENDED_AT_ATTRIBUTE = 'endedAt';

function reasonIn(attributes: Readonly<Record<string, string>> | null | undefined): EndReason | null {
  const reason = EndReason.safeParse(attributes?.[END_ATTRIBUTE]);
  return reason.success ? reason.data : null;
}

function endedAtIn(attributes: Readonly<Record<string, string>> | null | undefined): Instant | undefined {
  const endedAt = Instant.safeParse(attributes?.[ENDED_AT_ATTRIBUTE]);
  return endedAt.success ? endedAt.data : undefined;
}
