import * as z from 'zod/mini';
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

const LONGEST_NAME = 100;

/** What people call an account or a key. */
export const Name = z
  .string('must be a text')
  .check(
    z.trim(),
    z.minLength(1, 'must not be blank'),
    z.maxLength(LONGEST_NAME, `must be at most ${LONGEST_NAME} characters`),
  );
