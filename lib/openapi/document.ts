import * as z from 'zod';
import {
  type ZodOpenApiOperationObject,
  type ZodOpenApiOverrideContext,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
  createDocument,
} from 'zod-openapi';
import { AN_EVENT, CallEventBody, EVENT_HEADERS } from '../../lambdas/contract/call-event-body.ts';
import type { AnswerDescription, RouteDescription } from '../../lambdas/contract/description.ts';
import { DESCRIPTIONS } from '../../lambdas/contract/descriptions.ts';
import { TOKENS } from '../../lambdas/domain/errors.ts';
import { AccountId, E164, KeyId } from '../../lambdas/domain/ids.ts';
import { Instant } from '../../lambdas/domain/time.ts';
import { type Route, routes } from '../../lambdas/routes.ts';
import { RequestId, RetryAfter, refusalsOf } from './refusals.ts';

const INFO = {
  title: 'Trunkline',
  version: '1.0.0',
  summary: 'AI voice agents that place and answer phone calls.',
  description: [
    'JSON in, JSON out. Times are ISO 8601 in UTC with milliseconds. In requests a member that is `null` is absent and one that is not known is ignored; in answers what is not known is `null`, never missing, and members may be added.',
    'Whatever is refused is answered `{"error", "message"}`: switch on `error`, which is never renamed; `message` is for people. An unknown path is 404 `not_found`, another method of a known path 405 `method_not_allowed`.',
  ].join('\n\n'),
};

const TAGS = [
  { name: 'Calls', description: 'Calls that an agent holds for you.' },
  { name: 'Voices', description: 'Who can speak, and in which languages.' },
  { name: 'Account', description: 'What the account says of itself, and whom it does not call.' },
  { name: 'Numbers', description: 'Phone numbers: where there are some, orders, and what the account has.' },
  { name: 'Assistants', description: 'Who answers a number, and who calls from it.' },
  { name: 'Operator', description: 'For whoever runs the deployment.' },
  { name: 'Description', description: 'The API in a form that machines read.' },
] as const satisfies readonly { name: RouteDescription['tag']; description: string }[];

const DESCRIBED: readonly (readonly [z.core.$ZodType, Record<string, unknown>])[] = [
  [AccountId, { description: 'An id: a UUID.', examples: ['01959c8e-7b1c-7c1a-9d0e-3f2a1b4c5d6e'] }],
  [KeyId, { description: 'The id of a key. It is not the secret.' }],
  [E164, { description: 'A phone number in E.164 form.', examples: ['+14155550101'] }],
  [Instant, { description: 'An instant in UTC with milliseconds.', format: 'date-time' }],
];
for (const [schema, meta] of DESCRIBED) z.globalRegistry.add(schema, meta);

const SECURITY = {
  key: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A key of an account: `tl_ak_` and 36 letters and digits. Each route names the scope it needs.',
  },
  sigv4: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'A request signed with AWS credentials (Signature Version 4, service `execute-api`).',
    'x-amazon-apigateway-authtype': 'awsSigv4',
  },
} as const;

const IdempotencyKey = z
  .string()
  .regex(/^"?[\x21-\x7e]{1,255}"?$/)
  .optional()
  .meta({
    description:
      '1 to 255 visible ASCII characters, bare or as a quoted string. A repeat within 24 h gets the first answer again and does nothing.',
    examples: ['order-17'],
  });

const Replayed = z
  .literal('true')
  .optional()
  .meta({ description: 'There when this is the first answer to the Idempotency-Key again.' });

const ErrorAnswer = z
  .object({
    error: z.enum(TOKENS).meta({ description: 'What was refused. A closed list; never renamed.' }),
    message: z.string().meta({ description: 'What was wrong and what to do, for people.' }),
  })
  .meta({ description: 'A refusal.' });

/**
 * The API in OpenAPI 3.1: of the routes table, its descriptions, and the schemas by which requests are read. It is made
 * when the functions are bundled and written into the one that serves it. Servers are that function's to say.
 */
