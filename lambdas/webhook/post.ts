import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Webhook } from 'standardwebhooks';
import type { Attempt } from '../domain/call-event.ts';
import { type Instant, instantAt, millisOf } from '../domain/time.ts';

/** How long a connection may take, TLS included. */
const CONNECT_MS = 3_000;
/** How long an attempt may take in all, the name's address and the answer's status included. */
const WHOLE_MS = 15_000;

/** What is sent: the id of an event and its body, signed by the secret of its account. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** `whsec_...` */
  readonly secret: string;
}

/**
 * Sends an event once, signed by Standard Webhooks 1.0.0, over a connection of its own. A redirect is an answer like any
 * other and is not followed. Of the answer the status is all that counts: nothing behind it is read.
 * @returns what came of it; it never throws for what a receiver does or doesn't do
 */
export async function post(url: string, message: Message): Promise<Attempt> {
  const at = instantAt(Date.now());
  const status = await statusOf(url, Buffer.from(message.body), signed(message, at));
  return { at, status, ms: Date.now() - millisOf(at) };
}

/** The signature is over the second of the attempt and the very bytes that are sent. */
const signed = ({ id, body, secret }: Message, at: Instant) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(millisOf(at) / 1000)),
  'webhook-signature': new Webhook(secret).sign(id, new Date(millisOf(at)), body),
});

/** The status of the answer; null without one: not connected, cut off, too late. */
const statusOf = (
  url: string,
  body: Buffer,
  signature: Readonly<Record<string, string>>,
): Promise<number | null> =>
  new Promise((resolve) => {
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': body.length,
        'user-agent': 'Trunkline-Webhooks/1',
        ...signature,
      },
    });
    const late = setTimeout(() => request.destroy(), WHOLE_MS);
    limitConnecting(request, url);
    request.once('response', ({ statusCode }) => {
      resolve(statusCode ?? null);
      request.destroy();
    });
    // Whatever else ends it: an error, the time, a connection that is closed without an answer.
    request.on('error', () => resolve(null));
    request.once('close', () => {
      clearTimeout(late);
      resolve(null);
    });
    request.end(body);
  });

/** A socket's own time-out counts while nothing moves on it, and so while it connects. */
function limitConnecting(request: ClientRequest, url: string): void {
  request.once('socket', (socket) => {
    socket.setTimeout(CONNECT_MS, () => request.destroy());
    socket.once(url.startsWith('https:') ? 'secureConnect' : 'connect', () => socket.setTimeout(0));
  });
}
