import type { Clock } from '../clock/clock.ts';
import { LATE, within } from '../clock/within.ts';
import { AccessDenied, type Invocation } from '../wire.ts';
import type { CarrierEvent } from './events.ts';
import type { Script } from './script.ts';

/** Without an answer for so long, the carrier invokes again, once. Source: PSTN audio guide, "Understanding timeouts and retries". */
const RETRY_AFTER_MS = 5_000;
/** And gives up for good when so much has passed since the first invocation. Same source. */
const GIVE_UP_AFTER_MS = 20_000;

/** What came of telling an event: the function's answer, or none in time. */
export type Told = { readonly answered: true; readonly payload: unknown } | { readonly answered: false };

export interface TellerOptions {
  readonly clock: Clock;
  /** Invokes the application's function. @throws AccessDenied */
  readonly invoke: (event: CarrierEvent) => Promise<Invocation>;
  readonly script: Pick<Script, 'eventsRepeated' | 'firstEventSec'>;
  /** Told when the function may not be invoked. */
  readonly onDenied: (error: AccessDenied) => void;
}

/**
 * Tells the function of a call's events, one at a time.
 *
 * An event without an answer after 5 s is told a second time, so is one whose function fails; the first answer counts,
 * whichever invocation it comes from. After 20 s there is none any more.
 */
export function createTeller(options: TellerOptions): (event: CarrierEvent) => Promise<Told> {
  const { clock, invoke, script, onDenied } = options;
  const notBefore = clock.now() + script.firstEventSec * 1_000;
  let earlier: CarrierEvent | undefined;

  const ask = async (event: CarrierEvent): Promise<Told> => {
    let denied = false;
    const attempt = async (): Promise<Told> => {
      try {
        const invocation = await invoke(event);
        return invocation.ok ? { answered: true, payload: invocation.payload } : { answered: false };
      } catch (error) {
        if (!(error instanceof AccessDenied)) throw error;
        if (!denied) onDenied(error);
        denied = true;
        return { answered: false };
      }
    };

    const giveUpAt = clock.now() + GIVE_UP_AFTER_MS * clock.haste;
    const first = attempt();
    const early = await within(clock, RETRY_AFTER_MS * clock.haste, first);
    if (early !== LATE && early.answered) return early;
    const told = await within(clock, giveUpAt - clock.now(), firstAnswer(first, attempt()));
    return told === LATE ? { answered: false } : told;
  };

  return async (event) => {
    if (clock.now() < notBefore) await clock.sleep(notBefore - clock.now());
    const told = await ask(event);
    if (script.eventsRepeated) {
      // A repetition comes one event late, so that it is out of order too.
      if (earlier) await ask(earlier);
      if (isLast(event)) await ask(event);
      earlier = event;
    }
    return told;
  };
}

/** Nobody is on the phone any more. */
const isLast = ({ InvocationEventType: type, CallDetails }: CarrierEvent) =>
  type === 'HANGUP' && CallDetails.Participants.every(({ Status }) => Status === 'Disconnected');

/** Whichever answer comes first; none only when both have failed. */
async function firstAnswer(one: Promise<Told>, other: Promise<Told>): Promise<Told> {
  const first = await Promise.race([one, other]);
  if (first.answered) return first;
  const [a, b] = await Promise.all([one, other]);
  return a.answered ? a : b;
}
