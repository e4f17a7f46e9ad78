import { createConfig, lintFromString } from '@redocly/openapi-core';
import { TOKENS, type Token } from '../../lambdas/domain/errors.ts';
import { routes } from '../../lambdas/routes.ts';
import { openApiDocument } from '../../lib/openapi/document.ts';
import { refusalOf } from '../domain/a-body.ts';
import { schemaChecks } from '../contract/schema-checks.ts';

const document = openApiDocument();
const text = JSON.stringify(document);
/** Tokens that no refusal has: another method is asked of a path, not of a route; an order says of itself why it failed. */
const NO_REFUSALS: readonly Token[] = ['method_not_allowed', 'area_unavailable'];
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    return operation ? [{ name: `${method.toUpperCase()} ${path}`, operation }] : [];
  }),
);

test('every route of the table is described, and nothing else', () => {
  expect(operations.map(({ name }) => name).toSorted()).toEqual(
    routes.map(({ method, path }) => `${method} ${path}`).toSorted(),
  );
});

test('a linter finds nothing to say, examples that don’t fit included', async () => {
  const config = await createConfig({
    extends: ['recommended'],
    // There is no license to name, and a recording is answered by 302 alone.
    rules: { 'info-license': 'off', 'operation-2xx-response': 'off' },
  });
  const served = { ...document, servers: [{ url: '/' }] };
  const problems = await lintFromString({ source: JSON.stringify(served), config });

  expect(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`),
  ).toEqual([]);
});

test('every route has an answer that is no refusal', () => {
  const refusing = operations.filter(({ operation }) =>
    Object.keys(operation.responses ?? {}).every((status) => Number(status) >= 400),
  );

  expect(refusing.map(({ name }) => name)).toEqual([]);
});

test('every token stands at a route that may refuse by it, but for two', () => {
  const told = new Set(
    operations.flatMap(({ operation }) =>
      Object.values(operation.responses ?? {}).flatMap((answer) => {
        const { content } = answer as { content?: Record<string, { examples?: object }> };
        return Object.keys(content?.['application/json']?.examples ?? {});
      }),
    ),
  );

  expect(TOKENS.filter((token) => !told.has(token))).toEqual(NO_REFUSALS);
});

test('each route names what it needs: a key with its scope, a signature, or nothing', () => {
  const needs = Object.fromEntries(operations.map(({ name, operation }) => [name, operation.security]));

  expect(needs).toMatchObject({
    'POST /v1/agent/calls': [{ key: ['calls:write'] }],
    'GET /v1/voices': [{ key: [] }],
    'GET /v1/operator/accounts': [{ sigv4: [] }],
    'GET /v1/openapi.json': [],
  });
});

test('every answer carries its request’s id, and 429 and 503 the seconds to wait', () => {
  const lacking = operations.flatMap(({ name, operation }) =>
    Object.entries(operation.responses ?? {}).flatMap(([status, answer]) => {
      const { headers = {} } = answer as { headers?: object };
      const due = ['x-request-id', ...(status === '429' || status === '503' ? ['Retry-After'] : [])];
      return due.every((header) => header in headers) ? [] : [`${name} ${status}`];
    }),
  );

  expect(lacking).toEqual([]);
});

test('answers stay open: members may be added', () => {
  expect(text).not.toContain('"additionalProperties":false');
});

// What only the policy knows (destinations, the future, the size of metadata) the document says in words.
test.each([
  {},
  { to: undefined },
  { to: null },
  { to: '4155550101' },
  { to: 14155550101 },
  { objective: undefined },
  { objective: '' },
  { objective: 7 },
  { objective: '😀'.repeat(4_000) },
  { objective: 'x'.repeat(4_001) },
  { context: null },
  { context: 'x'.repeat(20_001) },
  { fields: [{ name: 'a', type: 'number', description: null, colour: 'red' }] },
  { fields: [{ name: '1st' }] },
  { fields: [{ name: 'a', type: 'date' }] },
  { fields: Array.from({ length: 21 }, (_, i) => ({ name: `f${i}` })) },
  { webhookUrl: 7 },
  { callerId: '4155550190' },
  { assistantId: 'robin' },
  { voice: 'Puck' },
  { voice: 'puck' },
  { language: 7 },
  { maxDurationSec: 29 },
  { maxDurationSec: 3_600 },
  { maxDurationSec: 60.5 },
  { metadata: { order: '17' } },
  { metadata: { order: 17 } },
  { metadata: ['17'] },
  { notBefore: '2026-03-02T14:00:00+01:00' },
  { notBefore: 'tomorrow' },
  { dryRun: null },
  { dryRun: 'true' },
  { colour: 'red' },
])('the document takes a placement exactly if the door does: %j', (body) => {
  const whole = { to: '+14155550101', objective: 'Book a table', ...body };
  const asSent: unknown = JSON.parse(JSON.stringify(whole));

  expect(schemaChecks(document).fits('Placement', asSent)).toBe(refusalOf(body) === undefined);
});
