import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bench, startBench } from '../../local/bench/bench.ts';
import { type TestCloud, aLocalCloud } from '../journeys/a-cloud.ts';

let cloud: TestCloud;
let bench: Bench;
const folder = mkdtempSync(join(tmpdir(), 'trunkline-cli-'));

beforeAll(async () => {
  cloud = await aLocalCloud();
  bench = await startBench(cloud.cloud, 0);
  mkdirSync(join(folder, '.trunkline'));
  writeFileSync(
    join(folder, '.trunkline/local.json'),
    JSON.stringify({ benchUrl: `http://127.0.0.1:${bench.port}` }),
  );
});
afterAll(async () => {
  await bench.stop();
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

const PROGRAM = fileURLToPath(new URL('../../bin/trunkline.ts', import.meta.url));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const run = (words: readonly string[], { cwd = folder, env = {} } = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, ...words], {
      cwd,
      env: { PATH: process.env['PATH'], ...env },
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (text: Buffer) => (said.out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (said.err += text.toString()));
    child.once('close', (code) => resolve({ code, ...said }));
  });
const local = async (...words: string[]) => {
  const ran = await run([...words, '--local']);
  expect(ran).toMatchObject({ code: 0, err: '' });
  return (ran.out === '' ? undefined : JSON.parse(ran.out)) as Record<string, unknown>;
};

test('an operator makes an account, a key and a number live, and a call is placed with them', async () => {
  const account = await local(
    'accounts',
    'create',
    '--name',
    'Acme, Inc.',
    '--plan',
    'pro',
    '--minutes',
    '10',
  );
  const id = String(account['id']);
  const key = await local('keys', 'create', id, '--name', 'web', '--scopes', 'calls:write,calls:read');
  const [free] = cloud.cloud.chime.numbers().filter(({ status }) => status === 'Unassigned');
  const number = await local('numbers', 'import', id, free?.number ?? '');

  expect(account).toMatchObject({ name: 'Acme, Inc.', plan: 'pro', limits: { minutes: 10 } });
  expect(number).toMatchObject({ number: free?.number, status: 'live' });
  const web = cloud.withKey(id, String(key['key']));
  await expect(web.place({ to: '+14155550101', objective: 'Ask for the price' })).resolves.toMatch(
    /^[0-9a-f-]{36}$/,
  );
});

test('an account is shown, listed and changed, and a key revoked', async () => {
  const { id, apiKey } = await local('accounts', 'create', '--name', 'Other', '--plan', 'starter');
  const key = await local('keys', 'create', String(id), '--name', 'old');

  expect(await local('accounts', 'set', String(id), '--status', 'suspended', '--numbers', '4')).toMatchObject(
    {
      status: 'suspended',
      limits: { numbers: 4 },
    },
  );
  expect(await local('accounts', 'set', String(id), '--numbers', 'none', '--listing', 'yes')).toMatchObject({
    limits: { numbers: 1, listing: true },
  });
  expect(await local('accounts', 'show', String(id))).toMatchObject({ id, status: 'suspended' });
  expect((await local('accounts', 'list'))['accounts']).toEqual(
    expect.arrayContaining([expect.objectContaining({ id })]),
  );
  expect(await local('keys', 'revoke', String(key['id']))).toBeUndefined();
  expect((await cloud.withKey('', String(key['key'])).ask('GET', '/v1/voices')).status).toBe(401);
  expect((await cloud.withKey('', String(apiKey)).ask('GET', '/v1/voices')).status).toBe(200);
});

test('our numbers are compared with the carrier’s, and what was found is shown', async () => {
  const compared = await local('numbers', 'reconcile');
  const nobodys = cloud.cloud.chime.numbers().find(({ status }) => status === 'Unassigned');

  expect(compared['drift']).toContainEqual(
    expect.objectContaining({ number: nobodys?.number, kind: 'extra', accountId: null }),
  );
  expect(await local('numbers', 'drift')).toEqual(compared);
});

test('the deny table and the dialing switch are read and set', async () => {
  const table = (await local('destinations', 'show')) as { version: number; deny: string[] };
  writeFileSync(
    join(folder, 'deny.json'),
    JSON.stringify({ version: table.version + 1, deny: [...table.deny, '+1907'] }),
  );

  expect(await local('destinations', 'set', 'deny.json')).toMatchObject({ version: table.version + 1 });
  expect(await local('dialing', 'off')).toEqual({ enabled: false });
  expect(await local('dialing', 'show')).toEqual({ enabled: false });
  expect(await local('dialing', 'on')).toEqual({ enabled: true });
});

test('what the API refuses is said with its token, and the exit code is 1', async () => {
  const ran = await run(['accounts', 'create', '--name', 'A', '--plan', 'gold', '--local']);

  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toBe('invalid_request: plan: must be one of starter, pro, business.\n');
});

test.each([
  [['accounts', 'close', '--local'], 'There is no command "accounts close".'],
  [['accounts', 'create', '--plan', 'pro', '--local'], '--name is missing.'],
  [['accounts', 'set', 'x', '--minutes', 'many', '--local'], '--minutes must be a number, or none.'],
  [['accounts', 'set', 'x', '--listing', 'maybe', '--local'], '--listing must be yes, no or none.'],
  [['accounts', 'list', '--loud'], "Unknown option '--loud'"],
  [['account', '--local'], 'There is no command "account".'],
  [['accounts', 'create'], '--name is missing.'],
  [['accounts', 'create', '--name', 'A'], '--plan is missing.'],
  [['accounts', 'show', '--local'], 'ACCOUNT is missing.'],
  [['numbers', 'import', 'x'], 'NUMBER is missing.'],
  [['accounts', 'list', 'extra', '--local'], 'There is no use for "extra".'],
  [['accounts', 'show', 'x', 'y', 'z', '--local'], 'There is no use for "y" "z".'],
  [['accounts', 'set', 'x', '--local'], 'Nothing to change is named: --name, --plan'],
  [['accounts', 'list'], 'Say which API to ask: --local, or --url URL.'],
  [['accounts', 'list', '--url', 'nope'], '"nope" is no URL: give the stack\'s output ApiUrl.'],
  [['destinations', 'set', 'none.json', '--local'], "none.json can't be read as JSON"],
])('the mistake in %j is named, with exit code 2', async (words, said) => {
  const ran = await run(words);

  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(said);
});

test('without a local cloud --local says how to start one', async () => {
  const ran = await run(['accounts', 'list', '--local'], { cwd: tmpdir() });

  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toMatch(/^No local cloud is running in this folder .*npm start/);
});

test('help names every command', async () => {
  const { code, out } = await run(['--help']);

  expect(code).toBe(0);
  for (const command of [
    'accounts create',
    'keys revoke',
    'numbers import',
    'numbers reconcile',
    'numbers drift',
    'destinations set',
    'dialing off',
  ])
    expect(out).toContain(command);
});

test('a noun alone shows what can be done with it', async () => {
  const { code, out, err } = await run(['numbers']);

  expect({ code, out, err }).toEqual({
    code: 0,
    out:
      '  numbers import ACCOUNT NUMBER [--provider chime]\n      gives an account a number that the carrier account already has\n' +
      '  numbers reconcile\n      compares all numbers with the carrier’s now; deletes nothing\n' +
      '  numbers drift\n      what the last comparison found, as it is done every hour\n',
    err: '',
  });
});

test.each([
  {
    env: { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
    said: /^http:\/\/nope\.invalid\/v1\/operator\/accounts\?limit=100 can't be reached: [^\n]+\n$/,
    why: 'nobody answers',
  },
  {
    env: { AWS_EC2_METADATA_DISABLED: 'true', HOME: tmpdir() },
    said: /^No AWS credentials to sign a request to http:\/\/nope\.invalid\/ with: [^\n]+\n$/,
    why: 'there are no credentials',
  },
])('a deployed API that can’t be asked is named: $why', async ({ env, said }) => {
  const ran = await run(['accounts', 'list', '--url', 'http://nope.invalid'], { env });

  expect(ran).toMatchObject({ code: 1, out: '' });
  expect(ran.err).toMatch(said);
});

test('a deployed API is asked with a request that AWS credentials sign', async () => {
  const asked: { url?: string | undefined; authorization?: string | undefined }[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url, authorization: request.headers.authorization });
    response.end('{"enabled":true}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/live/`;

  const ran = await run(['dialing', 'show', '--url', url], {
    env: { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'us-west-2' },
  });
  server.close();

  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(asked[0]?.url).toBe('/live/v1/operator/dialing');
  expect(asked[0]?.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-west-2\/execute-api\/aws4_request/,
  );
});
