import { readFileSync } from 'node:fs';
import { Sha256 } from '@aws-crypto/sha256-js';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';

/** The operator's API, wherever it runs. */
export interface OperatorApi {
  /** @throws ApiRefusal when it says no */
  ask(method: string, path: string, body?: object): Promise<unknown>;
}

/** A no of the API: its token and sentence. */
export class ApiRefusal extends Error {
  override readonly name = 'ApiRefusal';
}

/** What `npm start` leaves for others to find it. */
const LOCAL_FILE = '.trunkline/local.json';

/** The local cloud's bench, where the operator's routes need no signature. @throws Error when none is running here */
export function localApi(): OperatorApi {
  let benchUrl: string;
  try {
    ({ benchUrl } = JSON.parse(readFileSync(LOCAL_FILE, 'utf8')) as { benchUrl: string });
  } catch {
    throw new Error(
      `No local cloud is running in this folder (there is no ${LOCAL_FILE}): start one with npm start.`,
    );
  }
  return { ask: (method, path, body) => send(`${benchUrl}/operator${path}`, method, {}, body) };
}

/**
 * A deployed API. Requests are signed with the credentials that the AWS SDK finds: environment, profile, SSO.
 * @param url the stack's output ApiUrl
 */
export function deployedApi(url: string): OperatorApi {
  const base = new URL(url.endsWith('/') ? url : `${url}/`);
  const region =
    /\.execute-api\.([a-z0-9-]+)\./.exec(base.hostname)?.[1] ?? process.env['AWS_REGION'] ?? 'us-east-1';
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    credentials: defaultProvider(),
    sha256: Sha256,
  });
  const signed = async (request: Parameters<typeof signer.sign>[0]) => {
    try {
      return await signer.sign(request);
    } catch (error) {
      throw new Error(`No AWS credentials to sign a request to ${base.href} with: ${messageOf(error)}.`);
    }
  };
  return {
    async ask(method, path, body) {
      const target = new URL(`v1/operator${path}`, base);
      const { headers } = await signed({
        method,
        protocol: target.protocol,
        hostname: target.hostname,
        path: target.pathname,
        query: Object.fromEntries(target.searchParams),
        headers: { host: target.host, ...(body && { 'content-type': 'application/json' }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      return send(target.href, method, headers, body);
    },
  };
}

async function send(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body?: object,
): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw new Error(`${url} can't be reached: ${messageOf(error)}.`);
  });
  const text = await response.text();
  const answer = jsonIn(text);
  if (answer === undefined && text !== '')
    throw new Error(`${url} answered ${response.status} and no JSON: it is no API of Trunkline.`);
  if (response.ok) return answer;
  const { error, message } = (answer ?? {}) as { error?: string; message?: string };
  throw new ApiRefusal(`${error ?? response.status}: ${message ?? 'the API refused'}`);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What went wrong in the end: fetch says only that it failed, and has the reason as its cause. */
const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? messageOf(error.cause) : error.message;
};
