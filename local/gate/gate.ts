import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock/clock.ts';
import type { Running } from '../functions/functions.ts';
import { AccessDenied, type WireAnswer, type WireRequest } from '../wire.ts';
import { answerPresigned, isPresigned } from './presigned.ts';
import type { Permissions } from './permissions.ts';
import type { Service, Units } from './service.ts';
import type { Trace } from './trace.ts';

/** The one place that every AWS request of a function passes: who asks, may they, who answers, and what it took. */
export interface Gate {
  readonly port: number;
  /** How many requests of an instance are kept unanswered on purpose. */
  held(instance: string): number;
  stop(): Promise<void>;
}

export interface GateOptions {
  readonly clock: Clock;
  readonly account: string;
  /** By signing name. Filled in before the first request. */
  readonly services: Readonly<Record<string, Service>>;
  readonly permissions: Permissions;
  readonly trace: Trace;
  /** Who an instance is just now: requests name it by their session token. */
  readonly running: (instance: string) => Running | undefined;
  readonly onDenied: (error: AccessDenied) => void;
  /** Told of each request before anything comes of it. */
  readonly onRequest?: (asked: Asked) => void;
  readonly answerInstead?: AnswerInstead;
}

/**
 * Answers an allowed request in its service's place, or leaves it to the service.
 * @param carryOut has the service do what is asked, and tells what it would answer
 */
export type AnswerInstead = (
  asked: Asked,
  carryOut: (unheard?: 'unheard') => Promise<WireAnswer>,
) => WireAnswer | Promise<WireAnswer> | undefined;

/** A request, and the logical id of the function that makes it. */
export interface Asked {
  readonly function: string;
  readonly service: string;
  readonly operation: string;
  /** What it must be allowed to do for it: `dynamodb:GetItem`, `kms:Decrypt`. */
  readonly actions: readonly string[];
  /** The copy of the function. */
  readonly instance: string;
  readonly request: WireRequest;
}

export async function startGate(options: GateOptions): Promise<Gate> {
  const { clock, services, permissions, trace, running, onDenied, onRequest, answerInstead } = options;
  const heldBy = new Map<string, number>();

  const answer = async (request: WireRequest, asker: Running, service: Service, name: string) => {
    const operation = service.operationOf(request);
    const needs = service.needsOf(request, operation);
    const asked: Asked = {
      function: asker.function.logicalId,
      service: name,
      operation,
      actions: needs.map(({ action }) => action),
      instance: asker.instance,
      request,
    };
    onRequest?.(asked);
    const started = performance.now();
    const tell = (result: WireAnswer, units: Units = {}) =>
      trace.add(
        asker.invocation,
        {
          function: asker.function.logicalId,
          service: name,
          operation,
          ms: Math.round((performance.now() - started) * 100) / 100,
          status: result.status,
          ...units,
        },
        request.body.toString() + JSON.stringify(asker.event),
      );
    try {
      for (const need of needs) permissions.check({ role: asker.function.roleArn }, need);
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      onDenied(error);
      const refused = service.refuse(error);
      tell(refused);
      return refused;
    }
    const carryOut = (unheard?: 'unheard') => service.handle(request, operation, unheard);
    const result = await (answerInstead?.(asked, carryOut) ?? carryOut());
    tell(result, service.unitsOf?.(result, operation));
    return result;
  };

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const request = await readRequest(incoming);
    if (isPresigned(request)) {
      send(outgoing, clock, await answerPresigned(request, options));
      return;
    }
    const name =
      /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
    const instance = request.headers['x-amz-security-token'] ?? '';
    const service = services[name];
    const asker = running(instance);
    if (!service || !asker) {
      const problem = service
        ? 'the request comes from no invocation'
        : `the local cloud doesn't play the service ${name}`;
      send(outgoing, clock, {
        status: 400,
        headers: {},
        body: JSON.stringify({ __type: 'UnknownOperationException', message: problem }),
      });
      return;
    }
    const answered = await answer(request, asker, service, name);
    if (answered !== never && !answered.lateMs) {
      send(outgoing, clock, answered);
      return;
    }
    const letGo = hold(instance, outgoing);
    if (answered === never) return;
    clock.at(clock.now() + (answered.lateMs ?? 0), () => {
      letGo();
      if (!outgoing.destroyed) send(outgoing, clock, answered);
    });
  };

  /** Counts a request as kept unanswered, until it is let go or who asked gives it up. */
  const hold = (instance: string, outgoing: ServerResponse): (() => void) => {
    let held = !outgoing.destroyed;
    const letGo = () => {
      if (held) heldBy.set(instance, (heldBy.get(instance) ?? 1) - 1);
      held = false;
    };
    if (held) heldBy.set(instance, (heldBy.get(instance) ?? 0) + 1);
    outgoing.once('close', letGo);
    return letGo;
  };

  const server = createServer((incoming, outgoing) => {
    const served = serve(incoming, outgoing).catch((error: unknown) => {
      console.error('the gate failed', error);
      if (!outgoing.headersSent) send(outgoing, clock, { status: 500, headers: {}, body: '{}' });
    });
    void clock.busy(served);
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    held: (instance) => heldBy.get(instance) ?? 0,
    stop: () => close(server),
  };
}

/** An answer that is never sent, for a service that takes a request and falls silent. */
export const never: WireAnswer = Object.freeze({ status: 0, headers: {}, body: '' });

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?', 2);
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: incoming.headers as WireRequest['headers'],
    body: Buffer.concat(chunks),
  };
}

/** The date is the virtual one: an SDK that saw another would take its own clock for wrong, and ask again. */
function send(outgoing: ServerResponse, clock: Clock, { status, headers, body }: WireAnswer): void {
  outgoing.writeHead(status, {
    ...headers,
    date: new Date(clock.now()).toUTCString(),
    'x-amzn-requestid': randomUUID(),
    'content-length': Buffer.byteLength(body),
  });
  outgoing.end(body);
}

export const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
