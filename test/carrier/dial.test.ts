import { once } from 'node:events';
import { type RequestListener, type Server, type ServerResponse, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { ACCOUNT_ID, CALL_ID, TRANSACTION_ID } from '../makers.ts';
import { aCertificate } from './a-certificate.ts';
import type { Outcome } from './dialer-thread.ts';

/** What a little carrier does with the requests that it gets. */
type Manner = (response: ServerResponse) => unknown;

const requests: { path: string; body: unknown; socket: Socket }[] = [];
let manner: Manner = () => undefined;
let server: Server;
let dialer: Worker;

/** The client in a thread of its own, as in a function: what Node throws is an Error there. */
const aDialer = (endpoint: string, env: Readonly<Record<string, string>> = {}) =>
  new Worker(new URL('dialer-thread.ts', import.meta.url), {
    env: {
      ...env,
      AWS_ENDPOINT_URL_CHIME_SDK_VOICE: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      SIP_MEDIA_APPLICATION_ID: 'sma-1',
    },
  });

async function ask(worker: Worker, verb: 'dial' | 'hangUp'): Promise<Outcome> {
  worker.postMessage(verb);
  const [outcome] = (await once(worker, 'message')) as [Outcome];
  return outcome;
}

const serve: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    requests.push({ path: request.url ?? '', body, socket: request.socket });
    manner(response);
  });
};

/** Where a server listens, without its scheme. */
async function opened(one: Server): Promise<string> {
  one.listen(0, '127.0.0.1');
  await once(one, 'listening');
  return `127.0.0.1:${(one.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  server = createServer(serve);
  dialer = aDialer(`http://${await opened(server)}`);
});
beforeEach(() => requests.splice(0));
afterAll(async () => {
  await dialer.terminate();
  server.close();
});

const answers =
  (status: number, type: string, body: unknown = { Message: 'no' }): Manner =>
  (response) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(type && { 'x-amzn-errortype': type }),
    });
    response.end(JSON.stringify(body));
  };
const takes = answers(201, '', { SipMediaApplicationCall: { TransactionId: TRANSACTION_ID } });

test('a call that is taken is known by its transaction, and names ours', async () => {
  manner = takes;
  expect(await ask(dialer, 'dial')).toEqual({ answer: TRANSACTION_ID });
  expect(requests).toMatchObject([
    {
      path: '/sip-media-applications/sma-1/calls',
      body: {
        FromPhoneNumber: '+14155550190',
        ToPhoneNumber: '+14155550101',
        ArgumentsMap: { accountId: ACCOUNT_ID, callId: CALL_ID },
      },
    },
  ]);
});

test.each([
  { status: 400, type: 'BadRequestException', kind: 'refused' },
  { status: 401, type: 'UnauthorizedClientException', kind: 'refused' },
  { status: 403, type: 'AccessDeniedException', kind: 'refused' },
  { status: 404, type: 'NotFoundException', kind: 'refused' },
  { status: 400, type: 'ResourceLimitExceededException', kind: 'busy' },
  { status: 429, type: 'ThrottledClientException', kind: 'busy' },
])('$status $type is a proof ($kind), and the carrier is asked once', async ({ status, type, kind }) => {
  manner = answers(status, type);
  expect(await ask(dialer, 'dial')).toMatchObject({ failed: { name: 'ProvedRefusal', kind } });
  expect(requests).toHaveLength(1);
});

test.each<{ what: string; how: Manner }>([
  { what: '500', how: answers(500, 'ServiceFailureException') },
  { what: '503', how: answers(503, 'ServiceUnavailableException') },
  { what: '502 from somewhere between', how: answers(502, '') },
  { what: 'a connection that is cut', how: (response) => response.destroy() },
  { what: 'a 2xx without a transaction', how: answers(201, '', {}) },
  { what: 'a 2xx that nobody can read', how: (response) => response.writeHead(201).end('{') },
])('$what leaves the outcome unknown, and the carrier is asked once', async ({ how }) => {
  manner = how;
  const outcome = await ask(dialer, 'dial');
  expect(outcome).toHaveProperty('failed');
  expect(outcome).not.toMatchObject({ failed: { name: 'ProvedRefusal' } });
  expect(requests).toHaveLength(1);
});

test('each call goes over a connection of its own', async () => {
  manner = takes;
  for (let i = 0; i < 3; i++) await ask(dialer, 'dial');
  expect(new Set(requests.map(({ socket }) => socket)).size).toBe(3);
});

test('so it does over TLS, as AWS is reached, and the carrier is asked once there too', async () => {
  const { key, cert } = aCertificate();
  const overTls = createTlsServer({ key, cert }, serve);
  const caller = aDialer(`https://${await opened(overTls)}`, { TRUSTED_CERTIFICATE: cert });

  try {
    manner = takes;
    for (let i = 0; i < 3; i++) expect(await ask(caller, 'dial')).toEqual({ answer: TRANSACTION_ID });
    expect(requests).toHaveLength(3);
    expect(new Set(requests.map(({ socket }) => socket)).size).toBe(3);

    manner = answers(500, 'ServiceFailureException');
    expect(await ask(caller, 'dial')).toHaveProperty('failed');
    expect(requests).toHaveLength(4);
  } finally {
    await caller.terminate();
    overTls.close();
  }
});

test('a carrier that can not be reached proved that it did not take the call', async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await once(closed, 'close');

  const lost = aDialer(`http://127.0.0.1:${port}`);
  expect(await ask(lost, 'dial')).toMatchObject({ failed: { name: 'ProvedRefusal', kind: 'busy' } });
  await lost.terminate();
});

test('hanging up says what is wished, and is done again where it failed: twice is harmless', async () => {
  manner = (response) =>
    (requests.length === 1 ? answers(500, 'ServiceFailureException') : answers(202, '', {}))(response);
  expect(await ask(dialer, 'hangUp')).toEqual({ answer: undefined });
  expect(requests).toHaveLength(2);
  expect(requests[1]).toMatchObject({
    path: `/sip-media-applications/sma-1/calls/${TRANSACTION_ID}`,
    body: { Arguments: { do: 'hang_up' } },
  });
});

test('a call that is over already needs no hanging up', async () => {
  manner = answers(404, 'NotFoundException');
  expect(await ask(dialer, 'hangUp')).toEqual({ answer: undefined });
});

test('a hanging up that is refused is told', async () => {
  manner = answers(403, 'AccessDeniedException');
  expect(await ask(dialer, 'hangUp')).toMatchObject({ failed: { name: 'AccessDeniedException' } });
});
