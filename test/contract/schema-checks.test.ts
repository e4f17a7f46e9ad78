import { AN_EVENT } from '../../lambdas/contract/call-event-body.ts';
import { A_CALL } from '../../lambdas/contract/described-calls.ts';
import { openApiDocument } from '../../lib/openapi/document.ts';
import { schemaChecks } from './schema-checks.ts';

const contract = schemaChecks(openApiDocument());
const ONE = '/v1/agent/calls/01959c8e-7b1c-7c1a-9d0e-3f2a1b4c5d6e';
const GOOD = { method: 'GET', path: `${ONE}?x=1`, status: 200, headers: { 'x-request-id': 'r' } };
const check =
  (answered: object, body: unknown = A_CALL) =>
  () =>
    contract.check({ ...GOOD, body: body === '' ? '' : JSON.stringify(body), ...answered });

test('an answer as it is described passes', () => {
  expect(check({})).not.toThrow();
  expect(check({ status: 404 }, { error: 'not_found', message: 'No.' })).not.toThrow();
  expect(check({ path: '/v1/nothing', status: 404 }, { error: 'not_found', message: 'No.' })).not.toThrow();
});

test.each([
  { why: 'a status of which nothing is said', answered: { status: 418 }, body: {} },
  { why: 'no request id', answered: { headers: {} }, body: A_CALL },
  { why: 'a member of another type', answered: {}, body: { ...A_CALL, durationSec: '53' } },
  { why: 'a status that no call has', answered: {}, body: { ...A_CALL, status: 'lost' } },
  { why: 'a missing member', answered: {}, body: { ...A_CALL, summary: undefined } },
  { why: 'a member that is not described', answered: {}, body: { ...A_CALL, secret: 'x' } },
  {
    why: 'a body where none is due',
    answered: { method: 'DELETE', path: `/v1/operator/keys/1`, status: 204 },
    body: {},
  },
  {
    why: 'a token of another route',
    answered: { status: 404 },
    body: { error: 'to_required', message: 'No.' },
  },
  { why: 'an error without a message', answered: { status: 404 }, body: { error: 'not_found' } },
  {
    why: '429 without a time to wait',
    answered: { status: 429 },
    body: { error: 'rate_limited', message: 'Slowly.' },
  },
  {
    why: 'an unknown path without our shape',
    answered: { path: '/v1/x', status: 404 },
    body: { message: 'Not Found' },
  },
])('an answer is held against the document: $why', ({ answered, body }) => {
  expect(check(answered, body)).toThrow(/openapi\.json|without the header|with a body/);
});

test('so is the body of a webhook', () => {
  expect(() => contract.checkEvent(JSON.stringify(AN_EVENT))).not.toThrow();
  expect(() => contract.checkEvent(JSON.stringify({ ...AN_EVENT, callerId: '+14155550190' }))).toThrow(
    /an event/,
  );
});
