import {
  BadRequestException,
  ChimeSDKVoiceServiceException,
  ForbiddenException,
  NotFoundException,
  ResourceLimitExceededException,
  ServiceFailureException,
  ServiceUnavailableException,
  ThrottledClientException,
  UnauthorizedClientException,
} from '@aws-sdk/client-chime-sdk-voice';
import { provedRefusal } from '../../lambdas/carrier/chime.ts';

const answered = (httpStatusCode: number) => ({ message: 'no', $metadata: { httpStatusCode } });
const unnamed = (name: string, httpStatusCode: number) =>
  new ChimeSDKVoiceServiceException({ name, $fault: 'client', ...answered(httpStatusCode) });
const withCode = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });
const named = (name: string, message = 'it failed') => Object.assign(new Error(message), { name });

test.each([
  { error: new BadRequestException(answered(400)), why: 'a request that it does not understand' },
  { error: new UnauthorizedClientException(answered(401)), why: 'nobody it knows' },
  { error: new ForbiddenException(answered(403)), why: 'not allowed' },
  { error: unnamed('AccessDeniedException', 403), why: 'not allowed by IAM' },
  { error: new NotFoundException(answered(404)), why: 'no such application' },
  { error: unnamed('SomethingNew', 400), why: 'a name that we have never seen' },
])('the carrier did not take the call and never will: $error.name, $why', ({ error }) => {
  expect(provedRefusal(error)).toMatchObject({ kind: 'refused', message: error.name });
});

test.each([
  { error: new ThrottledClientException(answered(429)), why: 'too many requests' },
  { error: unnamed('TooManyRequests', 429), why: 'too many requests, by another name' },
  { error: new ResourceLimitExceededException(answered(400)), why: 'all its lines are taken' },
  { error: named('CredentialsProviderError'), why: 'nothing could be signed, so nothing was sent' },
  {
    error: named('TimeoutError', 'Socket did not establish a connection with the server'),
    why: 'no connection',
  },
  { error: withCode('ECONNREFUSED'), why: 'no connection' },
  { error: withCode('ENOTFOUND'), why: 'no address' },
  { error: withCode('EAI_AGAIN'), why: 'no address now' },
  { error: withCode('EHOSTUNREACH'), why: 'no way there' },
  { error: withCode('ENETUNREACH'), why: 'no network' },
  { error: withCode('CERT_HAS_EXPIRED'), why: 'TLS not done' },
  { error: withCode('ERR_TLS_CERT_ALTNAME_INVALID'), why: 'TLS not done' },
  { error: withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), why: 'TLS not done' },
  { error: withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), why: 'TLS not done' },
  { error: withCode('SELF_SIGNED_CERT_IN_CHAIN'), why: 'TLS not done' },
])('the carrier did not take the call and may be asked again: $error.name $error.code, $why', ({ error }) => {
  expect(provedRefusal(error)?.kind).toBe('busy');
});

test.each([
  { error: new ServiceFailureException(answered(500)), why: 'it may have called before it failed' },
  { error: new ServiceUnavailableException(answered(503)), why: 'it may have called' },
  { error: unnamed('GatewayTimeout', 504), why: 'it may have called' },
  { error: unnamed('Conflict', 409), why: 'no answer that is known' },
  { error: unnamed('Unprocessable', 422), why: 'no answer that is known' },
  { error: named('TimeoutError', 'Request aborted: no answer within 4000 ms'), why: 'it was sent' },
  { error: named('AbortError'), why: 'it may have been sent' },
  { error: withCode('ECONNRESET'), why: 'it may have been sent' },
  { error: withCode('EPIPE'), why: 'a part of it was sent' },
  { error: withCode('ETIMEDOUT'), why: 'it may have been sent' },
  { error: new SyntaxError('Unexpected token'), why: 'it answered, and nobody can read it' },
  { error: new Error('did not establish a connection'), why: 'a message alone proves nothing' },
])('nobody knows whether the carrier took the call: $error.name $error.code, $why', ({ error }) => {
  expect(provedRefusal(error)).toBeUndefined();
});

test.each([undefined, null, 'ECONNREFUSED', { code: 'ECONNREFUSED' }, 429])(
  '%j is no error and proves nothing',
  (thrown) => {
    expect(provedRefusal(thrown)).toBeUndefined();
  },
);
