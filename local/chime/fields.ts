import * as z from 'zod';
import { badRequest } from './refusal.ts';

/** Shapes of the control API, by the names of its model. Source: service model 2022-08-03. */

/** The sign may be missing; it is put back. */
export const E164 = z
  .string()
  .regex(/^\+?[1-9]\d{1,14}$/)
  .transform((number) => (number.startsWith('+') ? number : `+${number}`));

export const ProductType = z.enum(['VoiceConnector', 'SipMediaApplicationDialIn']);
export type ProductType = z.infer<typeof ProductType>;

export const PhoneNumberType = z.enum(['Local', 'TollFree']);
export type PhoneNumberType = z.infer<typeof PhoneNumberType>;

export const PhoneNumberName = z
  .string()
  .max(256)
  .regex(/^$|^[a-zA-Z0-9,._-]+(\s+[a-zA-Z0-9,._-]+)*$/);

/** The name of an SMA or a SIP rule. */
export const ResourceName = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[a-zA-Z0-9 _.-]+$/);

export const NonEmpty = z.string().regex(/\S/);

/** `ArgumentsMap` and `Arguments`: text to text, 20 entries at most. */
export const ArgumentsMap = z
  .record(z.string(), z.string())
  .refine((map) => Object.keys(map).length <= 20, 'has more than 20 entries');

/** A list's query; `most` is the largest page the operation gives. */
export const pageQuery = (most: number) => ({
  'max-results': z.coerce.number().int().min(1).max(most).default(most),
  'next-token': z.string().max(65_535).optional(),
});

/** @throws Refusal BadRequestException that names every member which is not as `schema` wants it */
export function checked<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
  throw badRequest(`${faults.length} validation error(s): ${faults.join('; ')}`);
}

/** @throws Refusal BadRequestException when the body is not JSON; an empty body is an empty object */
export function jsonBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw badRequest('The body is not JSON.');
  }
}

/** A page of `items` and the token that continues it. A token is the position in the list, opaque to the client. */
export function paged<T>(
  items: readonly T[],
  query: { 'max-results': number; 'next-token'?: string | undefined },
) {
  const token = query['next-token'];
  const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isSafeInteger(from) || from < 0) throw badRequest('next-token: is not one that was given out');
  const to = from + query['max-results'];
  return {
    page: items.slice(from, to),
    next: to < items.length ? { NextToken: Buffer.from(String(to)).toString('base64url') } : {},
  };
}

/** An instant as the API shows it. */
export const isoTime = (instant: number) => new Date(instant).toISOString();
