import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { post } from '../../lambdas/webhook/post.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const MESSAGE = { id: 'evt_1', body: '{"summary":"Geöffnet 🕗"}', secret: SECRET };

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A receiver of one kind, and what it was sent. */
async function aReceiver(answer: (outgoing: ServerResponse, incoming: IncomingMessage) => void) {
  const received: { headers: Record<string, string>; bytes: Buffer }[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      received.push({ headers: incoming.headers as Record<string, string>, bytes: Buffer.concat(chunks) });
      answer(outgoing, incoming);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=1`, received };
}

test('the bytes that are signed are the bytes that are sent', async () => {
  const { url, received } = await aReceiver((outgoing) => outgoing.writeHead(204).end());

  const attempt = await post(url, MESSAGE);

  expect(attempt.status).toBe(204);
  const [{ headers, bytes } = { headers: {}, bytes: Buffer.of() }] = received;
  expect(bytes.toString()).toBe('{"summary":"Geöffnet 🕗"}');
  expect(new Webhook(SECRET).verify(bytes, headers)).toEqual({ summary: 'Geöffnet 🕗' });
  expect(headers).toMatchObject({ 'webhook-id': 'evt_1', 'content-length': '28', connection: 'close' });
  expect(headers['webhook-timestamp']).toBe(String(Math.floor(Date.parse(attempt.at) / 1000)));
});

test.each([
  {
    what: 'an answer that never ends',
    answer: (to: ServerResponse) => to.writeHead(200).write('x'),
    status: 200,
  },
  {
    what: 'a redirect',
    answer: (to: ServerResponse) => to.writeHead(302, { location: '/' }).end(),
    status: 302,
  },
  { what: 'a connection that is cut off', answer: (to: ServerResponse) => to.destroy(), status: null },
  {
    what: 'another protocol',
    answer: (to: ServerResponse) => to.socket?.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'),
    status: 101,
  },
  { what: 'no HTTP at all', answer: (to: ServerResponse) => to.socket?.end('hello\r\n\r\n'), status: null },
])('$what is answered at once and asked for once: $status', async ({ answer, status }) => {
  const { url, received } = await aReceiver(answer);

  const attempt = await post(url, MESSAGE);

  expect(attempt).toMatchObject({ status });
  expect(attempt.ms).toBeLessThan(2_000);
  expect(received).toHaveLength(1);
});

test('nobody is there', async () => {
  const { url } = await aReceiver((outgoing) => outgoing.end());
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));

  expect(await post(url, MESSAGE)).toMatchObject({ status: null });
});

test('a server that speaks no TLS is not spoken to without it', async () => {
  const { url, received } = await aReceiver((outgoing) => outgoing.end());

  expect(await post(url.replace('http:', 'https:'), MESSAGE)).toMatchObject({ status: null });
  expect(received).toEqual([]);
});
