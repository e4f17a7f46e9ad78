import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DOORS, type Door } from '../lib/bundles.ts';
import { bundleDoors } from '../lib/bundling/build.ts';
import { type Figure, median } from './figures.ts';

/** Budgets in KB of 1,000 bytes: the placing function, others that check phone numbers, all others. */
const PLACING_KB = 560;
const WITH_PHONES_KB = 500;
const OTHER_KB = 300;
const BUDGETS: Partial<Record<Door, number>> = {
  'api/calls': PLACING_KB,
  'api/account': WITH_PHONES_KB,
  'api/numbers': WITH_PHONES_KB,
  'api/operator': WITH_PHONES_KB,
  'events/carrier-event': WITH_PHONES_KB,
  'steps/ring': WITH_PHONES_KB,
};
/** Fresh processes that load a bundle each; the median is told. */
const LOADS = 5;

/** The same code as esbuild bundles it when nobody has said how: ES modules, nothing left out. */
const PLAIN = {
  format: 'esm',
  target: 'node24',
  // What is CommonJS among the packages asks for `require`.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  outExtension: { '.js': '.mjs' },
} as const;

/** What a fresh process runs: it prints the milliseconds that loading takes. */
const LOAD = {
  lean: 'const t=performance.now();require("./index.js");process.stdout.write(String(performance.now()-t))',
  plain:
    'const t=performance.now();import("./index.mjs").then(()=>process.stdout.write(String(performance.now()-t)))',
};

/** Size and loading time of every function's bundle, beside those of the plain one. */
export async function bundleFigures(folder: string): Promise<readonly Figure[]> {
  const kb = new Map<string, number>();
  const write = async (kind: keyof typeof LOAD, how?: typeof PLAIN) => {
    for (const { path, text } of await bundleDoors(DOORS, how)) {
      if (path.endsWith('.map')) continue;
      const door = path.split('/').slice(-3, -1).join('/');
      const file = join(folder, kind, door, path.endsWith('.mjs') ? 'index.mjs' : 'index.js');
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      kb.set(`${kind} ${door}`, Math.round(Buffer.byteLength(text) / 100) / 10);
    }
  };
  await write('lean');
  await write('plain', PLAIN);

  const loadMs = (kind: keyof typeof LOAD, door: Door) => {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', LOAD[kind]], {
      cwd: join(folder, kind, door),
      encoding: 'utf8',
      env: { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' },
    });
    if (stderr !== '') throw new Error(`${door} does not load: ${stderr}`);
    return Number(stdout);
  };
  return DOORS.flatMap((door) => {
    // In turn, so that a busy moment meets both.
    const loads = Array.from({ length: LOADS }, () => ({
      lean: loadMs('lean', door),
      plain: loadMs('plain', door),
    }));
    const msOf = (kind: keyof typeof LOAD) => Math.round(median(loads.map((load) => load[kind])) * 10) / 10;
    return [
      {
        group: door,
        what: 'size',
        value: kb.get(`lean ${door}`) ?? Number.NaN,
        unit: 'KB',
        budget: BUDGETS[door] ?? OTHER_KB,
      },
      {
        group: door,
        what: 'size, bundled plainly',
        value: kb.get(`plain ${door}`) ?? Number.NaN,
        unit: 'KB',
      },
      { group: door, what: 'loading', value: msOf('lean'), unit: 'ms' },
      { group: door, what: 'loading, bundled plainly', value: msOf('plain'), unit: 'ms' },
    ];
  });
}
