import { Refusal, TOKENS, type Token } from '../../lambdas/domain/errors.ts';
import { type Answer, type Request, serveAll, serveOperator } from '../../lambdas/triggers/http.ts';
import { CONTEXT, type Sent, aRequest } from './a-request.ts';
import { logLines } from './log-lines.ts';

const logged = logLines();

/** The statuses of the contract. */
const STATUSES: Readonly<Record<Token, number>> = {
  to_required: 400,
  objective_required: 400,
  invalid_assistant: 400,
  invalid_number: 400,
  destination_blocked: 400,
  caller_id_not_owned: 400,
  caller_id_required: 400,
  invalid_fields: 400,
  invalid_context: 400,
  invalid_caller_id: 400,
  invalid_webhook_url: 400,
  invalid_objective: 400,
  invalid_voice: 400,
  invalid_language: 400,
  invalid_max_duration: 400,
  invalid_metadata: 400,
  invalid_schedule: 400,
  invalid_json: 400,
  invalid_limit: 400,
  invalid_cursor: 400,
  invalid_idempotency_key: 400,
  invalid_request: 400,
  do_not_call: 400,
  nickname_required: 400,
  number_required: 400,
  search_required: 400,
  confirmation_mismatch: 400,
  invalid_area: 400,
  unauthorized: 401,
  forbidden: 403,
  account_suspended: 403,
  account_setup_required: 403,
  not_found: 404,
  recording_not_found: 404,
  recording_not_ready: 404,
  method_not_allowed: 405,
  idempotency_in_progress: 409,
  number_limit_reached: 409,
  registration_required: 409,
  area_unavailable: 409,
  number_unavailable: 409,
  assistant_in_use: 409,
  assistant_inactive: 409,
  provider_mismatch: 409,
  provider_not_configured: 409,
  call_not_ended: 409,
  number_not_live: 409,
  release_pending: 409,
  version_conflict: 409,
  body_too_large: 413,
  idempotency_key_reused: 422,
  rate_limited: 429,
  recipient_limit_reached: 429,
  over_minute_cap: 429,
  order_limit_reached: 429,
  provider_failed: 502,
  store_error: 503,
  dialing_paused: 503,
};

/** What a POST of the operator is answered by a door that does `run`. */
async function answerOf(run: (request: Request) => Promise<Answer>, sent: Sent = {}) {
  const handler = serveOperator({ 'POST /v1/operator/accounts': run, 'GET /v1/operator/accounts': run });
  const event = aRequest({ method: 'POST', resource: '/v1/operator/accounts', body: '{}', ...sent });
  const { statusCode, headers, body } = await handler(event, CONTEXT);
  return {
    status: statusCode,
    headers: headers ?? {},
    body: body === '' ? undefined : (JSON.parse(body) as unknown),
  };
}

const refusing = (refusal: Error) => async (): Promise<Answer> => {
  throw refusal;
};
/** The request as the door sees it. */
async function seen(sent: Sent): Promise<Request> {
  let request: Request | undefined;
  await answerOf(async (asked) => {
    request = asked;
    return { status: 204 };
  }, sent);
  if (!request) throw new Error('the door was not reached');
  return request;
}
const tokenOf = async (sent: Sent) => {
  const { status, body } = await answerOf(async () => ({ status: 200, body: { error: 'none' } }), sent);
  return [status, (body as { error: string }).error];
};

test.each(TOKENS)('%s has the status of the contract, and says what was wrong', async (token) => {
  const { status, body, headers } = await answerOf(refusing(new Refusal(token, 'to: is wrong.')));
  expect(status).toBe(STATUSES[token]);
  expect(body).toEqual({ error: token, message: 'to: is wrong.' });
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-request-id': 'request-1',
  });
});

