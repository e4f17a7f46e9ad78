import { fileURLToPath } from 'node:url';
import { synthesize } from '../../local/synth.ts';

/** The journeys all run on one synthesized template. */
export default async function synthesizeOnce(): Promise<void> {
  const folder = fileURLToPath(new URL('../../.trunkline/test.out', import.meta.url));
  await synthesize('local', folder);
  process.env['TRUNKLINE_TEST_ASSEMBLY'] = folder;
}
