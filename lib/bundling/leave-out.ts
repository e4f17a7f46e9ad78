import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { type PhoneMetadata, cutPhoneMetadata } from './phone-metadata.ts';

/**
 * What the SDK brings along and a function never uses, and what stands in its place: `same` gives back what it is given,
 * `never` throws when it is called. The import of a name that isn't listed here ends the build.
 */
const LEFT_OUT: Readonly<Record<string, { readonly same?: readonly string[]; readonly never: string[] }>> = {
  // A function signs with the credentials of its role: it has no token, and nothing to get one from.
  '@aws-sdk/token-providers': { never: ['fromEnvSigningName', 'nodeProvider'] },
  // No request of ours is answered by a stream of events.
  '@smithy/core/event-streams': {
    same: ['resolveEventStreamSerdeConfig'],
    never: ['eventStreamSerdeProvider', 'EventStreamSerde'],
  },
  '@aws-sdk/eventstream-handler-node': { never: ['eventStreamPayloadHandlerProvider'] },
  '@aws-sdk/middleware-eventstream': { same: ['resolveEventStreamConfig'], never: ['getEventStreamPlugin'] },
  '@aws-sdk/middleware-websocket': { same: ['resolveWebSocketConfig'], never: ['getWebSocketPlugin'] },
  // DynamoDB's cache of discovered endpoints: discovery is off unless a variable turns it on.
  '@aws-sdk/endpoint-cache': { never: ['EndpointCache'] },
};

const standIn = (path: string) => {
  const { same = [], never } = LEFT_OUT[path] ?? { never: [] };
  return [
    ...same.map((name) => `export const ${name} = (it) => it;`),
    ...never.map((name) =>
      /^[A-Z]/.test(name)
        ? `export class ${name} {}`
        : `export const ${name} = () => { throw new Error('${path} is left out of the bundle'); };`,
    ),
  ].join('\n');
};

const anyOf = (paths: readonly string[]) =>
  new RegExp(`^(${paths.map((path) => path.replaceAll('/', '\\/')).join('|')})$`);

/** Leaves out of a bundle what no function uses: a third of it. */
export const leaveOut: Plugin = {
  name: 'leave-out',
  setup(build) {
    build.onResolve({ filter: anyOf(Object.keys(LEFT_OUT)) }, ({ path }) => ({
      path,
      namespace: 'left-out',
    }));
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({ contents: standIn(path) }));

    // Of a package's own description the SDK reads the version.
    build.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]package\.json$/ }, ({ path }) => {
      const { version } = JSON.parse(readFileSync(path, 'utf8')) as { version: string };
      return { contents: JSON.stringify({ version }), loader: 'json' };
    });

    build.onLoad({ filter: /[\\/]@aws-sdk[\\/].*[\\/]schemas_0\.js$/ }, ({ path }) => ({
      contents: withPlainKeys(readFileSync(path, 'utf8')),
    }));

    // Bedrock's client is given a handler of HTTP/1.1 (lambdas/talk/bedrock.ts); its own would be of HTTP/2.
    build.onLoad(
      { filter: /[\\/]client-bedrock-runtime[\\/]dist-es[\\/]runtimeConfig\.js$/ },
      ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace('NodeHttp2Handler as', 'NodeHttpHandler as'),
      }),
    );

    build.onLoad({ filter: /[\\/]libphonenumber-js[\\/]metadata\.max\.json\.js$/ }, ({ path }) => {
      const json = readFileSync(join(path, '..', 'metadata.max.json'), 'utf8');
      return {
        contents: `export default ${JSON.stringify(cutPhoneMetadata(JSON.parse(json) as PhoneMetadata))}`,
      };
    });
  },
};

/**
 * The schemas of an SDK client with their computed keys written out: `{ [_h]: 1 }` as `{ "http": 1 }`. Computing a key may
 * have an effect, so that esbuild would keep the schemas of all operations, also of those that are never called.
 */
function withPlainKeys(source: string): string {
  const texts = new Map(
    [...source.matchAll(/^const (\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text] as const),
  );
  return source.replace(/\[(_\w+)\]:/g, (key, name: string) => {
    const text = texts.get(name);
    return text === undefined ? key : `${text}:`;
  });
}
