import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startDriver } from './driver.ts';
import { type Figure, median } from './figures.ts';

const START = fileURLToPath(new URL('../local/start.ts', import.meta.url));
const CALLS = 5;
/** Longer than the gap between two requests to the carrier, so that each call finds an idle line. */
const BETWEEN_MS = 1_200;
/** Whoever answers hangs up at once: what is left is the way of a call, not its talk. */
const NO_TALK = '+14155550121';

/** From a placement's answer to the request to the carrier, and what our own functions take for a whole call. */
export async function pathFigures(assembly: string): Promise<readonly Figure[]> {
  const driver = await startDriver(assembly, 1);
  const { cloud, invoked, requests } = driver;
  const client = await driver.client();
  const handOffs: number[] = [];
  const own: number[] = [];
  cloud.chime.script(NO_TALK, { outcome: 'answer', ringSec: 0.1, talkSec: 0.1, says: [] });
  for (let call = 0; call <= CALLS; call++) {
    const from = { invoked: invoked.length, requests: requests.length };
    await client.place(NO_TALK);
    const placed = performance.now();
    const since = () => requests.slice(from.requests);
    await until(() => since().some(({ service }) => service === 'chime'));
    handOffs.push(performance.now() - placed);
    await until(() =>
      invoked.slice(from.invoked).some(({ function: fn }) => fn.logicalId.startsWith('CallWorkflowConclude')),
    );
    own.push(invoked.slice(from.invoked).reduce((sum, { ms }) => sum + ms, 0));
    await sleep(BETWEEN_MS);
  }
  await cloud.stop();
  // The first call starts a copy of every function.
  const [handOff, whole] = [handOffs.slice(1), own.slice(1)];
  const group = 'time';
  return [
    {
      group,
      what: 'idle queue to the dial',
      value: Math.round(median(handOff)),
      unit: 'ms',
    },
    { group, what: 'own time of a call, no talk', value: Math.round(median(whole)), unit: 'ms' },
  ];
}

/** Whole seconds from `npm start` to its first answered request. */
export async function startFigures(folder: string): Promise<readonly Figure[]> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, [START], {
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const file = join(folder, '.trunkline', 'local.json');
  await until(() => existsSync(file) || child.exitCode !== null, 60_000);
  const { apiUrl, apiKey } = JSON.parse(readFileSync(file, 'utf8')) as { apiUrl: string; apiKey: string };
  const answer = await fetch(`${apiUrl}/v1/voices`, { headers: { authorization: `Bearer ${apiKey}` } });
  const seconds = (performance.now() - began) / 1000;
  await end(child);
  if (answer.status !== 200) throw new Error(`npm start answered ${answer.status}`);
  return [
    {
      group: 'time',
      what: 'npm start to its first answer',
      value: Math.round(seconds * 10) / 10,
      unit: 's',
      budget: 15,
    },
  ];
}

async function until(holds: () => boolean, mostMs = 20_000): Promise<void> {
  const latest = performance.now() + mostMs;
  while (!holds()) {
    if (performance.now() > latest) throw new Error('what the bench waits for has not come');
    await sleep(1);
  }
}

const end = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

/** A port that is free, and the next one too, most likely. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
