import { setTimeout as sleep } from 'node:timers/promises';
import type { QueuedCall } from '../domain/call.ts';
import { claim } from '../domain/call-life.ts';
import { type Instant, instantAt, plusSeconds, secondsBetween } from '../domain/time.ts';
import { readAccount } from '../store/accounts.ts';
import { type SeenCall, readCall } from '../store/calls.ts';
import { limitsOf, policy } from '../store/deployment.ts';
import { DialMessage, bury, giveBack, pokeNextInLine } from '../store/dial-queue.ts';
import { carrierFreeAt, claimCall, joinLine } from '../store/open-calls.ts';
import { readSettings } from '../store/settings.ts';
import { endUndialed } from '../store/undialed.ts';
import { startWorkflow } from '../store/workflow.ts';
import { GiveBack, consume } from '../triggers/queue.ts';
import { log, logWith, said } from '../triggers/log.ts';
import { countEnd } from '../triggers/metrics.ts';

/** How long a message is kept while the carrier has no room; the function's own time-out is longer. */
const PATIENCE_SEC = 60;
/** Between two looks at a carrier whose lines are all taken. */
const LOOK_AGAIN_SEC = 2;
/** A delayed message may come a moment before its time: clocks differ. */
const EARLY_SEC = 5;

const now = () => instantAt(Date.now());

/**
 * Leads the next call in line to the phone. One that has left the line, by cancel or by a repeat, is skipped; one that
 * may not be dialed yet is left to the due index; one that has come too late is ended.
 */
async function dial({ accountId, callId }: DialMessage): Promise<void> {
  logWith({ accountId, callId });
  const until = plusSeconds(now(), PATIENCE_SEC);
  for (;;) {
    const seen = await readCall(accountId, callId);
    if (seen?.call.status !== 'queued') return;
    const queued = { ...seen, call: seen.call };
    const next = await dialOnce(queued, now());
    if (next === 'done') return;
    if (next === 'again') continue;
    await waitForCarrier(queued.call, until);
  }
}

async function dialOnce(seen: SeenCall<QueuedCall>, at: Instant): Promise<'done' | 'again' | 'wait'> {
  const { call } = seen;
  if (call.notBefore && at < call.notBefore) {
    const early = secondsBetween(at, call.notBefore);
    if (early > EARLY_SEC) return 'done';
    await sleep(early * 1000);
    return 'again';
  }
  if (at >= call.dialBefore) {
    countEnd(await endUndialed(seen, 'expired', at));
    return 'done';
  }
  const [account, settings] = await Promise.all([readAccount(call.accountId), readSettings()]);
  if (!account) throw new Error('a call without an account');
  if (!settings.dialing) return 'done';

  const limit = limitsOf(account).concurrentCalls;
  const dialing = claim(call, at);
  const claimed = await claimCall(dialing, seen, {
    account: limit,
    carrierLines: outgoingLines(),
    carrierCallsPerSecond: policy().carrierCallsPerSecond,
  });
  switch (claimed) {
    case 'claimed':
      // Claimed first: a crash before the next line is the sweep's to mend, a workflow without a claim would be nobody's.
      await startWorkflow(dialing).catch((error: unknown) => {
        log.warn('the workflow did not start; the sweep will start it', said(error));
      });
      // Its place at the head of the line is free: there may be room for another.
      if (call.inLine) await pokeNextInLine(call.accountId);
      return 'done';
    case 'changed':
      return 'again';
    case 'account_full':
      return call.inLine || (await joinLine(seen, limit)) ? 'done' : 'again';
    default:
      return 'wait';
  }
}

/** Waits until the carrier has room. @throws GiveBack when it has none within the dialer's patience */
async function waitForCarrier({ carrier }: QueuedCall, until: Instant): Promise<void> {
  for (;;) {
    const at = now();
    const freeAt = await carrierFreeAt(carrier, outgoingLines(), at);
    if (freeAt && freeAt <= at) return;
    const wakeAt = freeAt ?? plusSeconds(at, LOOK_AGAIN_SEC);
    if (wakeAt > until) throw new GiveBack('the carrier has no room yet');
    await sleep(secondsBetween(at, wakeAt) * 1000);
  }
}

const outgoingLines = () => policy().carrierLines - policy().carrierLinesForInbound;

export const handler = consume(DialMessage, dial, { giveBack, bury });
