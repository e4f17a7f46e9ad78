import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { synthesize } from '../local/synth.ts';
import { bundleFigures } from './bundles.ts';
import { type Prices, costOf } from './cost.ts';
import { counted } from './counts.ts';
import { cpuFigures } from './cpu.ts';
import { startDriver } from './driver.ts';
import { type Figure, tableOf, verdictOf } from './figures.ts';
import { pathFigures, startFigures } from './times.ts';

/** `npm run bench`: what the product takes, beside its budgets. */

const LATEST = fileURLToPath(new URL('latest.json', import.meta.url));
const PRICES = fileURLToPath(new URL('prices.json', import.meta.url));
const PARTS = ['counts', 'cpu', 'path', 'start', 'bundles'] as const;
type Part = (typeof PARTS)[number];
const USAGE = `usage: npm run bench -- [--only ${PARTS.join('|')}]
  --only PART  measures one part and leaves bench/latest.json as it is`;

const partsOf = (only: string | undefined): readonly Part[] => {
  const parts = PARTS.filter((part) => only === undefined || part === only);
  if (parts.length === 0) throw new Error(USAGE);
  return parts;
};

const folder = mkdtempSync(join(tmpdir(), 'trunkline-bench-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const assembly = join(folder, 'cdk.out');

const measures: Readonly<Record<Part, () => Promise<readonly Figure[]>>> = {
  async counts() {
    const driver = await startDriver(assembly, 0);
    const { figures, answered, unanswered } = await counted(driver);
    await driver.cloud.stop();
    const { usd } = JSON.parse(readFileSync(PRICES, 'utf8')) as { usd: Prices };
    const costs = Object.entries({ answered, unanswered }).flatMap(([what, usage]) => {
      const { line, all } = costOf(usage, usd);
      const group = 'cost of 1,000';
      return [
        { group, what: `${what}: states and queue`, value: line * 1000, unit: '$', budget: 0.07 },
        { group, what: `${what}: all of AWS`, value: all * 1000, unit: '$', budget: 0.12 },
      ];
    });
    return [...figures, ...costs];
  },
  async cpu() {
    const driver = await startDriver(assembly, 0);
    const figures = await cpuFigures(driver);
    await driver.cloud.stop();
    return figures;
  },
  path: () => pathFigures(assembly),
  start: () => startFigures(folder),
  bundles: () => bundleFigures(join(folder, 'bundles')),
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const parts = partsOf(values.only);
const began = performance.now();
await synthesize('local', assembly);
const figures: Figure[] = [];
// One after another: what runs beside a measure is measured with it.
for (const part of parts) figures.push(...(await measures[part]()));

console.log(tableOf(figures));
const over = figures.filter((figure) => verdictOf(figure) === 'over');
console.log(
  `\n${figures.length} figures in ${Math.round((performance.now() - began) / 1000)} s, ${over.length} over their budget.`,
);
if (values.only === undefined) {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const latest = {
    commit: git('rev-parse', 'HEAD'),
    at: new Date().toISOString(),
    cores: availableParallelism(),
    node: process.version,
    figures: figures.map((figure) => ({
      ...figure,
      // Four digits are more than any measure is sure of.
      value: Number(figure.value.toPrecision(4)),
      verdict: verdictOf(figure),
    })),
  };
  writeFileSync(LATEST, `${JSON.stringify(latest, null, 2)}\n`);
}
process.exit();
