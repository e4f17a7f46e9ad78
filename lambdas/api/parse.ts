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

const DEFAULT_LIMIT = 20;
const MOST = 100;
const Limit = z.pipe(
  z.string().check(z.regex(/^\d{1,3}$/)),
  z.pipe(z.transform(Number), z.int().check(z.minimum(1), z.maximum(MOST))),
);

/** How many of a list a page holds. @throws Refusal `invalid_limit` */
export function readLimit(raw: string | undefined): number {
  const limit = raw === undefined ? { success: true as const, data: DEFAULT_LIMIT } : Limit.safeParse(raw);
  if (limit.success) return limit.data;
  throw new Refusal('invalid_limit', `limit: must be a whole number from 1 to ${MOST}.`);
}

const LONGEST_NAME = 100;

/** What people call an account or a key. */
export const Name = z.string('must be a text').check(
  z.trim(),
  z.minLength(1, 'must not be blank'),
  z.maxLength(LONGEST_NAME, `must be at most ${LONGEST_NAME} characters`),
  z.refine((name) => name.isWellFormed(), 'must be a text'),
);
