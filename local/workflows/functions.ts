import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';

/** Quota of Step Functions for `$range`. */
const RANGE_ITEMS = 1_000;
const HASHES = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'];

const fromMillis = jsonata('$fromMillis($instant, $picture, $timezone)');

/**
 * The functions of JSONata in Step Functions that the package lacks or has otherwise, by name without `$`. `$now` and
 * `$millis` tell virtual time.
 */
export function functionsOf(now: () => number): Readonly<Record<string, unknown>> {
  return {
    uuid: () => randomUUID(),
    parse,
    partition,
    range,
    hash,
    random,
    now: (picture?: unknown, timezone?: unknown): Promise<unknown> =>
      fromMillis.evaluate(undefined, { instant: now(), picture, timezone }),
    millis: now,
  };
}

function parse(text: unknown): unknown {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new Error('$parse takes text');
  return JSON.parse(text);
}

/** `$partition([1, 2, 3], 2)` is `[[1, 2], [3]]`. */
function partition(list: unknown, size: unknown): unknown {
  if (list === undefined) return undefined;
  if (!Array.isArray(list) || typeof size !== 'number' || size < 1 || !Number.isInteger(size))
    throw new Error('$partition takes a list and a size of 1 or more');
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at): unknown[] =>
    list.slice(at * size, (at + 1) * size),
  );
}

/** From `first` to `last`, the last one included if a step meets it. */
function range(first: unknown, last: unknown, step: unknown): unknown {
  if (typeof first !== 'number' || typeof last !== 'number' || typeof step !== 'number' || step === 0)
    throw new Error('$range takes first, last and a step that is not 0');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > RANGE_ITEMS) throw new Error(`$range makes at most ${RANGE_ITEMS} items`);
  return Array.from({ length }, (_, at) => first + at * step);
}

/** In hexadecimal digits. */
function hash(text: unknown, algorithm: unknown): unknown {
  if (text === undefined) return undefined;
  const known = HASHES.find((name) => name === algorithm);
  if (known === undefined) throw new Error(`$hash takes one of ${HASHES.join(', ')}`);
  return createHash(known.replace('-', '').toLowerCase())
    .update(typeof text === 'string' ? text : JSON.stringify(text))
    .digest('hex');
}

/** From 0 up to, and not including, 1; with a seed the same each time, though not the same as on AWS. */
function random(seed?: unknown): number {
  if (seed === undefined) return Math.random();
  return createHash('sha256').update(JSON.stringify(seed)).digest().readUInt32BE() / 2 ** 32;
}
