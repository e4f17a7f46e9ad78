import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { type Bench, startBench } from '../../local/bench/bench.ts';
import { type Client, type TestCloud, aLocalCloud } from './a-cloud.ts';

let cloud: TestCloud;
let bench: Bench;
let acme: Client;
beforeAll(async () => {
  cloud = await aLocalCloud();
  bench = await startBench(cloud.cloud, 0);
  acme = await cloud.client();
});
afterAll(() => bench.stop());

/** The shell of a page, from its first line to its last, but where the cloud is and who asks. */
function shellOf(page: string): string {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block);
  return blocks.join('\n').replaceAll(/^(API|BENCH|KEY)=.*$/gm, '');
}

test('every example of the reference works as it stands, one after the other', async () => {
  const shell = `curl() { command curl --fail-with-body "$@"; }\n${shellOf('api.md')}`;
  const answered = promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', shell], {
    env: {
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      API: `http://127.0.0.1:${cloud.cloud.api.port}`,
      BENCH: `http://127.0.0.1:${bench.port}`,
      KEY: acme.apiKey,
    },
  });

  // An answer of 400 or more ends the shell, and so the promise, with what was answered.
  expect((await answered).stdout).toContain('"openapi":"3.1.1"');
});
