import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { type AccessDenied, type Caller, type Invocation, type Invoke } from '../wire.ts';
import { type Instance, type Outcome, startInstance } from './instance.ts';

/** A function of the template, all its values resolved. */
export interface FunctionConfig {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** The bundle's file. */
  readonly file: string;
  readonly roleArn: string;
  readonly timeoutSec: number;
  readonly memoryMb: number;
  readonly env: Readonly<Record<string, string>>;
}

/** What a running instance does just now. */
export interface Running {
  readonly instance: string;
  readonly invocation: string;
  readonly function: FunctionConfig;
  readonly event: unknown;
}

/** An invocation that has ended, and what it took from the moment a copy was there: real time, and time moved meanwhile. */
export interface Invoked {
  readonly function: FunctionConfig;
  readonly event: unknown;
  readonly ms: number;
  readonly movedMs: number;
}

export interface LogLine {
  readonly function: string;
  readonly line: string;
}

export interface Functions {
  define(config: FunctionConfig): void;
  readonly invoke: Invoke;
  /** An invocation by Lambda itself, which asks nobody's leave. */
  deliver(functionArn: string, payload: unknown): Promise<Invocation>;
  /** What the instance of that id is doing; requests name it by their session token. */
  running(instance: string): Running | undefined;
  /** Ends an instance where it stands; its caller sees that it exited. */
  kill(instance: string): Promise<void>;
  stop(): Promise<void>;
}

export interface FunctionsOptions {
  readonly clock: Clock;
  /** @throws AccessDenied when the caller may not invoke the function */
  readonly mayInvoke: (fn: FunctionConfig, caller: Caller) => void;
  /** Variables that Lambda and this cloud set: endpoints, region, credentials of the instance. */
  readonly environment: (fn: FunctionConfig, instance: string) => Readonly<Record<string, string>>;
  /** How many requests of an instance, which come from these local ports, are kept unanswered on purpose. */
  readonly held: (instance: string, ports: readonly number[]) => number;
  /** @default nothing goes wrong */
  readonly interfere?: Interfere;
  /** Told of each invocation that has ended. */
  readonly onInvoked?: (invoked: Invoked) => void;
  readonly onLog: (line: LogLine) => void;
  readonly onDenied: (error: AccessDenied) => void;
}

/**
 * Decides what comes of an invocation, or leaves it as it is.
 * @param carryOut runs the function, and ends its copy afterwards if asked to
 */
export type Interfere = (
  fn: FunctionConfig,
  carryOut: (then?: 'then end') => Promise<Invocation>,
) => Promise<Invocation> | undefined;

/** Copies of one function at once; more invocations wait. A new AWS account has 10 for all functions together. */
const MOST_INSTANCES = 6;
/** A function that waits for nothing that can come is ended after so much real time. */
const STUCK_MS = 60_000;

/** Whoever was waiting for an invocation that ended with the cloud may ask for another. */
const STOPPED: Invocation = {
  ok: false,
  errorType: 'Runtime.ExitError',
  errorMessage: 'the cloud has ended',
};

