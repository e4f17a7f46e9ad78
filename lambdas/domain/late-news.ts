import type { EndedCall } from './call.ts';
import type { CarrierEvent } from './carrier-event.ts';
import { type Instant, plusSeconds, secondsBetween } from './time.ts';

/** A line that is up though its call was given up is told to hang up; how long it is given to tell that it did. */
const LAST_WORD_SEC = 180;

/**
 * A call of unknown outcome after the carrier told of it all the same. Its end stays; what came to light is kept beside it
 * for the books, once, and its lines are free as soon as the carrier tells that it is over. All other ended calls were told
 * of before, or ended without a word at an answer that is known: nothing that is told of them is news.
 */
export function afterLateNews(call: EndedCall, event: CarrierEvent): EndedCall {
  if (call.endReason !== 'outcome_unknown' || call.startedAt) return call;
  if (call.transactionId && call.transactionId !== event.transactionId) return call;
  const known = call.late ?? { answeredAt: null, endedAt: null, booked: false };
  if (known.booked && known.answeredAt) return call;
  const { transactionId, at } = event;
  switch (event.type) {
    case 'answered':
      if (known.answeredAt) return call;
      return {
        ...call,
        transactionId,
        late: { ...known, answeredAt: at, booked: false },
        holdsLineUntil:
          call.holdsLineUntil && !known.endedAt ? plusSeconds(at, LAST_WORD_SEC) : call.holdsLineUntil,
      };
    case 'ended':
      if (known.endedAt) return call;
      return {
        ...call,
        transactionId,
        // Only whoever has answered can be hung up on; the code of a phone that rang out is another.
        late: {
          answeredAt: known.answeredAt ?? (event.ourReason && event.sipCode === 0 ? at : null),
          endedAt: at,
          booked: false,
        },
        holdsLineUntil: call.holdsLineUntil && at,
      };
    case 'incoming':
    case 'missed':
    case 'bound':
    case 'ringing':
    case 'unrecorded':
    case 'talked':
    case 'handed_over':
    case 'cut_off':
    case 'asked':
    case 'noted':
    case 'bridged':
    case 'not_bridged':
    case 'leg_ended':
      return call;
  }
}

/** When an ended call is to be looked at again: its lines may be free, or late news are to be put into the books. */
export function lateDueOf({ holdsLineUntil, late }: EndedCall): Instant | null {
  if (holdsLineUntil) return holdsLineUntil;
  if (!late || late.booked) return null;
  return late.endedAt ?? (late.answeredAt && plusSeconds(late.answeredAt, LAST_WORD_SEC));
}

/**
 * Whole seconds for which somebody was on a line that nobody is billed for; undefined if nobody answered, as far as is
 * known. Without a word of the end they count up to `now`.
 */
export function lateSeconds({ late }: EndedCall, now: Instant): number | undefined {
  if (!late?.answeredAt) return undefined;
  return Math.max(0, Math.floor(secondsBetween(late.answeredAt, late.endedAt ?? now)));
}

/** The call with all that is known of it in the books, and its lines free. */
export const afterBooking = (call: EndedCall): EndedCall => ({
  ...call,
  holdsLineUntil: null,
  late: call.late && { ...call.late, booked: true },
});
