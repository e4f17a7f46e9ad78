import { connect } from 'node:net';
import { AccessDenied, type Invocation } from '../../../local/wire.ts';
import { NOON, aMethod, anApi, answers } from './an-api.ts';

const DOOR = aMethod('ANY', '/{proxy+}');
const CALL = aMethod('GET', '/v1/calls/{callId}');
const CALLS = aMethod('POST', '/v1/calls');

let api: Awaited<ReturnType<typeof anApi>>;
const started = async (...options: Parameters<typeof anApi>) => (api = await anApi(...options));
afterEach(() => api.stop());

test('a function is told a request in the form of API Gateway’s proxy integration', async () => {
  await started({ methods: [CALLS] });

  await api.ask('POST', '/v1/calls?a=1&a=2&b=x%20y', {
    body: '{"to":"+1"}',
    headers: { 'X-Own': 'Value', 'content-type': 'application/json' },
  });

  expect(api.told[0]?.event).toMatchObject({
    resource: '/v1/calls',
    path: '/v1/calls',
    httpMethod: 'POST',
    headers: { 'x-own': 'Value', 'content-type': 'application/json' },
    multiValueHeaders: { 'x-own': ['Value'] },
    queryStringParameters: { a: '2', b: 'x y' },
    multiValueQueryStringParameters: { a: ['1', '2'], b: ['x y'] },
    pathParameters: null,
    stageVariables: null,
    requestContext: { resourcePath: '/v1/calls', httpMethod: 'POST', path: '/v1/calls' },
    body: '{"to":"+1"}',
    isBase64Encoded: false,
  });
});

test('what a request doesn’t have is null', async () => {
  await started({ methods: [CALLS] });

  await api.ask('POST', '/v1/calls');

  expect(api.told[0]?.event).toMatchObject({
    body: null,
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
  });
});

test.each([
  { path: '/v1/calls/abc', callId: 'abc', why: 'plain' },
  { path: '/v1/calls/a%2Fb%20c', callId: 'a/b c', why: 'decoded' },
  { path: '/v1/calls/a%252Fb', callId: 'a%2Fb', why: 'decoded once' },
  { path: '/v1/calls/a+b', callId: 'a+b', why: 'a plus is a plus in a path' },
  { path: '/v1/calls/%zz', callId: '%zz', why: 'no encoding' },
])('the value in $path is "$callId": $why', async ({ path, callId }) => {
  await started({ methods: [CALL] });

  await api.ask('GET', path);

  expect(api.told[0]?.event).toMatchObject({
    resource: '/v1/calls/{callId}',
    path,
    pathParameters: { callId },
  });
});

test('the gateway invokes by its own name, for the method and path of the template', async () => {
  await started({ methods: [CALL, DOOR] });

  await api.ask('GET', '/v1/calls/abc');
  await api.ask('PUT', '/elsewhere');

  expect(api.told.map(({ caller }) => caller)).toEqual([
    {
      service: 'apigateway.amazonaws.com',
      sourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/live/GET/v1/calls/{callId}',
      sourceAccount: '000000000000',
    },
    {
      service: 'apigateway.amazonaws.com',
      sourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/live/PUT/{proxy+}',
      sourceAccount: '000000000000',
    },
  ]);
});

test('a function’s answer is passed on as it is, with the virtual date', async () => {
  await started({
    methods: [CALLS],
    invoke: () => answers(202, { headers: { location: '/v1/calls/1', 'x-count': 3 }, body: '{"id":1}' }),
  });
  await api.clock.advance(NOON + 3_600_000);

  const { status, headers, text } = await api.ask('POST', '/v1/calls', { body: '{}' });

  expect([status, text]).toEqual([202, '{"id":1}']);
  expect(headers.get('location')).toBe('/v1/calls/1');
  expect(headers.get('x-count')).toBe('3');
  expect(headers.get('date')).toBe('Sun, 01 Mar 2026 13:00:00 GMT');
});

test('an answer without content has no body and no length', async () => {
  await started({ methods: [DOOR], invoke: () => answers(204) });

  const { status, headers, text } = await api.ask('DELETE', '/v1/keys/1');

  expect([status, text, headers.get('content-length')]).toEqual([204, '', null]);
});

test('a path that isn’t there is answered by the gateway, which names the request', async () => {
  await started({ methods: [CALLS] });

  const { status, headers, text } = await api.ask('GET', '/nowhere');

  expect([status, text]).toEqual([404, '{"error":"MISSING_AUTHENTICATION_TOKEN"}']);
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  expect(api.told).toEqual([]);
});

