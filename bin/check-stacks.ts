import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../local/synth.ts';

/** `npm run check:synth`: every stage synthesizes without an error, a warning or an unacknowledged finding of cdk-nag. */
for (const stage of ['local', 'dev', 'prod']) {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-synth-'));
  try {
    const said = await synthesize(stage, folder, { validate: true });
    const findings = said.split('\n').filter((line) => /\b(ERROR|WARNING|Warning)\b/.test(line));
    if (findings.length > 0) throw new Error(said);
    console.log(`${stage}: nothing to say`);
  } catch (error) {
    console.error(`${stage}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
