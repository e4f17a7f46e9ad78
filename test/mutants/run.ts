import { parseArgs } from 'node:util';
import { MUTANTS, type Mutant } from './mutants.ts';
import { type Tree, copyTree } from './tree.ts';

/** `npm run mutants`: breaks one rule after the other in a copy of the tree, and asks whether a test notices. */

/** Each copy keeps a core busy. */
const COPIES = 2;

interface Verdict {
  readonly mutant: Mutant;
  readonly caught: boolean;
  readonly why: string;
  readonly seconds: number;
}

async function judge(tree: Tree, mutant: Mutant): Promise<Omit<Verdict, 'mutant' | 'seconds'>> {
  // Tests that fail as they are would catch anything.
  const before = await tree.test(mutant.caughtBy);
  if (!before.clean || before.failed.length > 0)
    return {
      caught: false,
      why: `without it these fail already: ${before.failed.join('; ') || 'the clean journey'}`,
    };
  return tree.broken(mutant.edits, async () => {
    const mistake = await tree.compile();
    if (mistake !== undefined) return { caught: false, why: `it does not compile: ${mistake.slice(0, 500)}` };
    const { clean, failed } = await tree.test(mutant.caughtBy);
    if (!clean) return { caught: false, why: 'it fails the clean journey, which any test would notice' };
    if (failed.length === 0) return { caught: false, why: `nobody noticed: ${mutant.caughtBy.named}` };
    return { caught: true, why: failed[0] ?? '' };
  });
}

async function judgeAll(mutants: readonly Mutant[]): Promise<readonly Verdict[]> {
  const left = [...mutants];
  const verdicts: Verdict[] = [];
  const work = async () => {
    const tree = copyTree();
    process.once('exit', () => {
      tree.remove();
    });
    for (let mutant = left.shift(); mutant; mutant = left.shift()) {
      const from = Date.now();
      const verdict = await judge(tree, mutant).catch((error: unknown) => ({
        caught: false,
        why: error instanceof Error ? error.message : String(error),
      }));
      verdicts.push({ mutant, ...verdict, seconds: Math.round((Date.now() - from) / 1000) });
      console.log(`${verdict.caught ? 'caught' : 'NOT CAUGHT'}  ${mutant.name}: ${verdict.why}`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(COPIES, mutants.length) }, work));
  return verdicts;
}

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const chosen = MUTANTS.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0)
  throw new Error(
    `There is no mutant ${String(values.only)}; there are ${MUTANTS.map(({ name }) => name).join(', ')}.`,
  );
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const verdicts = await judgeAll(chosen);
console.table(
  verdicts.map(({ mutant, caught, seconds }) => ({
    mutant: mutant.name,
    'breaks that': mutant.breaks,
    caught,
    seconds,
  })),
);
const missed = verdicts.filter(({ caught }) => !caught).length;
console.log(
  missed === 0
    ? `all ${String(verdicts.length)} caught`
    : `${String(missed)} of ${String(verdicts.length)} not caught`,
);
process.exit(missed === 0 ? 0 : 1);
