import { Logger } from '@aws-lambda-powertools/logger';

/** One JSON line a happening, with ids. Never an event, a body, a header, words of a call, a secret, or a whole number. */
export const log = new Logger({ serviceName: 'trunkline' });

/** The ids that all lines of one invocation carry. */
export function logWith(ids: Readonly<Record<string, string | number | null | undefined>>): void {
  log.appendKeys(ids);
}

/**
 * What is said of an error: its kind, message and place. Nothing else that it carries, and not the message of a parser,
 * which quotes what it could not read: both may hold words of a call.
 */
export const said = (error: unknown) => {
  if (!(error instanceof Error)) return { error: typeof error };
  const reason = error instanceof SyntaxError ? '' : error.message.slice(0, 500);
  return {
    error: error.name,
    reason,
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 7),
  };
};

/** A middy middleware: forgets the ids of the invocation before, so that no line bears another call's. */
export const freshLog = {
  before: () => {
    log.resetKeys();
  },
};
