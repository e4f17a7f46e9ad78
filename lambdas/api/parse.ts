import type * as z from 'zod/mini';
import { Limit, MOST_ON_A_PAGE } from '../contract/lists.ts';
import { Refusal } from '../domain/errors.ts';

/** Reads an operator's body. @throws Refusal `invalid_request` that names the first member that is wrong */
export function parseBody<S extends z.ZodMiniType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const member = issue?.path.join('.') ?? '';
  throw new Refusal(
    'invalid_request',
    `${member === '' ? 'The body' : member}: ${issue?.message ?? 'is not valid'}.`,
  );
}

/** How many of a list a page holds. @throws Refusal `invalid_limit` */
export function readLimit(raw: string | undefined): number {
  const limit = Limit.safeParse(raw);
  if (limit.success) return limit.data;
  throw new Refusal('invalid_limit', `limit: must be a whole number from 1 to ${MOST_ON_A_PAGE}.`);
}
