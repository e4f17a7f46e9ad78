import { parseArgs } from 'node:util';
import { COMMANDS, UsageError, helpOn, runCommand } from './commands.ts';
import { type OperatorApi, deployedApi, localApi } from './operator-api.ts';

/** The operator's command line: a thin layer over the operator's routes. What they answer is printed as JSON. */

const OPTIONS = [
  'name',
  'plan',
  'status',
  'anchor',
  'trial-ends-at',
  'minutes',
  'numbers',
  'calls-per-minute',
  'concurrent-calls',
  'calls-per-recipient',
  'listing',
  'scopes',
  'caller-id',
  'voice',
  'minutes-per-cycle',
  'provider',
] as const;

const HELP = `usage: npm run -s trunkline -- COMMAND [--local | --url URL]

${helpOn(COMMANDS)}

  --local     ask the local cloud that npm start runs in this folder
  --url URL   ask a deployed API (its stack's output ApiUrl; or TRUNKLINE_API_URL), signed with your AWS credentials

Exit codes: 0 done, 1 refused or failed, 2 the command was not understood.`;

async function run(): Promise<unknown> {
  const { values, positionals } = parse();
  const [noun = '', verb = '', ...words] = positionals;
  if (values.help || noun === '' || noun === 'help') return HELP;
  if (verb === '') return helpOnNoun(noun);
  const command = COMMANDS[`${noun} ${verb}`];
  if (!command) throw new UsageError(`There is no command "${noun} ${verb}".`);
  const options = Object.fromEntries(OPTIONS.map((option) => [option, values[option]]));
  // Which API it is matters once there is something to ask: what the command itself lacks is said first.
  const api: OperatorApi = {
    ask: (...request) => apiFor(values.local, values.url).ask(...request),
  };
  return runCommand(command, api, words, options);
}

/** `accounts` alone: what can be done with accounts. */
function helpOnNoun(noun: string): string {
  const own = Object.entries(COMMANDS).filter(([name]) => name.startsWith(`${noun} `));
  if (own.length === 0) throw new UsageError(`There is no command "${noun}".`);
  return helpOn(Object.fromEntries(own));
}

function parse() {
  try {
    const texts = Object.fromEntries(OPTIONS.map((option) => [option, { type: 'string' as const }]));
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        ...texts,
        local: { type: 'boolean' },
        url: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return {
      values: values as Record<string, string | undefined> & { local?: boolean; help?: boolean },
      positionals,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function apiFor(local: boolean | undefined, url: string | undefined): OperatorApi {
  if (local) return localApi();
  const deployed = url ?? process.env['TRUNKLINE_API_URL'];
  if (deployed === undefined) throw new UsageError('Say which API to ask: --local, or --url URL.');
  if (!URL.canParse(deployed))
    throw new UsageError(`"${deployed}" is no URL: give the stack's output ApiUrl.`);
  return deployedApi(deployed);
}

try {
  const answer = await run();
  if (answer !== undefined)
    console.log(typeof answer === 'string' ? answer : JSON.stringify(answer, null, 2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof UsageError) console.error('See: npm run -s trunkline -- --help');
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