test.each([
  { token: 'rate_limited', seconds: 6, retryAfter: '6' },
  { token: 'over_minute_cap', seconds: 1_080_000, retryAfter: '1080000' },
  { token: 'store_error', seconds: undefined, retryAfter: '1' },
  { token: 'dialing_paused', seconds: 60, retryAfter: '60' },
  { token: 'not_found', seconds: undefined, retryAfter: undefined },
  { token: 'recording_not_ready', seconds: 10, retryAfter: '10' },
] as const)('$token says to wait $retryAfter s', async ({ token, seconds, retryAfter }) => {
  const { headers } = await answerOf(refusing(new Refusal(token, 'no', seconds)));
  expect(headers['retry-after']).toBe(retryAfter);
});

test('an error that nobody foresaw tells the client nothing, and the log what it was', async () => {
  const answer = await answerOf(refusing(new Error('the table said no')), {
    body: '{"objective":"words of a client"}',
    headers: { Authorization: 'Bearer tl_ak_secret', 'Idempotency-Key': 'key-of-a-client' },
  });
  expect(answer).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
    body: { error: 'store_error' },
  });
  expect(JSON.stringify(answer)).not.toContain('the table said no');
  expect(logged()).toContainEqual(
    expect.objectContaining({ level: 'ERROR', error: 'Error', reason: 'the table said no' }),
  );
});

test('nothing that a client sends is logged, whether it is answered or refused', async () => {
  const sent = {
    body: '{"objective":"words of a client"}',
    headers: { Authorization: 'Bearer tl_ak_secret', 'Idempotency-Key': 'key-of-a-client' },
    query: { to: '+14155550101' },
    params: { callId: 'id-of-a-client' },
  };
  await answerOf(async () => ({ status: 200, body: { summary: 'words of an answer' } }), sent);
  await answerOf(refusing(new Refusal('invalid_number', 'to: words of a message.')), sent);
  await answerOf(refusing(new Error('broken')), sent);
  expect(logged().length).toBeGreaterThanOrEqual(4);
  expect(JSON.stringify(logged())).not.toMatch(/words of|tl_ak_|of-a-client|4155550101/);
});

const misreading = (text: string) => async (): Promise<Answer> => ({
  status: 200,
  body: JSON.parse(text) as unknown,
});

test('what could not be read is not quoted in the log', async () => {
  await answerOf(misreading('words of a client'));
  expect(logged()).toContainEqual(expect.objectContaining({ level: 'ERROR', error: 'SyntaxError' }));
  expect(JSON.stringify(logged())).not.toContain('words');
});

// The stack begins with the message, and only its first line is taken away.
test('what could not be read is not quoted in the log, on any of its lines', async () => {
  await answerOf(misreading('{\n"to": words\n'));
  expect(JSON.stringify(logged())).not.toContain('words');
});

test('each line bears its own request, and nothing of the one before', async () => {
  await answerOf(refusing(new Refusal('rate_limited', 'no', 6)));
  await answerOf(async () => ({ status: 200 }));
  expect(logged()).toMatchObject([
    { requestId: 'request-1', route: 'POST /v1/operator/accounts', refused: 'rate_limited', status: 429 },
    { requestId: 'request-1', status: 200 },
  ]);
  expect(logged()[1]).not.toHaveProperty('refused');
});

test('a door’s own status, headers and body are answered', async () => {
  const door = async (): Promise<Answer> => ({ status: 202, headers: { location: '/x' }, body: { id: 1 } });
  expect(await answerOf(door)).toEqual({
    status: 202,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': 'request-1',
      location: '/x',
    },
    body: { id: 1 },
  });
  expect(await answerOf(async () => ({ status: 204 }))).toMatchObject({ status: 204, body: undefined });
});

test('a door sees the request read, and the instant of its coming', async () => {
  const before = new Date().toISOString();
  const { now, ...request } = await seen({
    body: '{"name":"Acme"}',
    headers: { 'Idempotency-Key': 'abc' },
    params: { accountId: '7' },
    query: { limit: '20' },
  });
  expect(request).toEqual({
    params: { accountId: '7' },
    query: { limit: '20' },
    body: { name: 'Acme' },
    idempotencyKey: 'abc',
    base: 'https://api.example.com',
  });
  expect(now >= before && now <= new Date().toISOString()).toBe(true);
});

