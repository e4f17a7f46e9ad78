import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { openApiDocument } from '../../lib/openapi/document.ts';

type Document = ReturnType<typeof openApiDocument>;

/** What was answered to whom. */
export interface Answered {
  readonly method: string;
  /** As it was asked for, with its query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SchemaChecks {
  /** Whether a value fits a schema that the document names. */
  fits(name: string, value: unknown): boolean;
  /** @throws Error when the body of a webhook is not as the document tells */
  checkEvent(body: string): void;
  /** @throws Error when an answer is not one that the document tells of */
  check(answered: Answered): void;
}

const known = new WeakMap<object, SchemaChecks>();

/** What the document says, to be held against what is. Schemas are compiled at their first use. */
export function schemaChecks(document: Document): SchemaChecks {
  const seen = known.get(document);
  if (seen) return seen;
  const checks = compile(document);
  known.set(document, checks);
  return checks;
}

interface Response {
  readonly headers?: Readonly<Record<string, { readonly $ref?: string; readonly required?: boolean }>>;
  readonly content?: unknown;
}

function compile(document: Document): SchemaChecks {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  ajv.addSchema(closed(document) as object, 'api');
  ajv.addSchema(document, 'open');
  const compiled = new Map<string, ValidateFunction>();
  const at = (pointer: string) => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: pointer });
    compiled.set(pointer, validate);
    return validate;
  };
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, { responses: Record<string, Response> }>).map(
      ([method, { responses }]) => ({
        method,
        path,
        responses,
        matches: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
      }),
    ),
  );
  const headerOf = ({ $ref, ...header }: NonNullable<Response['headers']>[string]) =>
    $ref ? document.components?.headers?.[$ref.split('/').at(-1) ?? ''] : header;

  return {
    fits: (name, value) => at(`open#/components/schemas/${name}`)(value),
    checkEvent(body) {
      const validate = at('api#/components/schemas/CallEvent');
      if (!validate(JSON.parse(body)))
        throw new Error(`an event doesn't fit openapi.json: ${ajv.errorsText(validate.errors)}: ${body}`);
    },
    check({ method, path, status, headers, body }) {
      const said = `${method} ${path} answered ${status}`;
      const bare = path.split('?')[0] ?? '';
      const operation = operations.find(
        (one) => one.method === method.toLowerCase() && one.matches.test(bare),
      );
      const response = operation
        ? operation.responses[String(status)]
        : { content: {}, headers: { 'x-request-id': { required: true } } };
      if (!response) throw new Error(`${said}, of which openapi.json says nothing: ${body}`);
      for (const [name, header] of Object.entries(response.headers ?? {})) {
        const { required } = headerOf(header) as { required?: boolean };
        if (required && headers[name.toLowerCase()] === undefined)
          throw new Error(`${said} without the header ${name}`);
      }
      if (!response.content) {
        if (body !== '') throw new Error(`${said} with a body: ${body}`);
        return;
      }
      const pointer = operation
        ? `api#/paths/${escaped(operation.path)}/${operation.method}/responses/${status}/content/application~1json/schema`
        : 'api#/components/schemas/Error';
      const validate = at(pointer);
      if (!validate(JSON.parse(body)))
        throw new Error(
          `${said}, which doesn't fit openapi.json: ${ajv.errorsText(validate.errors)}: ${body}`,
        );
    },
  };
}

/** A part of a path in a JSON pointer in a URI. */
const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Clients may be told more one day; what we tell today must be in the document, so here its objects are closed. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part: unknown) => closed(part));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, part]: [string, unknown]) => [
    name,
    name === 'allOf' ? part : closed(part),
  ]);
  const isClosed = 'properties' in value && !('additionalProperties' in value);
  return Object.fromEntries([...entries, ...(isClosed ? [['additionalProperties', false]] : [])]);
}
