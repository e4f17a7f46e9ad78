import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { aFolder, freePort, processesWith, remove, startIn } from './a-start.ts';

interface Left {
  readonly apiUrl: string;
  readonly benchUrl: string;
  readonly apiKey: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly webhookSecret: string;
}

let folder: string;
let port: number;
const runs: ReturnType<typeof startIn>[] = [];
beforeAll(async () => {
  folder = aFolder();
  port = await freePort();
});
afterAll(async () => {
  for (const { child, ended } of runs) {
    child.kill('SIGKILL');
    await ended;
  }
  remove(folder);
});

const localFile = () => join(folder, '.trunkline', 'local.json');
/** The database on this file's tables, as long as it runs. */
const tablesServed = () => processesWith(join(folder, 'kept'));
const ask = async (url: string, { apiKey }: Left, body?: object) => {
  const answer = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${apiKey}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

/** Starts it on the data of this file, and reads what it leaves for others. */
async function up() {
  const run = startIn(folder, ['--data', join(folder, 'kept')], { PORT: String(port) });
  runs.push(run);
  await run.until('Ctrl-C ends it.');
  return { run, left: JSON.parse(readFileSync(localFile(), 'utf8')) as Left };
}

test('it comes up, is found, ends cleanly, and keeps account, key, number and calls over a restart', async () => {
  const first = await up();

  expect(first.left).toEqual({
    apiUrl: `http://127.0.0.1:${port}`,
    benchUrl: `http://127.0.0.1:${port + 1}`,
    apiKey: expect.any(String) as unknown,
    accountId: expect.any(String) as unknown,
    callerId: expect.stringMatching(/^\+1\d{10}$/) as unknown,
    webhookSecret: expect.any(String) as unknown,
  });
  // It holds a key: nobody else on this machine reads it.
  expect(statSync(localFile()).mode & 0o777).toBe(0o600);
  expect(first.run.said()).toContain(
    `Key    ${first.left.apiKey}   (calls come from ${first.left.callerId})`,
  );
  const { apiUrl, benchUrl, accountId, callerId } = first.left;
  // The bench's inbox may be told of a call, whatever its port.
  const webhookUrl = `${benchUrl}/inbox/orders`;
  const order = { to: '+14155550130', objective: 'Ask for the price', webhookUrl };
  const placed = await ask(`${apiUrl}/v1/agent/calls`, first.left, order);
  expect(placed.status).toBe(202);
  expect(tablesServed().filter((line) => line.includes('--db-path'))).toHaveLength(1);

  first.run.child.kill('SIGTERM');
  expect(await first.run.ended).toBe(0);

  expect(existsSync(localFile())).toBe(false);
  expect(tablesServed()).toEqual([]);
  await expect(fetch(apiUrl)).rejects.toThrow();

  const second = await up();

  expect(second.left).toEqual(first.left);
  const account = await ask(`${benchUrl}/operator/accounts/${accountId}`, second.left);
  expect(account).toMatchObject({ status: 200, body: { id: accountId } });
  const call = await ask(`${apiUrl}/v1/agent/calls/${String(placed.body['callId'])}`, second.left);
  expect(call).toMatchObject({ status: 200, body: { callerId, to: '+14155550130' } });
  const numbers = await ask(`${benchUrl}/carrier/numbers`, second.left);
  expect(numbers.body['numbers']).toContainEqual(
    expect.objectContaining({ number: callerId, status: 'Assigned' }),
  );
  expect((await ask(`${apiUrl}/v1/agent/calls`, second.left, order)).status).toBe(202);

  second.run.child.kill('SIGINT');
  expect(await second.run.ended).toBe(0);
});

test('an end before it is up is an end as well', async () => {
  const run = startIn(folder, [], { PORT: String(port) });
  runs.push(run);
  const manifest = join(folder, '.trunkline', `cdk.out-${port}`, 'manifest.json');
  rmSync(manifest, { force: true });
  while (!existsSync(manifest) && run.child.exitCode === null) await pause(20);

  run.child.kill('SIGTERM');

  expect(await run.ended).toBe(0);
  expect(existsSync(localFile())).toBe(false);
});
