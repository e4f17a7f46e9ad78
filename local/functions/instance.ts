import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock/clock.ts';
import type { Activity, FromWorker, InvocationContext, ToWorker } from './messages.ts';
import { workerCode } from './worker-code.ts';

/** What came of an invocation, as the function itself tells it. */
export type Outcome =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** One warm copy of a function: a thread that serves an invocation at a time. */
export interface Instance {
  readonly id: string;
  invoke(event: unknown, context: InvocationContext): Promise<Outcome>;
  /**
   * Whether it waits for nothing but virtual time.
   * @param held how many of its requests, told by their local ports, are kept unanswered on purpose
   */
  waits(held: (ports: readonly number[]) => number): Promise<boolean>;
  /** Ends it where it stands: nothing of it goes on, no `finally` runs. */
  kill(): Promise<void>;
  readonly alive: boolean;
}

export interface InstanceOptions {
  readonly id: string;
  readonly clock: Clock;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Told each line that the function prints. */
  readonly onLog: (line: string) => void;
}

const CRASHED: Outcome = {
  ok: false,
  errorType: 'Runtime.ExitError',
  errorMessage: 'Runtime exited without providing a reason',
};

export function startInstance({ id, clock, file, env, onLog }: InstanceOptions): Instance {
  const worker = new Worker(workerCode(), {
    eval: true,
    env: { ...env },
    workerData: { file, time: clock.shared },
    stdout: true,
    stderr: true,
  });
  const ready = Promise.withResolvers<undefined>();
  const timers = new Map<number, () => void>();
  const pings = new Map<number, (pong: Activity) => void>();
  let answer: ((outcome: Outcome) => void) | undefined;
  let ended: Outcome | undefined;
  let killed = false;
  let lastPing = 0;

  const tell = (message: ToWorker) => worker.postMessage(message);
  const finish = (outcome: Outcome) => {
    const done = answer;
    answer = undefined;
    done?.(outcome);
  };
  const end = (outcome: Outcome) => {
    if (ended) return;
    ended = outcome;
    for (const cancel of timers.values()) cancel();
    timers.clear();
    for (const pong of pings.values()) pong({ requests: [], timers: 0, reading: false });
    pings.clear();
    ready.resolve(undefined);
    finish(outcome);
  };
  const hear = (message: FromWorker) => {
    switch (message.type) {
      case 'ready':
        ready.resolve(undefined);
        return;
      case 'answered':
        finish({
          ok: true,
          payload: message.payload === undefined ? null : (JSON.parse(message.payload) as unknown),
        });
        return;
      case 'failed':
        finish({ ok: false, errorType: message.errorType, errorMessage: message.errorMessage });
        return;
      case 'crashed':
        end({ ok: false, errorType: message.errorType, errorMessage: message.errorMessage });
        return;
      case 'timer': {
        const { timer, at } = message;
        timers.set(
          timer,
          clock.at(at, () => {
            timers.delete(timer);
            tell({ type: 'fire', timer });
          }),
        );
        return;
      }
      case 'clear':
        timers.get(message.timer)?.();
        timers.delete(message.timer);
        return;
      case 'pong':
        pings.get(message.ping)?.(message);
        pings.delete(message.ping);
    }
  };

  worker.on('message', hear);
  worker.on('error', (error) =>
    end({ ok: false, errorType: 'Runtime.Unknown', errorMessage: String(error) }),
  );
  worker.on('exit', () => end(CRASHED));
  readLines(worker.stdout, onLog);
  readLines(worker.stderr, onLog);
  void clock.busy(ready.promise);

  return {
    id,
    async invoke(event, context) {
      await ready.promise;
      if (ended) return ended;
      return new Promise((resolve) => {
        answer = resolve;
        tell({ type: 'invoke', event, context });
      });
    },
    async waits(heldOf) {
      if (ended) return true;
      const ping = ++lastPing;
      const pong = await new Promise<Activity>((resolve) => {
        pings.set(ping, resolve);
        tell({ type: 'ping', ping });
      });
      // What crashed while it was asked has an answer by now.
      if (answer === undefined) return true;
      const held = heldOf(pong.requests);
      return !pong.reading && pong.requests.length === held && (held > 0 || pong.timers > 0);
    },
    async kill() {
      killed = true;
      await worker.terminate();
    },
    get alive() {
      return !ended && !killed;
    },
  };
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
}
