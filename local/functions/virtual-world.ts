import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';

/** How a thread reaches the clock that it doesn't own. */
export interface ClockLine {
  now(): number;
  /** By how much virtual time outruns this machine, at least 1. */
  haste(): number;
  set(timer: number, at: number): void;
  clear(timer: number): void;
}

interface Waiting {
  readonly run: () => void;
  /** Null for a timer that runs once. */
  readonly every: number | null;
}

/**
 * Puts a thread under virtual time: Date, performance.now, timers, timers/promises and AbortSignal.timeout. Sockets keep
 * real time: they are the machine's own. So do, where time is sped up, the timers with a callback: libraries limit by them
 * how long the machine may take. A function's own waits are those of timers/promises.
 */
export function enterVirtualTime(line: ClockLine): { fire(timer: number): void; pending(): number } {
  const waiting = new Map<number, Waiting>();
  let last = 0;

  const set = (run: () => void, ms: number, repeats: boolean) => {
    const timer = ++last;
    const wait = Math.max(1, Number.isFinite(ms) ? ms : 1);
    waiting.set(timer, { run, every: repeats ? wait : null });
    line.set(timer, line.now() + wait);
    return handleOf(timer, () => {
      if (!waiting.has(timer)) return;
      line.clear(timer);
      line.set(timer, line.now() + wait);
    });
  };
  const realClear = globalThis.clearTimeout;
  const clear = (handle: unknown) => {
    // A real one: a socket takes its own time-out back by the function that everybody uses.
    if (typeof handle === 'object' && handle !== null && !OURS.has(handle)) {
      realClear(handle as NodeJS.Timeout);
      return;
    }
    const timer = Number(handle);
    if (waiting.delete(timer)) line.clear(timer);
  };

  const setTimeout = (run: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) =>
    set(() => run(...args), ms * line.haste(), false);
  const setInterval = (run: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) =>
    set(() => run(...args), ms * line.haste(), true);
  const sleep = <T>(ms = 1, value?: T, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise<T | undefined>((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortError(signal));
        return;
      }
      const handle = set(() => resolve(value), ms, false);
      signal?.addEventListener('abort', () => {
        clear(handle);
        reject(abortError(signal));
      });
    });
  Object.assign(setTimeout, { [promisify.custom]: sleep });

  Object.assign(globalThis, {
    setTimeout,
    setInterval,
    clearTimeout: clear,
    clearInterval: clear,
    Date: virtualDate(() => line.now()),
  });
  Object.assign(timers, { setTimeout, setInterval, clearTimeout: clear, clearInterval: clear });
  Object.assign(timersPromises, {
    setTimeout: sleep,
    scheduler: { wait: sleep, yield: () => timersPromises.setImmediate() },
  });
  const start = line.now();
  Object.defineProperty(performance, 'now', { value: () => line.now() - start });
  AbortSignal.timeout = (ms: number) => {
    const controller = new AbortController();
    set(
      () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      ms * line.haste(),
      false,
    );
    return controller.signal;
  };

  return {
    fire(timer) {
      const fired = waiting.get(timer);
      if (!fired) return;
      if (fired.every === null) waiting.delete(timer);
      else line.set(timer, line.now() + fired.every);
      fired.run();
    },
    pending: () => waiting.size,
  };
}

/** The timers that are virtual. */
const OURS = new WeakSet<object>();

/** What Node answers for a timer, as far as anybody asks. */
function handleOf(timer: number, refresh: () => void) {
  const handle = {
    ref: () => handle,
    unref: () => handle,
    hasRef: () => true,
    refresh() {
      refresh();
      return handle;
    },
    [Symbol.toPrimitive]: () => timer,
  };
  OURS.add(handle);
  return handle;
}

/** How Node's own timers say that they were given up. */
const abortError = ({ reason }: AbortSignal) =>
  Object.assign(new Error('The operation was aborted', { cause: reason }), {
    name: 'AbortError',
    code: 'ABORT_ERR',
  });

function virtualDate(now: () => number): DateConstructor {
  const virtual = new Proxy(Date, {
    construct: (target, args: readonly unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    apply: () => new Date(now()).toString(),
    get: (target, property, receiver) =>
      property === 'now' ? now : (Reflect.get(target, property, receiver) as unknown),
  });
  Date.prototype.constructor = virtual;
  return virtual;
}
