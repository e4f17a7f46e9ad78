import { execFileSync, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Edit, Mutant } from './mutants.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** The journey that a mutant must pass: one usual call, from the placement to its summary. */
const CLEAN = { file: 'test/journeys/answered.test.ts', named: 'a call goes from queued to completed' };
/** A run that takes longer hangs; a test that does is failed by jest long before. */
const LONGEST_RUN_MS = 300_000;

/** What came of the tests of a run. */
export interface Outcome {
  /** Whether the clean journey passed. */
  readonly clean: boolean;
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

/** A copy of the working tree, to be broken: the tree itself is never touched. */
export interface Tree {
  /** @returns why it does not compile, undefined if it does */
  compile(): Promise<string | undefined>;
  /** Runs the tests that must notice, and the clean journey. @throws Error when no test is named so */
  test(caughtBy: Mutant['caughtBy']): Promise<Outcome>;
  /** Does `run` with the edits made, and takes them back. @throws Error when one no longer applies */
  broken<T>(edits: readonly Edit[], run: () => Promise<T>): Promise<T>;
  remove(): void;
}

export function copyTree(): Tree {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-mutants-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
  });
  for (const file of listed.toString().split('\0')) {
    if (file === '' || !existsSync(join(ROOT, file))) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(ROOT, file), join(folder, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));

  const node = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    new Promise<{ code: number | null; said: string }>((resolve) => {
      const child = spawn(process.execPath, args, {
        cwd: folder,
        env: { ...process.env, ...env },
        timeout: LONGEST_RUN_MS,
      });
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (text: Buffer) => (said += text.toString()));
      child.once('close', (code) => {
        resolve({ code, said });
      });
    });

  return {
    async compile() {
      const { code, said } = await node([
        'node_modules/typescript/bin/tsc',
        '-p',
        '.',
        '--incremental',
        '--tsBuildInfoFile',
        '.tsbuildinfo',
      ]);
      return code === 0 ? undefined : said.trim();
    },
    async test({ files, named, schedules }) {
      const results = join(folder, 'results.json');
      rmSync(results, { force: true });
      const { said } = await node(
        [
          '--experimental-vm-modules',
          '--disable-warning=ExperimentalWarning',
          'node_modules/jest/bin/jest.js',
          '--runInBand',
          '--forceExit',
          '--json',
          '--outputFile',
          results,
          '--testNamePattern',
          `${CLEAN.named}|${named}`,
          CLEAN.file,
          ...files,
        ],
        schedules === undefined ? {} : { TRUNKLINE_CRASH: schedules },
      );
      if (!existsSync(results)) throw new Error(`the tests did not come to an end:\n${said.slice(-2_000)}`);
      return outcomeOf(readFileSync(results, 'utf8'), named);
    },
    async broken(edits, run) {
      const whole = new Map(edits.map(({ file }) => [file, readFileSync(join(folder, file), 'utf8')]));
      try {
        for (const edit of edits) {
          const path = join(folder, edit.file);
          writeFileSync(path, edited(readFileSync(path, 'utf8'), edit));
        }
        return await run();
      } finally {
        for (const [file, text] of whole) writeFileSync(join(folder, file), text);
      }
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @throws Error when the text to be replaced doesn't stand there exactly once */
export function edited(text: string, { file, find, replace }: Edit): string {
  const times = text.split(find).length - 1;
  if (times !== 1)
    throw new Error(`the mutant no longer applies: ${file} has its text ${String(times)} times, not once`);
  return text.replace(find, () => replace);
}

const Results = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(z.object({ title: z.string(), status: z.string() })),
    }),
  ),
});

function outcomeOf(json: string, named: string): Outcome {
  const { testResults } = Results.parse(JSON.parse(json));
  const [clean = [], ours = []] = [true, false].map((isClean) =>
    testResults
      .filter(({ name }) => name.endsWith(CLEAN.file) === isClean)
      .flatMap(({ assertionResults }) => assertionResults),
  );
  const titles = (status: string) => ours.filter((test) => test.status === status).map(({ title }) => title);
  const [passed, failed] = [titles('passed'), titles('failed')];
  if (passed.length + failed.length === 0) {
    const why = testResults.map(({ message }) => message).join('\n');
    throw new Error(`no test is named "${named}", or its file can't be run\n${why.slice(0, 2_000)}`);
  }
  return { clean: clean.some(({ status }) => status === 'passed'), passed, failed };
}
