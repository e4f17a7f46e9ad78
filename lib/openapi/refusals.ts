import { STATUS_CODES } from 'node:http';
import * as z from 'zod';
import type { ZodOpenApiResponsesObject } from 'zod-openapi';
import { STATUS } from '../../lambdas/contract/statuses.ts';
import { MEANINGS } from '../../lambdas/contract/tokens.ts';
import { TOKENS, type Token } from '../../lambdas/domain/errors.ts';
import type { Route } from '../../lambdas/routes.ts';

/** The header of every answer. */
export const RequestId = z.string().meta({ description: 'Names the request in the logs.' });
/** The header of 429, of 503, and of what is not ready yet. */
export const RetryAfter = z.int().min(0).meta({ description: 'Seconds to wait before asking again.' });

/**
 * The refusals of a route, one answer a status with the tokens that it may hold.
 * @param own what it refuses beyond what every route of its scope and method does
 */
export function refusalsOf(route: Route, own: readonly Token[]): ZodOpenApiResponsesObject {
  const tokens = [...own, ...common(route)];
  const byStatus = Map.groupBy(
    TOKENS.filter((token) => tokens.includes(token)),
    (token) => STATUS[token],
  );
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => [
      String(status),
      {
        description: `${STATUS_CODES[status] ?? ''}\n\n${those.map((token) => `- \`${token}\`: ${MEANINGS[token]}`).join('\n')}`,
        headers: z.object({
          'x-request-id': RequestId,
          ...(those.some(tellsToWait) && {
            'Retry-After': those.every(tellsToWait) ? RetryAfter : RetryAfter.optional(),
          }),
        }),
        content: {
          'application/json': {
            schema: {
              allOf: [
                { $ref: '#/components/schemas/Error' },
                { type: 'object' as const, properties: { error: { enum: those } } },
              ],
            },
            examples: Object.fromEntries(
              those.map((token) => [token, { value: { error: token, message: MEANINGS[token] } }]),
            ),
          },
        },
      },
    ]),
  );
}

const tellsToWait = (token: Token) =>
  STATUS[token] === 429 || STATUS[token] === 503 || token === 'recording_not_ready';

/** What every route of its scope and method may be refused for, the gateway's own answers included. */
function common({ method, scope, bodiless }: Route): readonly Token[] {
  const hasBody = method !== 'GET' && method !== 'DELETE' && !bodiless;
  const reads: Token[] = hasBody ? ['invalid_json'] : [];
  const repeats: Token[] = hasBody && method === 'POST' ? ['invalid_idempotency_key'] : [];
  return [
    'invalid_request',
    'body_too_large',
    'rate_limited',
    'store_error',
    ...reads,
    ...repeats,
    ...refusedTo(scope),
  ];
}

function refusedTo(scope: Route['scope']): readonly Token[] {
  switch (scope) {
    case 'none':
      return [];
    case 'any':
      return ['unauthorized'];
    // A request without a signature isn't told that the path exists.
    case 'operator':
      return ['forbidden', 'not_found'];
    default:
      return ['unauthorized', 'forbidden'];
  }
}
