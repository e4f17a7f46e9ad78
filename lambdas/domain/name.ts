import * as z from 'zod/mini';
import { text } from './text.ts';

const LONGEST_NAME = 100;

/** What people call an account, a key, a number or an assistant: 1 to 100 characters, without space around them. */
export const Name = text(LONGEST_NAME, z.trim(), z.minLength(1, 'must not be blank'));
