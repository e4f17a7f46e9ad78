import { readFileSync } from 'node:fs';
import type { OperatorApi } from './operator-api.ts';

/** The command line asks for something that isn't there, or leaves something out. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Options by their names on the command line, each with the member of the body that it sets. */
type Options = Readonly<Record<string, string | undefined>>;

interface Command {
  /** The words that it takes, all of them needed. */
  readonly words: readonly string[];
  readonly options: string;
  readonly what: string;
  readonly run: (api: OperatorApi, words: readonly string[], options: Options) => Promise<unknown>;
}

/** Runs one command. @throws UsageError when a word is missing or is one too many, or an option is no good */
export function runCommand(
  { words: taken, run }: Command,
  api: OperatorApi,
  words: readonly string[],
  options: Options,
): Promise<unknown> {
  for (const [at, what] of taken.entries()) need(words[at], what);
  if (words.length > taken.length)
    throw new UsageError(
      `There is no use for ${words
        .slice(taken.length)
        .map((word) => `"${word}"`)
        .join(' ')}.`,
    );
  return run(api, words, options);
}

/** How commands are called, and what they do: a paragraph of help. */
export const helpOn = (commands: Readonly<Record<string, Command>>): string =>
  Object.entries(commands)
    .map(([name, { words, options, what }]) => {
      const call = [name, ...words, options].filter((part) => part !== '').join(' ');
      return `  ${call}\n      ${what}`;
    })
    .join('\n');

const number = (text: string | undefined, option: string) => {
  if (text === undefined) return undefined;
  if (text === 'none') return null;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new UsageError(`--${option} must be a number, or none.`);
  return value;
};

const yesOrNo = (text: string | undefined, option: string) => {
  const values: Readonly<Record<string, boolean | null>> = { yes: true, no: false, none: null };
  if (text === undefined) return undefined;
  const value = values[text];
  if (value === undefined) throw new UsageError(`--${option} must be yes, no or none.`);
  return value;
};

const need = (value: string | undefined, what: string): string => {
  if (value === undefined || value === '') throw new UsageError(`${what} is missing.`);
  return value;
};

