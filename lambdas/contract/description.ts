import * as z from 'zod/mini';
import type { Token } from '../domain/errors.ts';
import type { routes } from '../routes.ts';

type NameOf<R> = R extends { method: string; path: string } ? `${R['method']} ${R['path']}` : never;

/** The name of a route: `GET /v1/voices`. */
export type RouteName = NameOf<(typeof routes)[number]>;

/** One answer of a route that is no refusal. */
export interface AnswerDescription {
  readonly what: string;
  /** None: the answer has no body. */
  readonly body?: z.ZodMiniType;
  readonly headers?: Readonly<Record<string, z.ZodMiniType>>;
  /** What the body may look like; it fits `body`. */
  readonly example?: unknown;
}

/**
 * What a route takes and answers. What follows from a route's scope and method (its security, 401, 413, 503 and the
 * like) is added by whoever writes the document, `lib/openapi`.
 */
export interface RouteDescription {
  /** The operation's name in generated clients. */
  readonly id: string;
  readonly tag: 'Calls' | 'Voices' | 'Account' | 'Numbers' | 'Assistants' | 'Operator' | 'Description';
  readonly summary: string;
  readonly description?: string;
  /** The parameters of its path, by name. */
  readonly path?: Readonly<Record<string, z.ZodMiniType>>;
  readonly query?: Readonly<Record<string, z.ZodMiniType>>;
  /** Whether an `Idempotency-Key` has an effect. */
  readonly idempotent?: true;
  readonly body?: z.ZodMiniType;
  /** Bodies by a name each; each fits `body`. */
  readonly examples?: Readonly<Record<string, object>>;
  readonly answers: Readonly<Record<number, AnswerDescription>>;
  /** The tokens that it may answer beyond those of its scope and method. */
  readonly refusals: readonly Token[];
}

/** The same schema with words beside it: what it checks is said where it is checked, what it means here. */
export function told<S extends z.ZodMiniType>(schema: S, description: string, more: object = {}): S {
  const copy = schema.clone(schema._zod.def, { parent: true });
  z.globalRegistry.add(copy, { description, ...more });
  return copy;
}

/** A schema that the document names, so that others refer to it. */
export const named = <S extends z.ZodMiniType>(id: string, schema: S, description: string): S =>
  told(schema, description, { id });