const ANSWERED: readonly { what: string; invoke: () => Invocation }[] = [
  { what: 'fails', invoke: () => ({ ok: false, errorType: 'Error', errorMessage: 'secret' }) },
  { what: 'answers with no status', invoke: () => ({ ok: true, payload: { body: '{}' } }) },
  { what: 'answers with a body that is no text', invoke: () => answers(200, { body: {} }) },
  { what: 'answers nothing', invoke: () => ({ ok: true, payload: null }) },
  {
    what: 'may not be invoked',
    invoke() {
      throw new AccessDenied('no');
    },
  },
];
test.each(ANSWERED)('when a function $what, the gateway says that something failed', async ({ invoke }) => {
  await started({ methods: [CALLS], invoke });

  const { status, headers, text } = await api.ask('POST', '/v1/calls');

  expect([status, text, headers.get('retry-after')]).toEqual([503, '{"error":"DEFAULT_5XX"}', '1']);
});

test('a function has 29 seconds of virtual time', async () => {
  await started({ methods: [CALLS], invoke: () => new Promise(() => undefined) });
  const request = { method: 'POST', url: '/v1/calls', headers: {}, body: Buffer.from('') };
  let status: number | undefined;
  void api.api.asOperator(request).then((answer) => {
    status = answer.status;
  });

  await api.clock.advance(NOON + 28_999);
  expect(status).toBeUndefined();
  await api.clock.advance(NOON + 29_000);
  expect(status).toBe(503);
});

test('requests are throttled by a bucket that fills with virtual time', async () => {
  await started({ methods: [CALLS], throttle: { requestsPerSecond: 2, burst: 3 } });
  const statuses = async (count: number) => {
    const seen: number[] = [];
    for (let i = 0; i < count; i++) seen.push((await api.ask('POST', '/v1/calls')).status);
    return seen;
  };

  expect(await statuses(4)).toEqual([200, 200, 200, 429]);
  await api.clock.advance(NOON + 500);
  expect(await statuses(2)).toEqual([200, 429]);
  await api.clock.advance(NOON + 3_600_000);
  expect(await statuses(4)).toEqual([200, 200, 200, 429]);
});

test.each([
  { bytes: 10 * 1024 * 1024, status: 200 },
  { bytes: 10 * 1024 * 1024 + 1, status: 413 },
])('a body of $bytes bytes is answered $status', async ({ bytes, status }) => {
  await started({ methods: [CALLS] });

  expect((await api.ask('POST', '/v1/calls', { body: 'x'.repeat(bytes) })).status).toBe(status);
});

const OPERATOR = aMethod('GET', '/v1/operator/dialing', { iam: true });
test.each([
  { headers: {}, status: 404, error: 'MISSING_AUTHENTICATION_TOKEN', why: 'nothing' },
  { headers: { authorization: 'Bearer key' }, status: 403, error: 'INVALID_SIGNATURE', why: 'a key' },
  {
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIA/20260301/us-east-1/execute-api/aws4_request',
    },
    status: 403,
    error: 'INVALID_SIGNATURE',
    why: 'a signature of nobody that this machine knows',
  },
])('a method of IAM asked with $why is answered $status', async ({ headers, status, error }) => {
  await started({ methods: [OPERATOR, DOOR] });

  const answer = await api.ask('GET', '/v1/operator/dialing', { headers });

  expect([answer.status, answer.text]).toEqual([status, JSON.stringify({ error })]);
  expect(api.told).toEqual([]);
});

test('the operator’s own way leads past the signature, and past nothing else', async () => {
  await started({ methods: [OPERATOR], throttle: { requestsPerSecond: 1, burst: 2 } });
  const ask = (url: string) => api.api.asOperator({ method: 'GET', url, headers: {}, body: Buffer.from('') });

  expect((await ask('/v1/operator/dialing')).status).toBe(200);
  expect((await ask('/v1/operator/nothing')).status).toBe(404);
  expect((await ask('/v1/operator/dialing')).status).toBe(429);
});

test.each([
  { sent: 'FETCH /v1/calls HTTP/1.1\r\nhost: local\r\n\r\n', why: 'a method that nobody knows' },
  { sent: 'GET /v1/calls HTTP/1.1\r\nno header\r\n\r\n', why: 'a header without a name' },
  { sent: 'Hello?\r\n\r\n', why: 'no HTTP' },
])('what can’t be read as a request is answered in our shape: $why', async ({ sent }) => {
  await started({ methods: [CALLS] });

  const answer = await new Promise<string>((resolve, reject) => {
    let heard = '';
    const socket = connect(api.api.port, '127.0.0.1', () => socket.write(sent));
    socket.on('data', (text) => (heard += text.toString()));
    socket.once('error', reject);
    socket.once('close', () => resolve(heard));
  });

  const [head = '', body] = answer.split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  expect(head).toMatch(/\r\nx-request-id: [0-9a-f-]{36}(\r\n|$)/);
  expect(head).toContain('\r\ndate: Sun, 01 Mar 2026 12:00:00 GMT');
  expect(body).toBe('{"error":"DEFAULT_4XX"}');
  expect(api.told).toEqual([]);
});