/** Members that were named, so that a PATCH leaves all others as they are. */
const given = (members: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

const limits = (options: Options) => {
  const named = given({
    minutes: number(options['minutes'], 'minutes'),
    numbers: number(options['numbers'], 'numbers'),
    callsPerMinute: number(options['calls-per-minute'], 'calls-per-minute'),
    concurrentCalls: number(options['concurrent-calls'], 'concurrent-calls'),
    callsPerRecipientPerDay: number(options['calls-per-recipient'], 'calls-per-recipient'),
    listing: yesOrNo(options['listing'], 'listing'),
  });
  return Object.keys(named).length > 0 ? named : undefined;
};

const account = (options: Options) =>
  given({
    name: options['name'],
    plan: options['plan'],
    status: options['status'],
    anchor: options['anchor'],
    trialEndsAt: options['trial-ends-at'],
    limits: limits(options),
  });

const ACCOUNT_OPTIONS =
  '[--status setup|trialing|active|suspended] [--anchor INSTANT] [--trial-ends-at INSTANT] [--minutes N] [--numbers N] [--calls-per-minute N] [--concurrent-calls N] [--calls-per-recipient N] [--listing yes|no]';

/** Every command, by its two words. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'accounts create': {
    words: [],
    options: `--name NAME --plan PLAN ${ACCOUNT_OPTIONS}`,
    what: 'makes an account; shows its first key and webhook secret, once',
    run: (api, _, options) =>
      api.ask('POST', '/accounts', {
        ...account(options),
        name: need(options['name'], '--name'),
        plan: need(options['plan'], '--plan'),
      }),
  },
  'accounts list': { words: [], options: '', what: 'all accounts', run: allAccounts },
  'accounts show': {
    words: ['ACCOUNT'],
    options: '',
    what: 'one account',
    run: (api, [id = '']) => api.ask('GET', `/accounts/${encodeURIComponent(id)}`),
  },
  'accounts set': {
    words: ['ACCOUNT'],
    options: `[--name NAME] [--plan PLAN] ${ACCOUNT_OPTIONS}`,
    what: 'changes what is named; a limit of none is the plan’s again',
    run(api, [id = ''], options) {
      const changes = account(options);
      if (Object.keys(changes).length === 0)
        throw new UsageError('Nothing to change is named: --name, --plan, --status, a limit ...');
      return api.ask('PATCH', `/accounts/${encodeURIComponent(id)}`, changes);
    },
  },
  'keys create': {
    words: ['ACCOUNT'],
    options:
      '--name NAME [--scopes a,b] [--caller-id NUMBER] [--voice VOICE] [--calls-per-minute N] [--minutes-per-cycle N]',
    what: 'makes a key, with all scopes if none are named; shows it once',
    run: (api, [id = ''], options) =>
      api.ask(
        'POST',
        `/accounts/${encodeURIComponent(id)}/keys`,
        given({
          name: need(options['name'], '--name'),
          scopes: options['scopes']?.split(',').map((scope) => scope.trim()),
          callerId: options['caller-id'],
          voice: options['voice'],
          callsPerMinute: number(options['calls-per-minute'], 'calls-per-minute'),
          minutesPerCycle: number(options['minutes-per-cycle'], 'minutes-per-cycle'),
        }),
      ),
  },
  'keys revoke': {
    words: ['KEY_ID'],
    options: '',
    what: 'revokes a key for good',
    run: (api, [id = '']) => api.ask('DELETE', `/keys/${encodeURIComponent(id)}`),
  },
  'numbers import': {
    words: ['ACCOUNT', 'NUMBER'],
    options: '[--provider chime]',
    what: 'gives an account a number that the carrier account already has',
    run: (api, [accountId, phone], options) =>
      api.ask('POST', '/number-imports', {
        accountId,
        number: phone,
        provider: options['provider'] ?? 'chime',
      }),
  },
  'numbers reconcile': {
    words: [],
    options: '',
    what: 'compares all numbers with the carrier’s now; deletes nothing',
    run: (api) => api.ask('POST', '/numbers/reconcile'),
  },
  'numbers drift': {
    words: [],
    options: '',
    what: 'what the last comparison found, as it is done every hour',
    run: (api) => api.ask('GET', '/numbers/drift'),
  },
  'destinations show': {
    words: [],
    options: '',
    what: 'the ranges of numbers that are never called',
    run: (api) => api.ask('GET', '/destination-rules'),
  },
  'destinations set': {
    words: ['FILE'],
    options: '',
    what: 'replaces them by a file {"version", "deny"}; the version must be the next',
    run: (api, [file = '']) => api.ask('PUT', '/destination-rules', jsonFile(file)),
  },
  'dialing show': {
    words: [],
    options: '',
    what: 'whether calls are dialed',
    run: (api) => api.ask('GET', '/dialing'),
  },
  'dialing on': {
    words: [],
    options: '',
    what: 'calls are dialed',
    run: (api) => api.ask('PUT', '/dialing', { enabled: true }),
  },
  'dialing off': {
    words: [],
    options: '',
    what: 'new calls are refused, queued ones wait',
    run: (api) => api.ask('PUT', '/dialing', { enabled: false }),
  },
};

/** Page after page, until there are no more. */
async function allAccounts(api: OperatorApi): Promise<unknown> {
  const accounts: unknown[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = (await api.ask('GET', `/accounts?limit=100${cursor && `&cursor=${cursor}`}`)) as {
      accounts: unknown[];
      nextCursor: string | null;
    };
    accounts.push(...page.accounts);
    cursor = page.nextCursor;
  }
  return { accounts };
}

function jsonFile(file: string): object {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as object;
  } catch (error) {
    throw new UsageError(
      `${file} can't be read as JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
