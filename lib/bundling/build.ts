import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { openApiDocument } from '../openapi/document.ts';
import { leaveOut } from './leave-out.ts';

const LAMBDAS = fileURLToPath(new URL('../../lambdas', import.meta.url));

/** A file of a bundle: `api/calls/index.js` below `lambdas/`, or its source map. */
export interface BundleFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Credential providers that a function never uses (its credentials stand in its environment). The SDK loads them lazily,
 * so a missing one is never missed.
 */
const NEVER_LOADED = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/** How doors are bundled. CommonJS and the SDK's own modules: the smallest and quickest to load of all ways that were measured. */
const LEAN: BuildOptions = {
  format: 'cjs',
  mainFields: ['module', 'main'],
  target: 'node24',
  charset: 'utf8',
  legalComments: 'none',
  sourcemap: true,
  sourcesContent: false,
  external: NEVER_LOADED,
  plugins: [leaveOut],
};

/** Bundles doors, in one build for all of them, by `how`. Nothing is written. */
export async function bundleDoors(
  doors: readonly string[],
  how: BuildOptions = LEAN,
): Promise<readonly BundleFile[]> {
  const { outputFiles = [] } = await build({
    entryPoints: doors.map((door) => ({ in: `${LAMBDAS}/${door}.ts`, out: `${door}/index` })),
    // A source map's paths are told from there, the same on every machine.
    outdir: LAMBDAS,
    write: false,
    bundle: true,
    platform: 'node',
    minify: true,
    // What `api/door` serves: the description is made here, so that nothing which makes it is in a function.
    define: { OPENAPI: JSON.stringify(JSON.stringify(openApiDocument())) },
    ...how,
  });
  return outputFiles.map(({ path, text }) => ({ path, text }));
}
