import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import Module from 'node:module';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { sharedTime } from '../clock/shared-time.ts';
import type { FromWorker, InvocationContext, ToWorker, WorkerStart } from './messages.ts';
import { enterVirtualTime } from './virtual-world.ts';

/** What runs a function's bundle in a thread of its own, as Lambda's runtime would. */

type Handler = (event: unknown, context: object) => unknown;

const host = parentPort as MessagePort;
const { file, time } = workerData as WorkerStart;
const tell = (message: FromWorker) => host.postMessage(message);

const realNow = Date.now;
const clock = sharedTime(realNow, time);
const nextTurn = setImmediate;
const virtual = enterVirtualTime({
  now: () => clock.read(),
  haste: () => Math.max(1, clock.rate()),
  set: (timer, at) => tell({ type: 'timer', timer, at }),
  clear: (timer) => tell({ type: 'clear', timer }),
});

/** What a thread holds without waiting for it: kept connections, its line to the host, Node's own real timers. */
const AT_REST = new Set(['MessagePort', 'TCPSocketWrap', 'Timeout', 'Immediate', 'PipeWrap', 'TTYWrap']);
const requests = new Set<ClientRequest>();
subscribe('http.client.request.start', (message) => {
  const { request } = message as { request: ClientRequest };
  requests.add(request);
  request.once('close', () => requests.delete(request));
});

host.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'invoke':
      void invoke(message.event, message.context);
      return;
    case 'fire':
      virtual.fire(message.timer);
      return;
    case 'ping':
      // Two turns of the event loop: whatever was resolved has run, and has begun what it begins.
      nextTurn(() =>
        nextTurn(() =>
          tell({
            type: 'pong',
            ping: message.ping,
            requests: [...requests].map(({ socket }) => socket?.localPort ?? 0),
            timers: virtual.pending(),
            reading: process.getActiveResourcesInfo().some((resource) => !AT_REST.has(resource)),
          }),
        ),
      );
  }
});

process.on('uncaughtException', (error) => crash(failureOf(error)));
process.on('unhandledRejection', (reason) =>
  crash({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: String(reason) }),
);

const handler = load();
tell({ type: 'ready' });

/** Loads the bundle as CommonJS, whatever the package.json above it says of modules. */
function load(): Handler {
  const module = new Module(file) as Module & { _compile(code: string, file: string): void };
  module.filename = file;
  module.paths = [];
  module._compile(readFileSync(file, 'utf8'), file);
  return (module.exports as { handler: Handler }).handler;
}

async function invoke(event: unknown, { deadline, ...context }: InvocationContext): Promise<void> {
  try {
    const answer = await handler(event, {
      ...context,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => deadline - clock.read(),
    });
    tell({ type: 'answered', payload: JSON.stringify(answer) });
  } catch (error) {
    console.error(invokeError(context.awsRequestId, error));
    tell({ type: 'failed', ...failureOf(error) });
  }
}

/** The line that Lambda's runtime prints of what a handler throws: with all that an error carries. */
function invokeError(requestId: string, thrown: unknown): string {
  const { errorType, errorMessage } = failureOf(thrown);
  const stack = thrown instanceof Error ? thrown.stack?.split('\n') : [];
  const told = { errorType, errorMessage, ...Object.fromEntries(Object.entries(thrown ?? {})), stack };
  return [new Date().toISOString(), requestId, 'ERROR', 'Invoke Error ', JSON.stringify(told)].join('\t');
}

interface Failure {
  readonly errorType: string;
  readonly errorMessage: string;
}

/** What was thrown, in the words of Lambda's runtime: an error by its name, anything else by its type. */
const failureOf = (thrown: unknown): Failure =>
  thrown instanceof Error
    ? { errorType: thrown.name, errorMessage: thrown.message }
    : { errorType: typeof thrown, errorMessage: String(thrown) };

/** Nothing can be served after that: the next invocation gets another instance. */
function crash(failure: Failure): void {
  tell({ type: 'crashed', ...failure });
  process.exit(129);
}
