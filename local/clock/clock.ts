import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { sharedTime } from './shared-time.ts';
import { timers } from './timers.ts';

/** An advance that is under way: schedules look at it, since a long one skips some of their ticks. */
export interface Advance {
  readonly from: number;
  readonly to: number;
  /** Milliseconds between two ticks of one schedule in a long advance. */
  readonly tickMs: number;
}

/** One virtual time for the whole local cloud. All instants are milliseconds since 1970, UTC. */
export interface Clock {
  now(): number;
  /** Runs `run` once `at` is reached, at once if it is past. The answer cancels it. */
  at(instant: number, run: () => void): () => void;
  sleep(ms: number): Promise<void>;
  /** Keeps moved time still until `work` settles. For real input and output alone: virtual waits must stay outside. */
  busy<T>(work: Promise<T>): Promise<T>;
  /** Moves time to `to`, timer by timer, each once all that the one before set off has come to rest. */
  advance(to: number, tickSec?: number): Promise<number>;
  /** Comes back when nothing is under way but waits for virtual time. */
  settled(): Promise<void>;
  readonly advancing: Advance | undefined;
  /**
   * By how much virtual time outruns this machine, at least 1. What a computation is given is multiplied by it: a machine
   * computes in real time, however fast time goes by.
   */
  readonly haste: number;
  /** Asked before time moves: whether all that the probe watches waits for virtual time. */
  watch(probe: () => Promise<boolean>): void;
  /** What a worker thread needs to read this clock. */
  readonly shared: SharedArrayBuffer;
  stop(): void;
}

/** An advance up to this long runs every tick of every schedule. */
export const EVERY_TICK_MS = 2 * 3_600_000;
const DEFAULT_TICK_SEC = 3_600;
/** Real time between two looks at functions that compute. */
const PROBE_PAUSE_MS = 1;
/** The longest that Node's own timer can wait. */
const LONGEST_REAL_WAIT_MS = 2 ** 31 - 1;

/**
 * @param start the first virtual instant
 * @param speed virtual seconds a real one; 0 is a clock that moves by `advance` alone
 */
export function createClock({
  start = Date.now(),
  speed = 1,
}: { start?: number; speed?: number } = {}): Clock {
  const time = sharedTime(Date.now);
  const pending = timers();
  const probes: (() => Promise<boolean>)[] = [];
  let busyCount = 0;
  let quiet = Promise.withResolvers<undefined>();
  let activity = 0;
  let advancing: Advance | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let realTimer: NodeJS.Timeout | undefined;
  let stopped = false;

  const standAt = (instant: number) => time.write(instant, 0);
  const flowFrom = (instant: number) => time.write(instant - speed * Date.now(), speed);
  flowFrom(start);

  const fireDue = () => {
    for (let timer = pending.takeDue(time.read()); timer; timer = pending.takeDue(time.read())) {
      activity += 1;
      timer.run();
    }
  };
  /** Lets flowing time reach the next timer by itself. */
  const arm = () => {
    clearTimeout(realTimer);
    const next = pending.next();
    if (!next || advancing || stopped) return;
    const left = Math.max(0, next.at - time.read());
    // A clock that stands still fires only what is due already.
    if (left > 0 && speed === 0) return;
    const wait = left === 0 ? 0 : left / speed;
    realTimer = setTimeout(
      () => {
        fireDue();
        arm();
      },
      Math.min(Math.ceil(wait), LONGEST_REAL_WAIT_MS),
    );
  };

  const settled = async () => {
    for (;;) {
      const seen = activity;
      // Two turns of the event loop: whatever was resolved has run, and has begun what it begins.
      await nextTurn();
      await nextTurn();
      if (busyCount > 0) {
        await quiet.promise;
        continue;
      }
      const idle = await Promise.all(probes.map((probe) => probe()));
      if (!idle.every(Boolean)) await pause(PROBE_PAUSE_MS);
      else if (busyCount === 0 && activity === seen) return;
    }
  };

  const move = async (to: number, tickSec: number) => {
    const from = time.read();
    advancing = { from, to, tickMs: tickSec * 1_000 };
    clearTimeout(realTimer);
    standAt(from);
    try {
      await settled();
      for (let next = pending.next(); next && next.at <= to && !stopped; next = pending.next()) {
        standAt(Math.max(time.read(), next.at));
        fireDue();
        await settled();
      }
      standAt(Math.max(to, from));
    } finally {
      advancing = undefined;
      flowFrom(time.read());
      arm();
    }
    return time.read();
  };

  return {
    now: () => time.read(),
    at(instant, run) {
      // The clock tells whole milliseconds: a timer between two of them would never be due.
      const cancel = pending.add({ at: Math.ceil(instant), run });
      arm();
      return cancel;
    },
    sleep(ms) {
      return new Promise((resolve) => this.at(time.read() + ms, resolve));
    },
    async busy(work) {
      busyCount += 1;
      activity += 1;
      try {
        return await work;
      } finally {
        busyCount -= 1;
        activity += 1;
        if (busyCount === 0) {
          quiet.resolve(undefined);
          quiet = Promise.withResolvers();
        }
      }
    },
    advance(to, tickSec = DEFAULT_TICK_SEC) {
      // One at a time: the second starts from where the first ended.
      const done = queue.then(() => move(to, tickSec));
      queue = done.catch(() => undefined);
      return done;
    },
    settled,
    get advancing() {
      return advancing;
    },
    haste: Math.max(1, speed),
    watch: (probe) => void probes.push(probe),
    shared: time.buffer,
    stop() {
      stopped = true;
      clearTimeout(realTimer);
    },
  };
}
