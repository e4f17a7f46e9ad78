import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../local/synth.ts';

/** The journeys all run on one synthesized template, in a folder of this run alone. */
export default async function synthesizeOnce(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-test-'));
  process.env['TRUNKLINE_TEST_ASSEMBLY'] = folder;
  await synthesize('local', folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
