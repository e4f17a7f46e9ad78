import * as z from 'zod/mini';

const LONGEST_NAME = 100;

/** What people call an account, a key, a number or an assistant: 1 to 100 characters, without space around them. */
export const Name = z.string('must be a text').check(
  z.trim(),
  z.minLength(1, 'must not be blank'),
  z.maxLength(LONGEST_NAME, `must be at most ${LONGEST_NAME} characters`),
  z.refine((name) => name.isWellFormed(), 'must be a text'),
);
