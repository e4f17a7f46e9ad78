import { type EndReason, type Ending, type OpenCall, failed } from './call.ts';
import type { CarrierEvent } from './carrier-event.ts';
import type { Instant } from './time.ts';

/** The call as it is once the carrier has told something of it. */
export const heard = <C extends OpenCall>(call: C, { transactionId, at }: CarrierEvent): C => ({
  ...call,
  transactionId,
  heardAt: at,
  request: call.request && { ...call.request, answer: 'taken' },
});

/** How an answered call ends. */
export function afterAnswer(endReason: EndReason, at: Instant): Ending {
  if (endReason === 'conversation_failed') return failed('conversation_failed', at);
  return { status: endReason === 'voicemail' ? 'voicemail' : 'completed', endReason, error: null, at };
}

/** How a call ends that nobody answered. */
export const unanswered = (at: Instant): Ending => ({
  status: 'no_answer',
  endReason: 'no_answer',
  error: null,
  at,
});

/** Whether only an answered call ends so. */
export const tellsOfAnswer = ({ status, error }: Ending): boolean =>
  status === 'completed' || status === 'voicemail' || error === 'conversation_failed';

/** How a call ends that the carrier told is over: by what it told, by what we wanted, by how far it had come. */
export function endingOf(
  call: OpenCall,
  { sipCode, ourReason, at }: CarrierEvent & { type: 'ended' },
): Ending {
  const wish = call.hangUp?.reason;
  if (call.status === 'in_progress')
    return afterAnswer(wish === 'canceled' ? wish : (ourReason ?? wish ?? theirReason(call)), at);
  if (wish) return failed('canceled', at);
  if (ourReason === 'unassigned') return failed('unassigned', at);
  // We hung up after talking: somebody had answered, though that is told later, or never.
  if (ourReason && ourReason !== 'no_answer') return afterAnswer(ourReason, at);
  switch (sipCode) {
    case 0:
    case 408:
    case 480:
    case 487:
      return unanswered(at);
    case 486:
      return { status: 'no_answer', endReason: 'busy', error: null, at };
    case 603:
    case 607:
      return { status: 'declined', endReason: 'declined', error: null, at };
    default:
      return failed('placement_failed', at);
  }
}

/** Why a call is over in which somebody hung up, and not us: of two who were joined either may have been first. */
export function theirReason({ secondLeg }: OpenCall): EndReason {
  if (secondLeg?.state !== 'joined') return 'recipient_hangup';
  return secondLeg.why === 'transfer' ? 'transferred' : 'forwarded';
}
