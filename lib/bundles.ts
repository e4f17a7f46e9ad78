import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { BundleFile } from './bundling/build.ts';

/** The doors of the functions, below `lambdas/`, without their ending. */
export const DOORS = [
  'api/account',
  'api/calls',
  'api/control',
  'api/door',
  'api/numbers',
  'api/operator',
  'api/recordings',
  'events/carrier-event',
  'events/converse',
  'jobs/reconcile',
  'jobs/sweep',
  'steps/await-end',
  'steps/conclude',
  'steps/order-number',
  'steps/release-number',
  'steps/ring',
  'workers/deliver',
  'workers/dial',
] as const;
export type Door = (typeof DOORS)[number];

const LAMBDAS = fileURLToPath(new URL('../lambdas', import.meta.url));
const BUNDLING = fileURLToPath(new URL('bundling/main.ts', import.meta.url));
/** Far more than all bundles with their source maps: 10 MB. */
const MOST_BYTES = 200_000_000;

/** One door's bundle: a CommonJS file and its source map. Its hash is that of what was built. */
export const bundleOf = (door: Door): Code =>
  Code.fromAsset(LAMBDAS, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // The CDK wants an image to fall back to; it is never asked for.
      image: DockerImage.fromRegistry('none'),
      // Tells the doors apart: the CDK takes two assets of one folder and one bundling for the same.
      command: [door],
      local: {
        tryBundle(folder) {
          for (const { path, text } of filesOf(door)) writeFileSync(join(folder, basename(path)), text);
          return true;
        },
      },
    },
  });

let built: readonly BundleFile[] | undefined;

/** All doors are built at once when the first is asked for: a second for ten, against half a second for each alone. */
const filesOf = (door: Door) => {
  built ??= build();
  return built.filter(({ path }) => path.includes(`/${door}/`));
};

/** In a process of its own: the CDK doesn't wait for promises, and esbuild takes plugins in no other way. */
function build(): readonly BundleFile[] {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BUNDLING, ...DOORS], {
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
  });
  if (status !== 0) throw new Error(`The functions could not be bundled.\n${stderr}`);
  return JSON.parse(stdout) as readonly BundleFile[];
}
