import { createHash, createHmac } from 'node:crypto';
import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AccountId, CallId } from '../domain/ids.ts';
import { env, envIfSet } from '../env.ts';
import { PATIENCE } from './patience.ts';

/** So long an address of a recording lives. */
const URL_SEC = 60;

/**
 * Where the carrier puts a call's recording: `bucket/prefix`. The file's own name holds an instant and ids of the
 * carrier's, and no event tells it; what lies under the prefix is the call's.
 */
export const recordingPlace = (account: AccountId, call: CallId): string =>
  `${env('RECORDINGS_BUCKET')}/${prefixOf(account, call)}`;

/** An address under which anybody can fetch a call's recording for a minute; undefined if it hasn't been delivered. */
export async function recordingUrl(account: AccountId, call: CallId): Promise<string | undefined> {
  const [key] = await keysOf(account, call);
  if (key === undefined) return undefined;
  const request = requestFor('GET', `/${key}`);
  // What S3 wants in a signature for bytes that nobody knows beforehand.
  const headers = { ...request.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  return addressOf(await signer().presign({ ...request, headers }, { expiresIn: URL_SEC }));
}

/** Deletes what has been delivered of a call's recording. @returns whether there was any */
export async function eraseRecording(account: AccountId, call: CallId): Promise<boolean> {
  const keys = await keysOf(account, call);
  for (const key of keys) await ask('DELETE', `/${key}`);
  return keys.length > 0;
}

/** One leg is recorded once, so one page of the list holds it all. */
async function keysOf(account: AccountId, call: CallId): Promise<readonly string[]> {
  const list = await ask('GET', '/', { 'list-type': '2', prefix: `${prefixOf(account, call)}/` });
  // Ids, digits, dashes and slashes: nothing in such a key is escaped.
  return Array.from(list.matchAll(/<Key>([^<]+)<\/Key>/g), ([, key = '']) => key);
}

const prefixOf = (account: AccountId, call: CallId) => `${account}/${call}`;

/** S3 wants to be asked again where it is busy or fails. */
const MOST_TRIES = 3;

/**
 * Three requests of S3, signed by the SDK's own signer. Its client would be more than a third of the bundles
 * (docs/decisions/0008-small-bundles.md). All of them may be made again.
 */
async function ask(
  method: 'GET' | 'DELETE',
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<string> {
  for (let tries = 1; ; tries++) {
    const answer = await askOnce(method, path, query).catch((error: unknown) => {
      if (tries === MOST_TRIES) throw error;
    });
    if (answer?.ok) return answer.body;
    if (answer && (answer.status < 500 || tries === MOST_TRIES)) {
      const code = /<Code>([^<]+)<\/Code>/.exec(answer.body)?.[1] ?? '';
      throw new Error(`S3 refused to ${method} recordings: ${answer.status} ${code}`);
    }
  }
}

let http: NodeHttpHandler | undefined;

async function askOnce(method: 'GET' | 'DELETE', path: string, query: Readonly<Record<string, string>>) {
  const request = await signer().sign(requestFor(method, path, query));
  http ??= new NodeHttpHandler(PATIENCE);
  const { response } = await http.handle(new HttpRequest(request));
  const chunks: Buffer[] = [];
  for await (const chunk of response.body as AsyncIterable<Buffer>) chunks.push(chunk);
  const { statusCode: status } = response;
  return { ok: status < 300, status, body: Buffer.concat(chunks).toString() };
}

type S3Request = ReturnType<typeof requestFor>;

/** By the bucket's own host, or by path where S3 isn't at its usual address. */
function requestFor(method: string, path: string, query: Readonly<Record<string, string>> = {}) {
  const bucket = env('RECORDINGS_BUCKET');
  const elsewhere = envIfSet('AWS_ENDPOINT_URL');
  const { protocol, hostname, port, host } = new URL(
    elsewhere ?? `https://${bucket}.s3.${env('AWS_REGION')}.amazonaws.com`,
  );
  return {
    method,
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    path: elsewhere === undefined ? path : `/${bucket}${path}`,
    query: { ...query },
    headers: { host },
  };
}

const addressOf = ({ protocol, headers, path, query = {} }: Pick<S3Request, 'protocol' | 'path'> & Signed) =>
  `${protocol}//${headers['host'] ?? ''}${path}?${Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&')}`;

interface Signed {
  readonly headers: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
}

const signer = () =>
  new SignatureV4({
    service: 's3',
    region: env('AWS_REGION'),
    credentials: {
      accessKeyId: env('AWS_ACCESS_KEY_ID'),
      secretAccessKey: env('AWS_SECRET_ACCESS_KEY'),
      sessionToken: env('AWS_SESSION_TOKEN'),
    },
    sha256: Sha256,
    // S3 alone takes a path as it is.
    uriEscapePath: false,
  });

/** Node's SHA-256 in the form that the signer takes. */
class Sha256 {
  private readonly hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: Uint8Array | string): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    throw new Error('a hash is used once');
  }
}

const bytesOf = (secret: string | ArrayBuffer | ArrayBufferView) =>
  typeof secret === 'string'
    ? Buffer.from(secret)
    : ArrayBuffer.isView(secret)
      ? Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
      : Buffer.from(secret);
