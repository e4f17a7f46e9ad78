import * as z from 'zod/mini';

/** Lex speaks no longer message (V2 runtime model, `Text`: 1,024 characters). */
export const LONGEST_MESSAGE = 1_000;

/** Something that is asked for in a call, to be found in what was said. */
export const Field = z.object({
  name: z.string(),
  type: z.enum(['string', 'boolean', 'number']),
  description: z.nullable(z.string()),
});
export type Field = z.infer<typeof Field>;

/** One exchange: what was heard, and what was answered to it. */
export const Turn = z.object({
  /** Empty for silence, and for the agent's first words. */
  heard: z.string(),
  said: z.string(),
});
export type Turn = z.infer<typeof Turn>;

/** What is left of a conversation when it is over. Null: the model could not tell. */
export interface Digest {
  readonly summary: string | null;
  readonly extracted: Readonly<Record<string, string | boolean | number | null>>;
}

/** The longest summary (rules: up to 1,500 characters). */
const LONGEST_SUMMARY = 1_500;
/** The longest extracted text (rules: up to 1,000 characters). */
const LONGEST_VALUE = 1_000;

/** The conversation as one text, a line a turn. */
export function transcriptOf(turns: readonly Turn[]): string {
  const line = (who: string, words: string) =>
    words === '' ? [] : [`${who}: ${words.replace(/\s+/g, ' ').trim()}`];
  return turns.flatMap(({ heard, said }) => [...line('recipient', heard), ...line('agent', said)]).join('\n');
}

/** Whether somebody on the other side said a word. */
export const wasHeard = (turns: readonly Turn[]): boolean => turns.some(({ heard }) => heard.trim() !== '');

/**
 * What a model says it found, held against what was asked: exactly the asked names, each of its type or null. A
 * "maybe" is no boolean, a word is no number; what wasn't asked for is dropped.
 */
export function checkedDigest(told: unknown, fields: readonly Field[]): Digest {
  const { summary, extracted } = isRecord(told) ? told : {};
  const found = isRecord(extracted) ? extracted : {};
  return {
    summary:
      typeof summary === 'string' && summary.trim() !== '' ? cut(summary.trim(), LONGEST_SUMMARY) : null,
    extracted: Object.fromEntries(fields.map(({ name, type }) => [name, valueOf(type, ownOf(found, name))])),
  };
}

function valueOf(type: Field['type'], value: unknown): string | boolean | number | null {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : null;
    case 'string':
      return typeof value === 'string' && value.trim() !== '' ? cut(value.trim(), LONGEST_VALUE) : null;
  }
}

/** A field may be named `constructor`: only what the model wrote counts. */
const ownOf = (from: Record<string, unknown>, name: string): unknown =>
  Object.hasOwn(from, name) ? from[name] : undefined;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first `most` characters, counted as people count them. Half a character, which no table keeps, is replaced. */
export const cut = (text: string, most: number): string =>
  Array.from(text.toWellFormed()).slice(0, most).join('');
