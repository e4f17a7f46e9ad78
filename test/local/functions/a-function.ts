import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../../../local/clock/clock.ts';
import { type FunctionsOptions, createFunctions } from '../../../local/functions/functions.ts';

export const NOON = Date.parse('2026-03-01T12:00:00.000Z');
export const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:Fn';
/** Somebody who may invoke it. */
export const CALLER = { role: 'arn:aws:iam::000000000000:role/Caller' };

interface Changes extends Partial<FunctionsOptions> {
  readonly timeoutSec?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** A function whose bundle is `code`, a CommonJS file, on a clock that stands at noon. */
export function aFunction(code: string, { timeoutSec = 900, env = {}, ...options }: Changes = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-function-'));
  const file = join(folder, 'index.js');
  writeFileSync(file, code);
  const clock = options.clock ?? createClock({ start: NOON, speed: 0 });
  /** Instances in the order in which they were started. */
  const instances: string[] = [];
  const logs: string[] = [];
  const functions = createFunctions({
    clock,
    mayInvoke: () => undefined,
    held: () => 0,
    onLog: ({ function: name, line }) => logs.push(`${name}: ${line}`),
    onDenied: () => undefined,
    ...options,
    environment(fn, instance) {
      instances.push(instance);
      return options.environment?.(fn, instance) ?? {};
    },
  });
  functions.define({
    logicalId: 'Fn',
    name: 'App-Fn',
    arn: ARN,
    file,
    roleArn: 'arn:aws:iam::000000000000:role/Fn',
    timeoutSec,
    memoryMb: 256,
    env,
  });
  return {
    clock,
    functions,
    instances,
    logs,
    invoke: (event: unknown = {}) => functions.invoke(ARN, event, CALLER),
    /** What it answers. @throws Error when it fails */
    async answer(event: unknown = {}): Promise<unknown> {
      const invocation = await functions.invoke(ARN, event, CALLER);
      if (!invocation.ok) throw new Error(`${invocation.errorType}: ${invocation.errorMessage}`);
      return invocation.payload;
    },
    advance: (sec: number) => clock.advance(clock.now() + sec * 1_000),
    async stop() {
      await functions.stop();
      clock.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
