import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A DynamoDB that speaks the real protocol. */
export interface DynamoDb {
  readonly url: string;
  stop(): Promise<void>;
}

const UP_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 5;

/** Its standard input ends when we do, even by SIGKILL, which leaves us no last word. Node runs on every platform. */
const WATCHER = "process.stdin.resume().on('end', () => process.kill(Number(process.argv[1]), 'SIGKILL'))";

/**
 * Starts the DynamoDB that comes with the package `@dynoxide/<platform>-<arch>`.
 * @param file where the tables are kept; in memory if not given
 * @throws Error with one line that says what to do when there is none for this platform
 */
export async function startDynamoDb(file?: string): Promise<DynamoDb> {
  const elsewhere = process.env['TRUNKLINE_DYNAMODB_ENDPOINT'];
  if (elsewhere) return { url: elsewhere, stop: () => Promise.resolve() };
  const port = await freePort();
  const child = spawn(
    binary(),
    ['--host', '127.0.0.1', '--port', String(port), ...(file ? ['--db-path', file] : [])],
    { stdio: 'ignore' },
  );
  endWithUs(child);
  const url = `http://127.0.0.1:${port}`;
  await untilUp(url, child);
  return {
    url,
    async stop() {
      if (child.exitCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Nothing of ours outlives us, however we end. */
function endWithUs(child: ChildProcess): void {
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const watcher = spawn(process.execPath, ['-e', WATCHER, String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.once('exit', () => {
    process.off('exit', kill);
    watcher.kill('SIGKILL');
  });
}

function binary(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  try {
    const packageFile = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return join(dirname(packageFile), process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  } catch {
    throw new Error(
      `There is no local DynamoDB for this platform: install the package ${name} if there is one, or set TRUNKLINE_DYNAMODB_ENDPOINT to the URL of a DynamoDB Local.`,
    );
  }
}

async function untilUp(url: string, child: ChildProcess): Promise<void> {
  for (let waited = 0; waited < UP_WITHIN_MS; waited += LOOK_EVERY_MS) {
    if (child.exitCode !== null)
      throw new Error(`the local DynamoDB ended at once (exit code ${child.exitCode})`);
    try {
      await fetch(url);
      return;
    } catch {
      await pause(LOOK_EVERY_MS);
    }
  }
  throw new Error('the local DynamoDB did not start');
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
