import { type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { type ApiAnswer, type ApiRequest, readRequest, send } from '../api/api-gateway.ts';
import { ScriptChanges } from '../chime/script.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { close } from '../gate/gate.ts';
import { createInboxes } from './inbox.ts';

export interface Bench {
  readonly port: number;
  stop(): Promise<void>;
}

const Advance = z.union(
  [
    z.object({ seconds: z.number().min(0), tickSec: z.number().positive().optional() }),
    z.object({ to: z.iso.datetime({ offset: true }), tickSec: z.number().positive().optional() }),
  ],
  'must be {seconds} or {to}, with tickSec? in seconds',
);

const PHONE = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a phone number, such as +14155550101');

/** Somebody calls, and behaves so; without `from` the number is withheld. */
const Inbound = ScriptChanges.extend({
  to: PHONE,
  from: z
    .string()
    .regex(/^(\+[1-9]\d{6,14}|anonymous)$/, 'must be a phone number, or "anonymous"')
    .nullish(),
});

/** A bound, since a clock that moves can't be stopped: a year is some seconds' work. */
const LONGEST_ADVANCE_MS = 366 * 24 * 3_600_000;

/** What the bench answers with: a status and any JSON. */
type Reply = { readonly status?: number; readonly body: unknown };
type Route = readonly [
  method: string,
  path: RegExp,
  run: (request: ApiRequest, match: readonly string[]) => Reply | Promise<Reply>,
];

const OPERATOR = '/operator';
const INBOX = /^\/inbox\/([^/]+)$/;

/** The bench beside the API: time, the carrier's own books, how people behave, webhooks, and all that passed the gate. */
export async function startBench(cloud: Cloud, port: number): Promise<Bench> {
  const { clock, chime, trace, faults, api } = cloud;
  const inboxes = createInboxes(cloud);
  const now = () => ({ now: iso(clock.now()) });
  const routes: readonly Route[] = [
    ['GET', /^\/clock$/, () => ({ body: now() })],
    [
      'POST',
      /^\/clock\/advance$/,
      async ({ body }) => {
        const asked = Advance.parse(json(body));
        const at = clock.now();
        const to = 'to' in asked ? Date.parse(asked.to) : at + asked.seconds * 1000;
        if (to > at + LONGEST_ADVANCE_MS) throw new Error('time moves by at most a year at once.');
        if (to < at) throw new Error(`to: time never goes back, and it is ${iso(at)} already.`);
        await clock.advance(to, asked.tickSec);
        return { body: now() };
      },
    ],
    ['GET', /^\/carrier\/calls$/, () => ({ body: { calls: chime.calls() } })],
    [
      'POST',
      /^\/carrier\/inbound$/,
      ({ body }) => {
        const { from = null, ...call } = Inbound.parse(json(body));
        return { status: 201, body: chime.inbound({ ...call, from }) };
      },
    ],
    ['GET', /^\/carrier\/numbers$/, () => ({ body: { numbers: chime.numbers() } })],
    ['GET', /^\/carrier\/orders$/, () => ({ body: { orders: chime.orders() } })],
    ['GET', /^\/carrier\/requests$/, () => ({ body: { requests: chime.requests() } })],
    [
      'PUT',
      /^\/carrier\/scripts\/([^/]+)$/,
      ({ body }, [number = '']) => ({ body: chime.script(e164(number), ScriptChanges.parse(json(body))) }),
    ],
    ['POST', /^\/faults$/, ({ body }) => ({ status: 201, body: faults.add(json(body)) })],
    ['GET', /^\/faults$/, () => ({ body: { faults: faults.list() } })],
    [
      'DELETE',
      /^\/faults$/,
      () => {
        faults.clear();
        return { body: { faults: [] } };
      },
    ],
    ['GET', INBOX, (_, [name = '']) => ({ body: { received: inboxes.received(name) } })],
    ['PUT', INBOX, ({ body }, [name = '']) => ({ body: inboxes.answerWith(name, json(body)) })],
    [
      'GET',
      /^\/trace$/,
      ({ url }) => ({
        body: {
          requests: trace.entries(new URL(url, 'http://bench').searchParams.get('callId') ?? undefined),
        },
      }),
    ],
  ];

  const answer = async (request: ApiRequest, outgoing: ServerResponse): Promise<ApiAnswer> => {
    const path = request.url.split('?')[0] ?? '/';
    const inbox = request.method === 'POST' ? INBOX.exec(path)?.[1] : undefined;
    if (inbox !== undefined) return inboxes.receive(inbox, request, outgoing);
    if (path.startsWith(`${OPERATOR}/`)) return api.asOperator({ ...request, url: `/v1${request.url}` });
    const route = routes.find(([method, pattern]) => method === request.method && pattern.test(path));
    if (!route)
      return asJson(404, { error: 'not_found', message: `The bench has no ${request.method} ${path}.` });
    try {
      const { status = 200, body } = await route[2](request, (route[1].exec(path) ?? []).slice(1));
      return asJson(status, body);
    } catch (error) {
      return asJson(400, { error: 'invalid_request', message: messageOf(error) });
    }
  };

  const server = createServer((incoming, outgoing) => {
    void readRequest(incoming)
      .then((request) => answer(request, outgoing))
      .then((answered) => {
        if (!outgoing.destroyed) send(outgoing, clock, answered);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { port: (server.address() as AddressInfo).port, stop: () => close(server) };
}

const asJson = (status: number, body: unknown): ApiAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

const iso = (millis: number) => new Date(millis).toISOString();

const json = (body: Buffer): unknown => JSON.parse(body.toString() || '{}');

/** A number as it stands in a path: encoded or not, with or without its sign. */
function e164(raw: string): string {
  const number = `+${decodeURIComponent(raw).replace(/^\+/, '')}`;
  if (!/^\+[1-9]\d{6,14}$/.test(number))
    throw new Error(`${raw} is no phone number: write it as +14155550101.`);
  return number;
}

const messageOf = (error: unknown): string => {
  if (!(error instanceof z.ZodError)) return error instanceof Error ? error.message : String(error);
  return error.issues.map(({ path, message }) => `${path.join('.') || 'The body'}: ${message}.`).join(' ');
};
