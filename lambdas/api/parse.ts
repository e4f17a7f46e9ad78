import type * as z from 'zod';
import { Refusal } from '../domain/errors.ts';

/** Reads an operator's body. @throws Refusal `invalid_request` that names the first member that is wrong */
export function parseBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const member = issue?.path.join('.') ?? '';
  throw new Refusal(
    'invalid_request',
    `${member === '' ? 'The body' : member}: ${issue?.message ?? 'is not valid'}.`,
  );
}
