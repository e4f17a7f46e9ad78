import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

/** The doors of the functions, below `lambdas/`, without their ending. */
const DOORS = [
  'api/calls',
  'api/door',
  'api/operator',
  'events/carrier-event',
  'events/converse',
  'jobs/sweep',
  'steps/await-end',
  'steps/conclude',
  'steps/ring',
  'workers/dial',
] as const;
export type Door = (typeof DOORS)[number];

const LAMBDAS = fileURLToPath(new URL('../lambdas', import.meta.url));

/**
 * Credential providers that a function never uses (its credentials stand in its environment). The SDK loads them lazily,
 * so a missing one is never missed; without them a bundle is a quarter smaller.
 */
const NEVER_LOADED = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

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
          for (const { path, contents } of filesOf(door))
            writeFileSync(join(folder, basename(path)), contents);
          return true;
        },
      },
    },
  });

let built: ReturnType<typeof build> | undefined;

/** All doors are built at once when the first is asked for: a second for ten, against half a second for each alone. */
const filesOf = (door: Door) => {
  built ??= build();
  return built.filter(({ path }) => path.includes(`/${door}/`));
};

const build = () =>
  buildSync({
    entryPoints: DOORS.map((door) => ({ in: `${LAMBDAS}/${door}.ts`, out: `${door}/index` })),
    // Nothing is written there: a source map's paths are told from there, the same on every machine.
    outdir: LAMBDAS,
    write: false,
    bundle: true,
    platform: 'node',
    // CommonJS and the SDK's own modules: the smallest and quickest to load of all ways that were measured.
    format: 'cjs',
    mainFields: ['module', 'main'],
    target: 'node24',
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    external: NEVER_LOADED,
  }).outputFiles;
