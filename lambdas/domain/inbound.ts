import { type Account, effectiveCallHandling, whyClosed } from './account.ts';
import type { Assistant } from './assistant.ts';
import {
  type CallError,
  DEFAULT_CALL_SEC,
  type DialingCall,
  type EndedCall,
  type LiveCall,
  failed,
} from './call.ts';
import { conclude } from './call-life.ts';
import type { CameIn } from './carrier-event.ts';
import { cycleHolding } from './cycle.ts';
import type { DoNotCall } from './do-not-call.ts';
import type { TransactionId } from './ids.ts';
import { dialectFor, voiceFor } from './language.ts';
import { type OwnedNumber, statusAt } from './number.ts';
import { Region } from './region.ts';
import { type SecondLeg, rungFirst, transferFrom } from './second-leg.ts';
import { type Instant, latest } from './time.ts';

/** Whom a call has reached that comes in, as they are at that moment. */
export interface Reached {
  readonly number: OwnedNumber;
  readonly account: Account;
  /** The number's inbound assistant; undefined if it has none, or that one is gone. */
  readonly assistant: Assistant | undefined;
  /** What the account's do-not-call list says of the caller. */
  readonly listed: DoNotCall | undefined;
}

/** Whom a call is led on to before an assistant answers; null if it isn't. */
export const ledOnTo = ({ number, account, assistant }: Reached): SecondLeg | null =>
  rungFirst(handlingOf(number, account), assistant?.active === true);

/**
 * The row of a call that comes in: led on to somebody; answered at once by its assistant, since the carrier answers with
 * the first thing that it is told to do; or at its end, hung up before anybody answered.
 * @param ledOn whom it is led on to, and whether that number may be rung now
 * @param at the moment it reached us
 */
export function takenIn(
  came: CameIn,
  transactionId: TransactionId,
  reached: Reached,
  ledOn: { readonly to: SecondLeg | null; readonly mayBeRung: boolean },
  at: Instant,
): LiveCall | DialingCall | EndedCall {
  const call = ringing(came, transactionId, reached, at);
  const error = whyRefused(reached, ledOn, at);
  // Nobody was answered, so there is nothing to round.
  if (error) return conclude(call, failed(error, call.createdAt), { stepSec: 60 });
  if (ledOn.to && ledOn.mayBeRung) return { ...call, secondLeg: ledOn.to };
  return { ...call, status: 'in_progress', transactionId, startedAt: latest(at, call.createdAt) };
}

/** What forbids a call to be answered. What is wrong with the account or the caller comes before who would answer. */
function whyRefused(
  { number, account, assistant, listed }: Reached,
  { to, mayBeRung }: { readonly to: SecondLeg | null; readonly mayBeRung: boolean },
  at: Instant,
): CallError | undefined {
  if (statusAt(number, at) !== 'live') return 'unassigned';
  if (whyClosed(account, at)) return 'account_suspended';
  if (listed && listed.direction !== 'outbound') return 'do_not_call';
  if (to && mayBeRung) return undefined;
  if (to?.why === 'forward') return 'destination_blocked';
  return assistant?.active ? undefined : 'unassigned';
}

const handlingOf = (number: OwnedNumber, { defaults }: Account) =>
  effectiveCallHandling(number.callHandling, defaults.callHandling);

function ringing(
  { callId, beganAt, from }: CameIn,
  transactionId: TransactionId,
  { number, account, assistant }: Reached,
  at: Instant,
): DialingCall {
  const handling = handlingOf(number, account);
  return {
    status: 'dialing',
    accountId: account.id,
    callId,
    keyId: null,
    direction: 'inbound',
    to: number.number,
    callerId: from,
    carrier: number.provider,
    ...spoken(number, account, assistant),
    assistantId: number.inboundAssistantId,
    maxDurationSec: DEFAULT_CALL_SEC,
    notBefore: null,
    dialBefore: beganAt,
    cycle: cycleHolding(beganAt, account.anchor).start,
    keyPays: false,
    heldMinutes: 0,
    webhookEvents: null,
    createdAt: beganAt,
    generation: 1,
    claimedAt: at,
    request: null,
    transactionId,
    heardAt: at,
    hangUp: null,
    ending: null,
    recording: handling.recording ? 'on' : 'off',
    transferTo: transferFrom(assistant, handling),
    secondLeg: null,
  };
}

/** Spoken where nobody said anything, in the way of the number's country. */
const FALLBACK_LANGUAGE = 'en';

/** The assistant's language; without one the call begins in the account's, and goes on in the caller's. */
function spoken({ country }: OwnedNumber, { defaults }: Account, assistant: Assistant | undefined) {
  const region = Region.safeParse(country).data ?? 'US';
  const its = assistant?.language ? dialectFor(assistant.language, region) : undefined;
  const language =
    its ??
    dialectFor(defaults.language ?? FALLBACK_LANGUAGE, region) ??
    dialectFor(FALLBACK_LANGUAGE, region) ??
    'en-US';
  return {
    region,
    language,
    languageSource: its ? ('explicit' as const) : ('auto' as const),
    voice: voiceFor(language, [assistant?.voice]),
  };
}
