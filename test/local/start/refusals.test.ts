import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../../../local/synth.ts';
import { aFolder, freePort, holding, remove, startIn } from './a-start.ts';

let folder: string;
beforeEach(() => {
  folder = aFolder();
});
afterEach(() => remove(folder));

async function refused(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const start = startIn(folder, args, env);
  const exitCode = await start.ended;
  return { exitCode, said: start.said() };
}

test.each([
  { args: [], env: { PORT: 'http' }, says: 'PORT must be a port from 1 to 65534.' },
  { args: [], env: { PORT: '65535' }, says: 'PORT must be a port from 1 to 65534.' },
  { args: ['--speed', '0'], env: {}, says: '--speed must be a number above 0, up to 1000.' },
  { args: ['--speed', 'fast'], env: {}, says: '--speed must be a number above 0, up to 1000.' },
  { args: ['--model', 'mine'], env: {}, says: '--model must be stand-in or aws.' },
  { args: ['--fast'], env: {}, says: "Unknown option '--fast'" },
])('$args with $env ends at once with exit code 1: $says', async ({ args, env, says }) => {
  const { exitCode, said } = await refused(args, env);

  expect(exitCode).toBe(1);
  expect(said).toContain(says);
  expect(said).toContain('usage: npm start -- [--speed N] [--data DIR]');
  expect(said).not.toMatch(/^ +at /m);
  expect(existsSync(join(folder, '.trunkline'))).toBe(false);
});

test('its usage is told to who asks', async () => {
  const { exitCode, said } = await refused(['--help']);

  expect(exitCode).toBe(0);
  expect(said).toMatch(/^usage: npm start/);
});

test.each([0, 1])(
  'a port that is in use (the first and %i more) is one line and exit code 1',
  async (more) => {
    const port = await freePort();

    const { exitCode, said } = await holding(port + more, () => refused([], { PORT: String(port) }));

    expect(said).toBe(`Port ${port + more} is in use; set PORT to another one (it takes two in a row).\n`);
    expect(exitCode).toBe(1);
  },
);

test.each([
  { data: '/proc/kept', why: /^--data \/proc\/kept can't be used: ENOENT: [^\n]*\n$/ },
  { data: 'notes.md', why: /^--data notes\.md can't be used: notes\.md is a file\.\n$/ },
  { data: 'notes.md/kept', why: /^--data notes\.md\/kept can't be used: notes\.md is a file\.\n$/ },
])('a folder for data that can’t be one is refused in one line: $data', async ({ data, why }) => {
  writeFileSync(join(folder, 'notes.md'), '');

  const { exitCode, said } = await refused(['--data', data], { PORT: String(await freePort()) });

  expect(said).toMatch(why);
  expect(exitCode).toBe(1);
});

test('what the app says against its settings is what the start says', async () => {
  await expect(synthesize('staging', join(folder, 'cdk.out'))).rejects.toThrow(
    /^stage: must be one of local, dev, prod \(-c stage=\.\.\.\)$/,
  );
});
