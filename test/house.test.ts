import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What is made, fetched or kept aside: nothing in it is written by hand. */
const NOT_OURS = new Set(['.git', '.trunkline', 'cdk.out', 'coverage', 'node_modules']);

const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.has(name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesIn(path) : [path];
    });
const files = filesIn('');
const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** What every door may know: the rules, what stands on them, and how it is entered. */
const DOOR = [
  'zod/mini',
  'node:timers/promises',
  'lambdas/contract',
  'lambdas/domain',
  'lambdas/store',
  'lambdas/carrier',
  'lambdas/talk',
  'lambdas/triggers',
  'lambdas/env',
  'lambdas/routes',
  'lambdas/voices',
];
const AWS_CONSTRUCTS = [
  'aws-cdk-lib',
  'constructs',
  'lambdas/env',
  'lambdas/metrics',
  'lambdas/routes',
  'lambdas/voices',
];
const WIRE = ['local/wire', 'local/clock', 'zod'];

/**
 * Who may import what, room by room; a room may always import itself. Packages and rooms are named by their beginning,
 * `node:` stands for all of Node.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'lambdas/voices': [],
  'lambdas/env': [],
  'lambdas/metrics': ['lambdas/domain'],
  'lambdas/routes': ['lambdas/domain/key'],
  // The bundled list of areas: data alone.
  'lambdas/catalogue': [],
  'lambdas/domain': ['zod/mini', 'libphonenumber-js/max', 'lambdas/catalogue', 'lambdas/voices'],
  'lambdas/store': [
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/lib-dynamodb',
    '@aws-sdk/util-dynamodb',
    '@aws-sdk/client-sqs',
    '@aws-sdk/client-sfn',
    '@smithy/core',
    '@smithy/node-http-handler',
    '@smithy/signature-v4',
    'node:crypto',
    'node:timers/promises',
    'zod/mini',
    'lambdas/domain',
    'lambdas/env',
  ],
  'lambdas/carrier': [
    'lambdas/voices',
    '@aws-sdk/client-chime-sdk-voice',
    '@smithy/node-http-handler',
    'node:crypto',
    'node:https',
    'zod/mini',
    'lambdas/domain',
    'lambdas/env',
  ],
  'lambdas/talk': [
    '@aws-sdk/client-bedrock-runtime',
    '@smithy/node-http-handler',
    'zod/mini',
    'lambdas/domain',
    'lambdas/env',
    'lambdas/voices',
  ],
  // The one place that speaks to receivers of webhooks.
  'lambdas/webhook': ['node:http', 'node:https', 'standardwebhooks', 'lambdas/domain'],
  // What the API takes and answers, as schemas: read by the doors, and by whoever describes it.
  'lambdas/contract': ['zod/mini', 'lambdas/domain', 'lambdas/routes', 'lambdas/voices'],
  'lambdas/triggers': [
    '@middy/core',
    '@aws-lambda-powertools/logger',
    '@aws-lambda-powertools/metrics',
    'lambdas/metrics',
    'aws-lambda',
    'node:crypto',
    'zod/mini',
    'lambdas/contract',
    'lambdas/domain',
    'lambdas/env',
    'lambdas/store',
    'lambdas/routes',
  ],
  // What two doors do alike about the carrier's numbers.
  'lambdas/books': ['lambdas/domain', 'lambdas/store', 'lambdas/carrier', 'lambdas/triggers'],
  'lambdas/api': [...DOOR, 'lambdas/books', 'node:crypto', 'uuid'],
  'lambdas/events': DOOR,
  'lambdas/workers': [...DOOR, 'lambdas/webhook'],
  'lambdas/steps': DOOR,
  'lambdas/jobs': [...DOOR, 'lambdas/books'],

  lib: [...AWS_CONSTRUCTS, 'zod', 'lambdas/domain/plan', 'lambdas/domain/policy'],
  'lib/bundles': ['aws-cdk-lib', 'node:', 'lib/bundling'],
  'lib/bundling': ['esbuild', 'node:', 'lib/openapi'],
  // The description of the API is made of the schemas that the functions read requests by.
  'lib/openapi': ['node:http', 'zod', 'zod-openapi', 'lambdas/contract', 'lambdas/domain', 'lambdas/routes'],
  'lib/constructs': [...AWS_CONSTRUCTS, 'node:crypto', 'lib/acknowledge', 'lib/bundles', 'lib/stage'],
  bin: [
    'node:',
    'aws-cdk-lib',
    'cdk-nag',
    'lib',
    'local/synth',
    '@aws-crypto/sha256-js',
    '@aws-sdk/credential-provider-node',
    '@smithy/signature-v4',
  ],

  // Makes the list of areas out of its source.
  'bin/build-catalogue': ['node:', 'bin/catalogue'],
  'bin/catalogue': ['node:', 'bson', 'libphonenumber-js/max', 'lambdas/catalogue'],

  bench: [
    'node:',
    'zod',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-sqs',
    'lib/bundles',
    'lib/bundling',
    'local',
  ],

  local: ['node:', 'zod'],
  'local/api': [...WIRE, 'node:', 'local/gate'],
  'local/assembly': ['zod', 'node:'],
  // A model gets a request and nothing else: no script, no call, no table.
  'local/bedrock': ['zod', '@aws-sdk/client-bedrock-runtime', 'local/gate/service', 'local/wire'],
  'local/bench': ['zod', 'node:', 'local/api', 'local/chime', 'local/cloud', 'local/gate'],
  'local/chime': [...WIRE, 'node:', 'local/lex'],
  'local/clock': ['node:'],
  'local/cloud': ['zod', 'node:', 'local'],
  'local/faults': [...WIRE, 'local/chime/refusal', 'local/functions', 'local/gate'],
  'local/functions': [...WIRE, 'node:', 'esbuild'],
  'local/gate': [...WIRE, 'node:', 'local/functions', 'local/iam'],
  'local/iam': ['local/wire'],
  'local/lex': [...WIRE, 'node:'],
  'local/services': [...WIRE, 'node:', 'fauxqs', 'local/chime', 'local/gate', 'local/workflows'],
  'local/sources': [...WIRE, 'local/gate', 'local/services'],
  'local/workflows': [...WIRE, 'node:', 'jsonata'],
};
/** Rooms that may import anything. */
const OPEN = ['test'];

