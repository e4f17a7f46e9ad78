import { mkdirSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FILE = 'lock';

/**
 * Takes a folder for this process alone, and makes it if it isn't there. A lock whose process is gone holds nobody.
 * @returns what lets go of it
 * @throws Error with one line when it can't be used, or another process has it
 */
export function holdFolder(folder: string): () => void {
  const file = join(folder, FILE);
  try {
    makeFolder(folder);
    const owner = ownerOf(file);
    if (owner !== undefined)
      throw new Error(`process ${owner} has it. If that is no Trunkline, remove ${file}`);
    rmSync(file, { force: true });
    // Of two that come at one moment, one fails here; only two that find a dead owner's lock at once may both pass.
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    throw new Error(
      `--data ${folder} can't be used: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
  return () => {
    if (existsSync(file) && readFileSync(file, 'utf8') === String(process.pid)) rmSync(file);
  };
}

/** Part by part: made at once with all parents, a folder that /proc refuses is asked for again and again, for ever. */
function makeFolder(folder: string): void {
  if (!existsSync(folder)) {
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
  if (!statSync(folder).isDirectory()) throw new Error(`${folder} is a file`);
}

/** The process that has the lock, if it lives. */
function ownerOf(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, 'utf8'));
  // In a container the next process often has the number of the one before: us.
  if (!Number.isInteger(pid) || pid < 1 || pid === process.pid) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // It lives, and is somebody else's.
    return isErrno(error) && error.code === 'EPERM' ? pid : undefined;
  }
}

const isErrno = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'code' in error;
