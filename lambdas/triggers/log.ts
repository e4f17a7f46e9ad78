import { Logger } from '@aws-lambda-powertools/logger';

/** One JSON line a happening, with ids. Never an event, a body, a header, words of a call, a secret, or a whole number. */
export const log = new Logger({ serviceName: 'trunkline' });

/** The ids that all lines of one invocation carry. */
export function logWith(ids: Readonly<Record<string, string | number | null | undefined>>): void {
  log.appendKeys(ids);
}

/** What is said of an error: its kind, why, and its place. Nothing else that it carries. */
export const said = (error: unknown) => {
  if (!(error instanceof Error)) return { error: typeof error };
  return {
    error: error.name,
    reason: reasonOf(error),
    stack: error.stack
      ?.replace(error.message, '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 7),
  };
};

/** Errors of the language itself quote what they could not read, convert or look into. */
const QUOTES: ReadonlySet<string> = new Set(['SyntaxError', 'TypeError', 'RangeError', 'URIError']);
/** The digits of a number, a key, a secret: our own messages have none of them, and nobody else's shall. */
const NEVER = /\d{7,}|tl_ak_\w+|whsec_\S+/g;

/**
 * Why it failed, without a word of what was sent. AWS quotes values that it refuses, and a canceled transaction carries
 * rows: of these the status and the codes are told. A schema tells which member it is about, and not what stood there.
 */
function reasonOf(error: Error): string {
  if ('$metadata' in error) return reasonOfAws(error);
  if ('issues' in error) return reasonOfSchema(error.issues);
  return QUOTES.has(error.name) ? '' : error.message.slice(0, 500).replace(NEVER, '...');
}

function reasonOfAws({ $metadata, CancellationReasons: reasons }: Failure): string {
  const codes = Array.isArray(reasons)
    ? (reasons as readonly { Code?: string }[]).map(({ Code }) => Code)
    : [];
  const { httpStatusCode, requestId } = ($metadata ?? {}) as Record<string, string | number | undefined>;
  return [httpStatusCode, requestId, ...codes].filter((part) => part !== undefined).join(' ');
}
interface Failure {
  readonly $metadata?: unknown;
  readonly CancellationReasons?: unknown;
}

/** The first step of a path alone: further ones may be names that a client has given. */
const reasonOfSchema = (issues: unknown): string =>
  (issues as readonly { readonly code: string; readonly path: readonly PropertyKey[] }[])
    .slice(0, 5)
    .map(({ code, path }) => `${String(path[0] ?? 'all')}: ${code}`)
    .join(', ');

/**
 * A middy middleware: what an invocation throws bears its name and what is said of it. Lambda logs all that an error carries,
 * and the history of a workflow keeps its message for good.
 */
export const plainErrors = {
  onError: (request: { error: unknown }): void => {
    const { error } = request;
    if (!(error instanceof Error)) return;
    const plain = new Error(reasonOf(error));
    plain.name = error.name;
    request.error = plain;
  },
};

/** A middy middleware: forgets the ids of the invocation before, so that no line bears another call's. */
export const freshLog = {
  before: () => {
    log.resetKeys();
  },
};
