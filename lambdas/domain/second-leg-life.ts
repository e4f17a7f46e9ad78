import { type Call, type Ending, type OpenCall, failed } from './call.ts';
import { afterAnswer, heard, tellsOfAnswer, theirReason, unanswered } from './call-end.ts';
import type { CarrierEvent } from './carrier-event.ts';
import { type SecondLeg, type TransferTo, handingOverTo } from './second-leg.ts';
import { type Instant, earliest } from './time.ts';

/** Whom the agent may still hand the call over to: once somebody was rung for that, nobody any more. */
export const mayHandOverTo = ({ transferTo, secondLeg }: OpenCall): TransferTo | null =>
  secondLeg?.why === 'transfer' || secondLeg?.state === 'joined' ? null : transferTo;

/** The call whose agent wants to hand it over: somebody is to be rung, if it may. */
export function afterTransferWish(call: OpenCall): OpenCall {
  const transfer = mayHandOverTo(call);
  if (!transfer || call.ending || call.hangUp) return call;
  return { ...call, secondLeg: handingOverTo(transfer) };
}

/** What a carrier tells of a second leg. */
export type SecondLegEvent = CarrierEvent & { readonly type: 'bridged' | 'not_bridged' | 'leg_ended' };

/**
 * The call after news of its second leg, in whatever order they come. Two who are joined are an answered call: it begins
 * there if nobody was talked to before, and it is over when one of them hangs up.
 */
export function afterSecondLeg(call: OpenCall, event: SecondLegEvent): Call {
  const leg = call.secondLeg;
  if (!leg) return call;
  const { state } = leg;
  switch (event.type) {
    case 'bridged':
      return state === 'ringing' ? joined(call, leg, event) : call;
    case 'not_bridged':
      return state === 'ringing' ? failedToJoin(call, leg, event) : call;
    case 'leg_ended':
      if (state === 'joined' && !call.ending)
        return {
          ...heard(call, event),
          ending: afterAnswer(call.hangUp?.reason ?? theirReason(call), event.at),
        };
      // Either it answered, and that is told later; or it didn't, and then this is no news.
      if (state === 'ringing' && !leg.overAt)
        return { ...heard(call, event), secondLeg: { ...leg, overAt: event.at } };
      return call;
  }
}

function joined(call: OpenCall, leg: SecondLeg, event: SecondLegEvent): OpenCall {
  const told = { ...heard(call, event), secondLeg: { ...leg, state: 'joined' as const, joinedAt: event.at } };
  const overAt = earliestOf(call.ending?.at, leg.overAt);
  const ending = overAt && endingOfJoined(call.ending, told, overAt);
  if (told.status === 'in_progress') return { ...told, ending: ending ?? null };
  return {
    ...told,
    status: 'in_progress',
    transactionId: event.transactionId,
    startedAt: earliest(event.at, overAt),
    // It was to be announced by the assistant, whom nobody has heard.
    recording: 'off',
    ending: ending ?? null,
  };
}

/** The end was told first: it is that of two who were joined, unless we wanted another. */
const endingOfJoined = (ending: Ending | null, call: OpenCall, at: Instant): Ending =>
  ending && tellsOfAnswer(ending) && ending.endReason !== 'recipient_hangup'
    ? { ...ending, at }
    : afterAnswer(theirReason(call), at);

function failedToJoin(call: OpenCall, leg: SecondLeg, event: SecondLegEvent): OpenCall {
  const told = { ...heard(call, event), secondLeg: { ...leg, state: 'failed' as const, overAt: null } };
  if (told.ending || told.status === 'in_progress') return told;
  if (leg.orAssistant)
    return {
      ...told,
      status: 'in_progress',
      transactionId: event.transactionId,
      startedAt: event.at,
    };
  // The one waited for somebody, the other for somebody and then for an assistant that isn't there.
  const { at } = event;
  return { ...told, ending: leg.why === 'forward' ? unanswered(at) : failed('unassigned', at) };
}

const earliestOf = (one: Instant | undefined, other: Instant | null): Instant | undefined =>
  one ? earliest(one, other ?? undefined) : (other ?? undefined);
