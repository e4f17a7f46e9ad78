import type { Call, EndReason, OpenCall } from './call.ts';
import { isEnded, isOpen } from './call.ts';
import type { CallId, E164, TransactionId } from './ids.ts';
import type { Instant } from './time.ts';

/** A call that came in, as each of its events tells of it. */
export interface CameIn {
  /** Made of when it began and of the transaction: told again, it is the same call. */
  readonly callId: CallId;
  readonly beganAt: Instant;
  /** Null when it is no number. */
  readonly to: E164 | null;
  /** Null when it is withheld, or no number. */
  readonly from: E164 | null;
}

/** What a carrier tells of a call, in our own words. Each may come twice, late, or not at all. */
export type CarrierEvent = {
  readonly transactionId: TransactionId;
  readonly at: Instant;
} &
  /** Somebody calls a number of ours; nobody has answered yet. */
  (
    | { readonly type: 'incoming' }
    /** Whoever called us is gone, and no answer of ours had come to the carrier: nobody was answered. */
    | { readonly type: 'missed' }
    | { readonly type: 'bound' }
    | { readonly type: 'ringing' }
    | { readonly type: 'answered' }
    /** The recording that we asked for was refused; nothing has been said yet. */
    | { readonly type: 'unrecorded' }
    /** The conversation is over, by its own wish or because it broke; the line is still up. */
    | { readonly type: 'talked'; readonly reason: EndReason }
    /** A session of the conversation is over; the next one begins with what the agent says in `turn`. */
    | { readonly type: 'handed_over'; readonly turn: number }
    /** The session that began with turn `since` was ended by its own limit of time, whatever was being said. */
    | { readonly type: 'cut_off'; readonly since: number }
    /** We asked the carrier for a word with this call, and here it is. */
    | { readonly type: 'asked' }
    /** Nothing that changes the call: an action of ours is done. */
    | { readonly type: 'noted' }
    /** Whoever else was called has answered, and is joined with the first leg. */
    | { readonly type: 'bridged' }
    /** They did not answer, or could not be called. */
    | { readonly type: 'not_bridged' }
    /** They hung up; the first leg is still up. */
    | { readonly type: 'leg_ended' }
    | {
        readonly type: 'ended';
        /** The SIP code, 0 for a normal end. */
        readonly sipCode: number;
        /** Why we hung up, if it was us. */
        readonly ourReason: EndReason | null;
        /** Somebody is still on the phone: the second leg. */
        readonly isLeft?: true;
      }
  );

/** What the carrier is told to do next with a call. */
export type Reply =
  | { readonly do: 'nothing' }
  | { readonly do: 'talk' }
  /** Somebody else is called, and joined once they answer. What is recorded ends there. */
  | {
      readonly do: 'bridge';
      readonly to: E164;
      /** Shown to them: a number of ours. */
      readonly callerId: E164;
      readonly ringSec: number;
      readonly endsRecording: boolean;
    }
  /** Whoever was called is told who is on the line. */
  | { readonly do: 'announce' }
  /** Whoever is on the phone. */
  | { readonly do: 'hang_up'; readonly reason: EndReason };

const NOTHING: Reply = { do: 'nothing' };

/**
 * The answer to an event, given the call as the event has left it. A line that no call of ours stands for, or whose
 * call has ended, is hung up at the first moment it can be.
 */
export function replyTo(call: Call | undefined, event: CarrierEvent): Reply {
  if (event.type === 'missed') return NOTHING;
  if (event.type === 'ended') return event.isLeft ? { do: 'hang_up', reason: endReasonOf(call) } : NOTHING;
  // A number that nobody has: hung up before the answer, which costs nobody anything. So is a call that is refused.
  if (event.type === 'incoming' && !call) return { do: 'hang_up', reason: 'unassigned' };
  if ((event.type === 'incoming' || event.type === 'leg_ended') && call && isEnded(call))
    return { do: 'hang_up', reason: call.endReason };
  if (!call || isEnded(call) || !isOpen(call)) return { do: 'hang_up', reason: 'outcome_unknown' };
  if (call.transactionId !== event.transactionId) return { do: 'hang_up', reason: 'outcome_unknown' };
  // It has its end already, though not everything that belongs to it: whoever answers now is not talked to.
  if (call.ending) return { do: 'hang_up', reason: call.ending.endReason };
  const wish = call.hangUp?.reason;
  switch (event.type) {
    case 'bound':
    case 'ringing':
    case 'noted':
    case 'leg_ended':
      return NOTHING;
    case 'incoming':
      return call.status === 'dialing' ? bridge(call) : { do: 'talk' };
    case 'answered':
    case 'unrecorded':
    case 'handed_over':
    case 'cut_off':
    case 'not_bridged':
      return wish ? { do: 'hang_up', reason: wish } : { do: 'talk' };
    case 'bridged':
      if (wish) return { do: 'hang_up', reason: wish };
      return call.secondLeg?.warm ? { do: 'announce' } : NOTHING;
    case 'talked':
      if (wish || event.reason !== 'transferred') return { do: 'hang_up', reason: wish ?? event.reason };
      return bridge(call);
    case 'asked':
      return { do: 'hang_up', reason: wish ?? 'max_duration' };
  }
}

/** Its second leg is called, if it rings: told again, as the first time. */
function bridge({ secondLeg, direction, to, callerId, recording, status }: OpenCall): Reply {
  const ours = direction === 'inbound' ? to : callerId;
  if (secondLeg?.state === 'joined') return NOTHING;
  // Nobody let the agent hand it over, so there is nobody to talk on with.
  if (!secondLeg || !ours) return { do: 'hang_up', reason: 'conversation_failed' };
  const endsRecording = status === 'in_progress' && recording === 'on';
  return { do: 'bridge', to: secondLeg.to, callerId: ours, ringSec: secondLeg.ringSec, endsRecording };
}

/** Why a call is over, as far as its row tells. */
function endReasonOf(call: Call | undefined): EndReason {
  if (call && isEnded(call)) return call.endReason;
  return (call && isOpen(call) && call.ending?.endReason) || 'outcome_unknown';
}
