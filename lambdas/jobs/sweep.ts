import { setTimeout as sleep } from 'node:timers/promises';
import { LostRace } from '../domain/errors.ts';
import { type Instant, millisOf, plusSeconds, secondsBetween } from '../domain/time.ts';
import { readCall } from '../store/calls.ts';
import { moveEvent } from '../store/events.ts';
import { type Due, overdue } from '../store/due.ts';
import { pokeDelivery } from '../store/webhook-queue.ts';
import { log, logWith, said } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';
import { scheduled } from '../triggers/schedule.ts';
import { awaitedAt, lookAfterCall, pokeInTime } from './sweep-calls.ts';
import { lookAfterNumberWork } from './sweep-numbers.ts';

/**
 * How far a sweep looks ahead for calls that may be dialed from an instant on. The scheduler keeps to the minute, not to
 * the second, so the next one begins within two; one more may fail.
 */
const LOOK_AHEAD_SEC = 180;
/** How long a sweep waits for a call whose time comes soon; its own time-out is 55 s. */
const PATIENCE_SEC = 45;
/** The queue has its own repeats: an event is left to it for so long after it was asked for. */
const LEFT_TO_QUEUE_SEC = 300;

/**
 * Looks after whatever is overdue: a poke makes things fast, the sweep makes them certain. Poking twice is harmless
 * everywhere, and what it costs follows what is due.
 *
 * A minute is long while a phone may be ringing, and for a call that may be dialed in a narrow window. So it looks ahead:
 * a call that nothing is heard of, or that is at its longest time, is waited for, and the dialer is asked to look at a
 * scheduled call at its very time.
 */
export const handler = scheduled(async (now) => {
  const counted = { overdue: 0, lagSec: 0, awaited: 0, events: 0, numbers: 0, failures: 0 };
  const until = plusSeconds(now, LOOK_AHEAD_SEC);
  const soon: { readonly named: DueCall; readonly at: Instant }[] = [];
  const isLate = (due: Instant) => {
    counted.overdue += 1;
    counted.lagSec = Math.max(counted.lagSec, secondsBetween(due, now));
  };
  const lookAfter = async (named: Due): Promise<void> => {
    switch (named.kind) {
      case 'call': {
        const seen = await readCall(named.accountId, named.callId);
        if (!seen?.due) return;
        const at = awaitedAt(seen.call);
        if (at && at > now && at <= plusSeconds(now, PATIENCE_SEC)) soon.push({ named, at });
        if (seen.due > now) return pokeInTime(seen);
        isLate(seen.due);
        return lookAfterCall(seen, now);
      }
      case 'event':
        if (named.due > now) return;
        counted.events += 1;
        return lookAfterEvent(named, now);
      case 'order':
      case 'release':
        if (named.due > now) return;
        counted.numbers += 1;
        isLate(named.due);
        return lookAfterNumberWork(named, now);
    }
  };
  for await (const named of overdue(until)) await unharmed(named, counted, () => lookAfter(named));
  for (const { named, at } of soon.sort((a, b) => (a.at < b.at ? -1 : 1))) {
    await sleep(Math.max(0, millisOf(at) - Date.now()));
    await unharmed(named, counted, async () => {
      const seen = await readCall(named.accountId, named.callId);
      if (!seen || awaitedAt(seen.call) !== at) return;
      counted.awaited += 1;
      await lookAfterCall(seen, at);
    });
  }
  // Told also when there is nothing to tell: a sweep that doesn't run is seen by that.
  count('SweepOverdue', counted.overdue);
  count('SweepLag', counted.lagSec);
  if (counted.failures > 0) count('SweepFailures', counted.failures);
  return counted;
});

/** Asks again for an event to be sent: its message was lost, or whoever had it ended before it was done. */
async function lookAfterEvent(event: Due & { kind: 'event' }, now: Instant): Promise<void> {
  // Moved first: of two sweeps at once one goes on, and a crash after this line only delays.
  if (await moveEvent(event, event.due, plusSeconds(now, LEFT_TO_QUEUE_SEC))) await pokeDelivery(event);
}

type DueCall = Due & { readonly kind: 'call' };

/** The trouble of one is not the others': it is looked at again when it is due next. */
async function unharmed(named: Due, counted: { failures: number }, look: () => Promise<void>): Promise<void> {
  try {
    await look();
  } catch (error) {
    if (error instanceof LostRace) return;
    counted.failures += 1;
    const { accountId } = named;
    logWith('id' in named ? { accountId, id: named.id } : { accountId, callId: named.callId });
    log.error('what is overdue could not be looked after', said(error));
  }
}
