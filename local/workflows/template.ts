import jsonata from 'jsonata';
import { StateFailure } from './failure.ts';
import { refuseField } from './fields.ts';
import { checkReferences, type Visible } from './references.ts';

/** What an expression can see when it is evaluated. */
export interface Scope {
  readonly states: StatesVariable;
  /** The workflow's variables, by name without `$`. */
  readonly variables: Variables;
  /** What Step Functions adds to JSONata, by name without `$`. */
  readonly functions: Readonly<Record<string, unknown>>;
}

export type Variables = Readonly<Record<string, unknown>>;

/** The reserved variable `$states`. */
export interface StatesVariable {
  readonly input: unknown;
  readonly result?: unknown;
  readonly errorOutput?: unknown;
  readonly context: StatesContext;
}

/** `$states.context`. Instants are ISO 8601 in UTC. */
export interface StatesContext {
  readonly Execution: {
    readonly Id: string;
    readonly Input: unknown;
    readonly Name: string;
    readonly StartTime: string;
  };
  readonly State: { readonly Name: string; readonly EnteredTime: string; readonly RetryCount?: number };
  readonly StateMachine: { readonly Id: string; readonly Name: string };
  readonly Task?: { readonly Token: string };
}

/** A value of the definition with its expressions parsed. @throws StateFailure when one of them fails */
export type Template<T = unknown> = (scope: Scope) => Promise<T>;

/** Where a template stands: its field, such as `Output/callId`, and what may be spoken of there. */
export interface Spot {
  readonly field: string;
  readonly sees: readonly Visible[];
}

/** Parses a value of the definition. Only a whole string between `{%` and `%}` is an expression. */
export function parseTemplate(value: unknown, spot: Spot): Template {
  const { field, sees } = spot;
  if (typeof value === 'string') return parseText(value, spot);
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, at) => parseTemplate(item, { field: `${field}/${at}`, sees }));
    return (scope) => Promise.all(items.map((item) => item(scope)));
  }
  if (typeof value !== 'object' || value === null) return () => Promise.resolve(value);
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => {
    if (name.endsWith('.$')) refuseField(`${field}/${name}`, 'JSONPath has no place in JSONata');
    return [name, parseTemplate(member, { field: `${field}/${name}`, sees })] as const;
  });
  return async (scope) =>
    Object.fromEntries(
      await Promise.all(members.map(async ([name, member]) => [name, await member(scope)] as const)),
    );
}

/** As `parseTemplate`, for a field of one type only: `is` is asked each time. `expected` names the type in messages. */
export function parseTyped<T>(
  value: unknown,
  spot: Spot,
  expected: string,
  is: (result: unknown) => result is T,
): Template<T> {
  if (typeof value !== 'string' || !value.startsWith('{%')) {
    if (is(value)) return () => Promise.resolve(value);
    return refuseField(spot.field, `expected ${expected}, not ${JSON.stringify(value)}`);
  }
  const template = parseText(value, spot);
  return async (scope) => {
    const result = await template(scope);
    if (is(result)) return result;
    throw queryFailure(
      scope,
      `The JSONata expression '${sourceOf(value)}' specified for the field '${spot.field}' returned an unexpected result type. ` +
        `Expected '${expected}', but was '${typeName(result)}' for value: ${JSON.stringify(result)}`,
    );
  };
}

function parseText(text: string, spot: Spot): Template {
  const [opens, closes] = [text.startsWith('{%'), text.endsWith('%}')];
  if (!opens && !closes && !text.includes('{%')) return () => Promise.resolve(text);
  if (!opens || !closes) refuseField(spot.field, `an expression must be the whole string: ${text}`);
  return parseExpression(sourceOf(text), spot);
}

/** What stands between `{%` and `%}`. */
const sourceOf = (text: string) => text.slice(2, -2).trim();

function parseExpression(source: string, { field, sees }: Spot): Template {
  const expression = parsed(source, field);
  checkReferences(expression.ast(), sees, field);
  const failing = (scope: Scope, how: string) =>
    queryFailure(scope, `The JSONata expression '${source}' specified for the field '${field}' ${how}`);
  return async (scope) => {
    const { functions, variables, states } = scope;
    // No input: Step Functions knows neither `$` nor bare names at the top of an expression.
    const result: unknown = await expression
      .evaluate(undefined, { ...functions, ...variables, states })
      .catch((thrown: unknown) => {
        throw failing(scope, `threw an error during evaluation. ${tellThrown(thrown)}`);
      });
    if (result === undefined) throw failing(scope, 'returned nothing (undefined).');
    if (!isJson(result)) throw failing(scope, 'returned an unsupported result type.');
    return JSON.parse(JSON.stringify(result)) as unknown;
  };
}

function parsed(source: string, field: string): jsonata.Expression {
  try {
    return jsonata(source);
  } catch (thrown) {
    return refuseField(field, `the expression ${source} does not parse: ${tellThrown(thrown)}`);
  }
}

const queryFailure = (scope: Scope, cause: string) =>
  new StateFailure(
    'States.QueryEvaluationError',
    `An error occurred while executing the state '${scope.states.context.State.Name}'. ${cause}`,
  );

/** JSONata throws plain objects with a code and a message. */
function tellThrown(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null || !('message' in thrown)) return String(thrown);
  const code = 'code' in thrown && typeof thrown.code === 'string' ? `${thrown.code}: ` : '';
  return `${code}${String(thrown.message)}`;
}

/** JSONata can answer functions and numbers beyond JSON's, at any depth. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'function') return false;
  if (typeof value !== 'object' || value === null) return true;
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return false;
  return Object.values(value).every(isJson);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
