import * as z from 'zod/mini';

/** A text of whole characters: half of a surrogate pair is none, and no table keeps it. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed();

/** A text of at most `most` characters as people count them: an emoji is one. JSON Schema counts alike. */
export const text = (most: number, ...before: z.core.$ZodCheck<string>[]) => {
  const message = `must be a text of at most ${most} characters`;
  const fits = z.refine((value) => isText(value) && Array.from(value).length <= most, message);
  return z.string(message).check(...before, fits, z.meta({ maxLength: most }));
};

/** The length of a text in UTF-8. */
export const utf8Bytes = (text: string): number =>
  Array.from(text).reduce((bytes, character) => bytes + utf8Width(character), 0);

function utf8Width(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
