import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { aFolder, freePort, processesWith, remove, startIn, startedBy } from './a-start.ts';

let folder: string;
let runs: ReturnType<typeof startIn>[] = [];
beforeEach(() => {
  folder = aFolder();
});
afterEach(async () => {
  for (const { child, ended } of runs) {
    child.kill('SIGKILL');
    await ended;
  }
  runs = [];
  remove(folder);
});

const localFile = () => readFileSync(join(folder, '.trunkline', 'local.json'), 'utf8');

async function up(...args: string[]) {
  const port = await freePort();
  const run = startIn(folder, args, { PORT: String(port) });
  runs.push(run);
  await run.until('Ctrl-C ends it.');
  const apiUrl = `http://127.0.0.1:${port}`;
  const database = startedBy(run.child.pid).find((line) => line.includes('dynoxide')) ?? '';
  return { ...run, apiUrl, database };
}

async function killed({ child, ended, database }: Awaited<ReturnType<typeof up>>) {
  expect(processesWith(database)).toHaveLength(1);
  child.kill('SIGKILL');
  await ended;
  while (processesWith(database).length > 0) await pause(20);
}

test('of two starts in one folder the last is found, and the end of the first leaves it alone', async () => {
  const first = await up();
  const second = await up();
  expect(localFile()).toContain(second.apiUrl);

  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);

  expect(localFile()).toContain(second.apiUrl);
  expect((await fetch(second.apiUrl)).status).toBe(404);

  // Its tables are in memory, and go with it.
  await killed(second);
});

test('kept data is served by one start at a time, and one that was killed holds nothing', async () => {
  const kept = join(folder, 'kept');
  const first = await up('--data', kept);

  const second = startIn(folder, ['--data', kept], { PORT: String(await freePort()) });

  expect(await second.ended).toBe(1);
  expect(second.said()).toBe(
    `--data ${kept} can't be used: process ${String(first.child.pid)} has it. If that is no Trunkline, remove ${join(kept, 'lock')}.\n`,
  );

  await killed(first);
  const third = await up('--data', kept);
  third.child.kill('SIGTERM');

  expect(await third.ended).toBe(0);
  expect(existsSync(join(kept, 'lock'))).toBe(false);
});
