import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from './a-cloud.ts';
import { type CloudWithInbox, aCloudWithInbox } from './an-inbox.ts';

let cloud: CloudWithInbox;
let acme: Client;
beforeAll(async () => {
  cloud = await aCloudWithInbox();
  acme = await cloud.client();
});
afterAll(() => cloud.stop());

/** The shell of a page, from its first line to its last, but where the cloud is and who asks. */
function shellOf(page: string): string {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)]
    .map(([, block = '']) => block)
    // The example's call is over before recording is turned on.
    .filter((block) => !block.includes('/recording"'));
  return blocks.join('\n').replaceAll(/^(API|BENCH|KEY)=.*$/gm, '');
}

/** The examples are a shell's, and a machine with npm may have none: the project asks for nothing but npm. */
const testInShell = ['bash', 'curl'].every((tool) => spawnSync(tool, ['--version']).status === 0)
  ? test
  : test.skip;

testInShell('every example of the reference works as it stands, one after the other', async () => {
  const shell = `curl() { command curl --fail-with-body "$@"; }\n${shellOf('api.md')}`;
  const answered = promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', shell], {
    env: {
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      API: `http://127.0.0.1:${cloud.cloud.api.port}`,
      BENCH: new URL(cloud.inboxUrl('x')).origin,
      KEY: acme.apiKey,
    },
  });

  // An answer of 400 or more ends the shell, and so the promise, with what was answered.
  expect((await answered).stdout).toContain('"openapi":"3.1.1"');
});
