import { Agent, request as send } from 'node:http';
import type { WireAnswer, WireRequest } from '../wire.ts';

const agent = new Agent({ keepAlive: true });
/** Headers that belong to one connection, not to what is sent over it. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-length',
  'date',
  'host',
  'keep-alive',
  'transfer-encoding',
]);

/** Passes a request on to an emulator of this machine, and its answer back, both as they are. */
export const forward = (
  base: string,
  { method, path, query, headers }: WireRequest,
  body: string | Buffer,
): Promise<WireAnswer> =>
  new Promise((resolve, reject) => {
    const search = query.size > 0 ? `?${query.toString()}` : '';
    const request = send(
      `${base}${path}${search}`,
      { method, agent, headers: { ...passed(headers), 'content-length': Buffer.byteLength(body) } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 500,
            headers: passed(response.headers),
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });

const passed = (headers: Readonly<Record<string, string | readonly string[] | undefined>>) =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || OF_THE_CONNECTION.has(name) ? [] : [[name, String(value)]],
    ),
  );
