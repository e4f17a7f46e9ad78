import { createHash, createHmac } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { AccessDenied, type WireAnswer, type WireRequest } from '../wire.ts';
import type { Permissions } from './permissions.ts';
import type { Service } from './service.ts';

/** The secret of every role here. */
const SECRET = 'local';

/** Whether a request brings its signature in its address: whoever was given that may ask, for a while. */
export const isPresigned = ({ query }: WireRequest): boolean => query.has('X-Amz-Signature');

/**
 * Answers a request that a role has signed beforehand. It lives for the seconds it names, by the clock, lets nobody ask
 * for anything else than was signed, and is allowed what its role is allowed now.
 */
export async function answerPresigned(
  request: WireRequest,
  {
    clock,
    services,
    permissions,
    account,
  }: {
    clock: Clock;
    services: Readonly<Record<string, Service>>;
    permissions: Permissions;
    account: string;
  },
): Promise<WireAnswer> {
  const { query } = request;
  const [role = '', ...scope] = (query.get('X-Amz-Credential') ?? '').split('/');
  const service = services[scope[2] ?? ''];
  if (!service) throw new Error(`a presigned request for a service that isn't played: ${scope.join('/')}`);
  if (signatureOf(request, scope) !== query.get('X-Amz-Signature'))
    return service.refuse(
      new AccessDenied('The request signature we calculated does not match the signature you provided.'),
    );
  const lives = Number(query.get('X-Amz-Expires')) * 1_000;
  if (clock.now() >= instantOf(query.get('X-Amz-Date') ?? '') + lives)
    return service.refuse(new AccessDenied('Request has expired'));
  const operation = service.operationOf(request);
  try {
    for (const need of service.needsOf(request, operation))
      permissions.check({ role: `arn:aws:iam::${account}:role/${role}` }, need);
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    return service.refuse(error);
  }
  return service.handle(request, operation);
}

/** `20260302T120000Z` as milliseconds since 1970; not a number if it is none. */
const instantOf = (date: string) =>
  Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** Signature Version 4 of a request for S3. Source: AWS, "Create a signed AWS API request". */
function signatureOf({ method, path, query, headers }: WireRequest, scope: readonly string[]): string {
  const signed = (query.get('X-Amz-SignedHeaders') ?? '').split(';');
  const canonical = [
    method,
    path,
    [...query]
      .filter(([name]) => name !== 'X-Amz-Signature')
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .sort()
      .join('&'),
    ...signed.map((name) => `${name}:${headers[name] ?? ''}`),
    '',
    signed.join(';'),
    query.get('X-Amz-Content-Sha256') ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    query.get('X-Amz-Date') ?? '',
    scope.join('/'),
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const key = scope.reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${SECRET}`,
  );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

const encoded = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