const isIn = (path: string, room: string) => path === room || path.startsWith(`${room}/`);
const without = (file: string) => file.replace(/\.ts$/, '');

/** The room of a file: its folder, or the file itself where that has its own say. */
const roomOf = (file: string): string | undefined =>
  [without(file), dirname(file)].find((room) => room in ROOMS);

function strays(file: string): string[] {
  const room = roomOf(file);
  if (room === undefined) throw new Error(`${file} is in no room: give its room a say in this test`);
  return ts
    .preProcessFile(textOf(file))
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith('.') ? without(join(dirname(file), fileName)) : fileName,
    )
    .filter((to) => {
      if (isIn(to, room)) return false;
      // The whole of Node or of the local cloud is meant where a room says so; a folder's files are its own room's.
      return !(ROOMS[room] ?? []).some((one) => (one === 'node:' ? to.startsWith(one) : isIn(to, one)));
    });
}

const sources = files.filter((file) => /\.(ts|mts|cts)$/.test(file));
const closed = sources.filter((file) => !OPEN.some((room) => isIn(file, room)));

test.each(closed)('%s keeps to its room', (file) => {
  expect(strays(file)).toEqual([]);
});

test('every room is lived in', () => {
  const rooms = new Set(closed.map(roomOf));

  expect(Object.keys(ROOMS).filter((room) => !rooms.has(room))).toEqual([]);
});

test('no file of code is over 300 lines', () => {
  const long = files
    .filter((file) => /\.([cm]?ts|[cm]?js)$/.test(file))
    .map((file) => ({ file, lines: textOf(file).trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 300);

  expect(long).toEqual([]);
});

test('files are in kebab-case', () => {
  const odd = sources.filter((file) => !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.test)?\.ts$/.test(file));

  expect(odd).toEqual([]);
});

test('the rules know neither Node nor a browser: no process, no fetch, no timer, no Buffer', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'lambdas/domain'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  const settings: unknown = JSON.parse(textOf('lambdas/domain/tsconfig.json'));

  expect(stdout).toBe('');
  expect(status).toBe(0);
  expect(settings).toMatchObject({ compilerOptions: { types: [] }, include: ['.'] });
});

const FORBIDDEN = [
  {
    what: 'the address of a package registry',
    pattern: /https?:\/\/[^\s"'`)]*(registry|npmjs|artifactory)/i,
  },
  { what: 'a package from a place of its own', pattern: /^ *"resolved": "/m },
  {
    what: 'a path of one machine',
    pattern: /(?<![\w.:}$-])\/(home|Users|root|work|tmp|var\/folders)\/|[A-Z]:\\Users/,
  },
  { what: 'work that is left to others', pattern: /\b(TO[D]O|FIX[M]E)\b/ },
];

test.each(FORBIDDEN)('no file names $what', ({ pattern }) => {
  const named = files.flatMap((file) => {
    const found = pattern.exec(textOf(file));
    return found ? [`${file}: ${found[0]}`] : [];
  });

  expect(named).toEqual([]);
});