/** Lambda: each function's bundle in threads of its own, an invocation at a time in each, with its own variables alone. */
export function createFunctions(options: FunctionsOptions): Functions {
  const { clock, mayInvoke, environment, held, interfere, onInvoked, onLog, onDenied } = options;
  const functions = new Map<string, FunctionConfig>();
  const idle = new Map<string, Instance[]>();
  const busy = new Map<string, { instance: Instance; running: Running }>();
  const queues = new Map<string, (() => void)[]>();
  /** Invocations that have a copy, or are just being given one. */
  const taken = new Map<string, number>();
  let stopped = false;
  const isOver = () => stopped;

  clock.watch(async () => {
    const asked = [...busy.values()];
    const waits = await Promise.all(
      asked.map(({ instance }) => instance.waits((ports) => held(instance.id, ports))),
    );
    // One that has begun meanwhile was not asked.
    const isAll = asked.length === busy.size && asked.every((one) => busy.get(one.instance.id) === one);
    return isAll && waits.every(Boolean);
  });

  const take = async (fn: FunctionConfig): Promise<Instance> => {
    while ((taken.get(fn.arn) ?? 0) >= MOST_INSTANCES) {
      await new Promise<void>((resolve) => {
        const queue = queues.get(fn.arn) ?? [];
        queue.push(resolve);
        queues.set(fn.arn, queue);
      });
    }
    taken.set(fn.arn, (taken.get(fn.arn) ?? 0) + 1);
    const warm = idle.get(fn.arn)?.pop();
    if (warm?.alive) return warm;
    const id = randomUUID();
    return startInstance({
      id,
      clock,
      file: fn.file,
      env: { ...fn.env, ...environment(fn, id) },
      onLog: (line) => onLog({ function: fn.logicalId, line }),
    });
  };

  const release = (fn: FunctionConfig, instance: Instance) => {
    busy.delete(instance.id);
    if (instance.alive) idle.set(fn.arn, [...(idle.get(fn.arn) ?? []), instance]);
    taken.set(fn.arn, (taken.get(fn.arn) ?? 1) - 1);
    queues.get(fn.arn)?.shift()?.();
  };

  const run = async (fn: FunctionConfig, event: unknown, then?: 'then end'): Promise<Invocation> => {
    if (isOver()) return STOPPED;
    const instance = await take(fn);
    if (isOver()) {
      await instance.kill();
      return STOPPED;
    }
    const invocation = randomUUID();
    busy.set(instance.id, { instance, running: { instance: instance.id, invocation, function: fn, event } });
    const began = { real: performance.now(), moved: clock.now() };
    const deadline = clock.now() + fn.timeoutSec * 1000 * clock.haste;
    const timedOut = Promise.withResolvers<Outcome>();
    const end = (errorMessage: string) => {
      timedOut.resolve({ ok: false, errorType: 'Sandbox.Timedout', errorMessage });
      void clock.busy(instance.kill());
    };
    const cancel = clock.at(deadline, () =>
      end(`${invocation} Task timed out after ${fn.timeoutSec}.00 seconds`),
    );
    const stuck = setTimeout(() => end(`${invocation} waits for nothing that can come`), STUCK_MS);
    stuck.unref();
    try {
      const context = {
        awsRequestId: invocation,
        functionName: fn.name,
        invokedFunctionArn: fn.arn,
        memoryLimitInMB: String(fn.memoryMb),
        deadline,
      };
      return await Promise.race([instance.invoke(event, context), timedOut.promise]);
    } finally {
      cancel();
      clearTimeout(stuck);
      onInvoked?.({
        function: fn,
        event,
        ms: performance.now() - began.real,
        movedMs: clock.now() - began.moved,
      });
      if (then) await clock.busy(instance.kill());
      release(fn, instance);
    }
  };
  const begin = (fn: FunctionConfig, event: unknown) =>
    interfere?.(fn, (then) => run(fn, event, then)) ?? run(fn, event);

  const named = (arn: string) => {
    const fn = functions.get(arn);
    if (!fn) throw new Error(`there is no function ${arn}`);
    return fn;
  };

  return {
    define: (config) => void functions.set(config.arn, config),
    deliver: (arn, payload) => begin(named(arn), structuredClone(payload)),
    async invoke(arn, payload, caller) {
      const fn = named(arn);
      try {
        mayInvoke(fn, caller);
      } catch (error) {
        onDenied(error as AccessDenied);
        throw error;
      }
      // As on the wire: what a function is told shares nothing with who tells it.
      return begin(fn, structuredClone(payload));
    },
    running: (instance) => busy.get(instance)?.running,
    async kill(instance) {
      await busy.get(instance)?.instance.kill();
    },
    async stop() {
      stopped = true;
      const all = [...[...idle.values()].flat(), ...[...busy.values()].map(({ instance }) => instance)];
      await Promise.all(all.map((instance) => instance.kill()));
    },
  };
}