export function openApiDocument() {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    const path = (paths[route.path] ??= {});
    path[METHODS[route.method]] = operationOf(
      route,
      DESCRIPTIONS[`${route.method} ${route.path}` as keyof typeof DESCRIPTIONS],
    );
  }
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: INFO,
      tags: [...TAGS],
      paths,
      webhooks: { callEvent: { post: callEvent } },
      components: {
        schemas: { Error: ErrorAnswer, Id: AccountId, KeyId, PhoneNumber: E164, Instant },
        headers: { RequestId, RetryAfter },
        securitySchemes: SECURITY,
      },
    },
    { override: opened },
  );
  return JSON.parse(JSON.stringify(document), withoutNoise) as typeof document;
}

/** What is sent to the `webhookUrl` of a call. */
const callEvent: ZodOpenApiOperationObject = {
  operationId: 'callEvent',
  tags: ['Calls'],
  summary: 'An event of a call',
  description:
    'Sent to the `webhookUrl` of the call. Answer 2xx; redirects are not followed. Verify the signature before anything else.',
  security: [],
  requestParams: { header: z.object(EVENT_HEADERS) },
  requestBody: {
    required: true,
    content: { 'application/json': { schema: CallEventBody, example: AN_EVENT } },
  },
  responses: { '2XX': { description: 'The event is taken.' }, '4XX': { description: 'It is not.' } },
};

const METHODS = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

function operationOf(route: Route, described: RouteDescription): ZodOpenApiOperationObject {
  const { id, tag, summary, description, path, query, idempotent, body, examples, answers } = described;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [description, scopeOf(route)].filter((text) => text !== undefined).join('\n\n'),
    security: securityOf(route),
    requestParams: {
      ...(path && { path: z.object(path) }),
      ...(query && { query: z.object(query).partial() }),
      ...(idempotent && { header: z.object({ 'Idempotency-Key': IdempotencyKey }) }),
    },
    ...(body && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: body,
            examples: Object.fromEntries(
              Object.entries(examples ?? {}).map(([name, value]) => [name, { value }]),
            ),
          },
        },
      },
    }),
    responses: {
      ...answersOf(answers, idempotent ? { 'Idempotent-Replayed': Replayed } : {}),
      ...refusalsOf(route, described.refusals),
    },
  };
}

function answersOf(
  answers: RouteDescription['answers'],
  ofAll: AnswerDescription['headers'],
): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    Object.entries(answers).map(([status, { what, body, headers, example }]) => [
      status,
      {
        description: what,
        headers: z.object({ 'x-request-id': RequestId, ...headers, ...ofAll }),
        ...(body && { content: { 'application/json': { schema: body, example } } }),
      },
    ]),
  );
}

function scopeOf({ scope }: Route): string {
  switch (scope) {
    case 'none':
      return 'Needs no key.';
    case 'any':
      return 'Any key of an account.';
    case 'operator':
      return 'For the operator: signed with AWS credentials.';
    default:
      return `Scope: \`${scope}\`.`;
  }
}

function securityOf({ scope }: Route): Record<string, string[]>[] {
  switch (scope) {
    case 'none':
      return [];
    case 'operator':
      return [{ sigv4: [] }];
    default:
      return [{ key: scope === 'any' ? [] : [scope] }];
  }
}

/** Answers stay open, as requests are: members may be added. */
function opened({ jsonSchema }: ZodOpenApiOverrideContext): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
}

/** What zod says of every object, record and whole number, and of what TypeScript may not write to, means nothing here. */
const NOISE: Readonly<Record<string, unknown>> = {
  additionalProperties: false,
  readOnly: true,
  maximum: Number.MAX_SAFE_INTEGER,
  minimum: Number.MIN_SAFE_INTEGER,
};

function withoutNoise(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { propertyNames: __, ...rest } = value as Record<string, unknown>;
  // The format says it in a word.
  if (rest['format'] === 'uuid' || rest['format'] === 'date-time') delete rest['pattern'];
  return Object.fromEntries(
    Object.entries(rest).filter(([name, said]) => !(name in NOISE) || NOISE[name] !== said),
  );
}
