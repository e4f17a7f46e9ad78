import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../../../local/start.ts', import.meta.url));
/** Coming up takes seconds; what takes longer than that never will. */
const UP_WITHIN_MS = 60_000;

/** A folder of its own, to be started in. */
export const aFolder = () => mkdtempSync(join(tmpdir(), 'trunkline-start-'));
export const remove = (folder: string) => rmSync(folder, { recursive: true, force: true });

export interface Started {
  /** All that it printed so far. */
  said(): string;
  /** Comes back when it has printed that. @throws Error when it ends before, or takes too long */
  until(text: string): Promise<void>;
  readonly ended: Promise<number | null>;
  readonly child: ChildProcess;
}

/** `npm start` in a folder, as a process of its own. */
export function startIn(
  folder: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Started {
  const child = spawn(process.execPath, [START, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  let said = '';
  const heard = () => said;
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      said += text;
      for (const look of watchers) look();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    ended,
    said: heard,
    until: (text) =>
      new Promise((resolve, reject) => {
        const give = (up: () => void) => {
          watchers.delete(look);
          clearTimeout(timer);
          up();
        };
        const look = () => {
          if (said.includes(text)) give(resolve);
        };
        const fail = (why: string) => give(() => reject(new Error(`${why}: ${said}`)));
        const timer = setTimeout(() => fail(`"${text}" was not said`), UP_WITHIN_MS);
        watchers.add(look);
        void ended.then((code) => fail(`it ended with ${String(code)}`));
        look();
      }),
  };
}

const listen = (port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
const closed = (server: Server) => new Promise((resolve) => server.close(resolve));
const isFree = (port: number): Promise<boolean> =>
  listen(port).then(
    (server) => closed(server).then(() => true),
    () => false,
  );

/** Below the ports that systems give to whoever asks for any: nobody takes one of these by chance. */
const [FIRST_PORT, LAST_PORT] = [20_000, 30_000];

/** Two free ports in a row. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
}

/** Holds a port while `work` runs. */
export async function holding<T>(port: number, work: () => Promise<T>): Promise<T> {
  const server = await listen(port);
  try {
    return await work();
  } finally {
    await closed(server);
  }
}

/** Processes of this machine (Linux) that were started with `text` among their arguments. */
export const processesWith = (text: string): readonly string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        // It ended while we looked.
        return '';
      }
    })
    .filter((line) => line.includes(text));

/** The command lines of what a process (on Linux) has started. */
export const startedBy = (pid: number | undefined): readonly string[] =>
  readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
    .split(' ')
    .filter((child) => child !== '')
    .map((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').replaceAll('\0', ' '));