test.each([
  { body: '{"a":1}', why: 'as it is', read: { a: 1 } },
  { body: Buffer.from('{"a":"é"}').toString('base64'), base64: true, why: 'as base64', read: { a: 'é' } },
  { body: ' {\n"a" : 1 } ', why: 'with white space', read: { a: 1 } },
])('a body is read $why', async ({ read, ...sent }) => {
  expect((await seen(sent)).body).toEqual(read);
});

test.each([null, '', ' ', 'null', '7', '"text"', '[]', '{', '{"a":1}{', "{'a':1}", '{"a":undefined}'])(
  'the body %j is no JSON object',
  async (body) => {
    expect(await tokenOf({ body })).toEqual([400, 'invalid_json']);
  },
);

test('a request that has no body by its method is read without one', async () => {
  expect(
    (await seen({ method: 'GET', body: 'nonsense', headers: { 'Idempotency-Key': 'abc' } })).body,
  ).toEqual({});
});

const withBytes = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
test.each([
  { what: '64 KiB', sent: { body: withBytes(65_536) }, says: [200, 'none'] },
  { what: 'a byte more', sent: { body: withBytes(65_537) }, says: [413, 'body_too_large'] },
  { what: '64 KiB as base64', sent: { body: btoa(withBytes(65_536)), base64: true }, says: [200, 'none'] },
  {
    what: 'a byte more as base64',
    sent: { body: btoa(withBytes(65_537)), base64: true },
    says: [413, 'body_too_large'],
  },
  { what: '40,000 letters of two bytes', sent: { body: 'é'.repeat(40_000) }, says: [413, 'body_too_large'] },
])('a body of $what is $says', async ({ sent, says }) => {
  expect(await tokenOf(sent)).toEqual(says);
});

test.each([
  { what: 'bare', header: 'abc', key: 'abc' },
  { what: 'as a quoted string', header: '"abc"', key: 'abc' },
  { what: 'of 255 characters', header: 'x'.repeat(255), key: 'x'.repeat(255) },
  { what: 'of 255 characters, quoted', header: `"${'x'.repeat(255)}"`, key: 'x'.repeat(255) },
  { what: 'of the first and the last visible character', header: '!~', key: '!~' },
])('an Idempotency-Key is read $what', async ({ header, key }) => {
  expect((await seen({ headers: { 'idempotency-KEY': header } })).idempotencyKey).toBe(key);
});

test.each([
  { what: 'empty', header: '' },
  { what: 'empty, quoted', header: '""' },
  { what: 'a space', header: 'a b' },
  { what: 'a tab', header: 'a\tb' },
  { what: 'no ASCII', header: 'é' },
  { what: '256 characters', header: 'x'.repeat(256) },
  { what: '256 characters, quoted', header: `"${'x'.repeat(256)}"` },
])('an Idempotency-Key is refused: $what', async ({ header }) => {
  expect(await tokenOf({ headers: { 'Idempotency-Key': header } })).toEqual([400, 'invalid_idempotency_key']);
});

test('a route that the function lacks is our own mistake', async () => {
  expect(await tokenOf({ resource: '/v1/elsewhere' })).toEqual([503, 'store_error']);
});

test('a door for all answers what it is told to', async () => {
  const handler = serveAll(({ method, resource }) => new Refusal('not_found', `no ${method} ${resource}`));
  const answer = await handler(aRequest({ method: 'PUT', resource: '/{proxy+}' }), CONTEXT);
  expect(answer).toMatchObject({
    statusCode: 404,
    body: '{"error":"not_found","message":"no PUT /{proxy+}"}',
  });
});
