import { createHash } from 'node:crypto';
import { serve } from '../../lambdas/triggers/http-keys.ts';
import type { KeyRequest } from '../../lambdas/triggers/http-keys.ts';
import { hashOf, identify } from '../../lambdas/triggers/identify.ts';
import type { Key } from '../../lambdas/domain/key.ts';
import { createAccount } from '../../lambdas/store/accounts.ts';
import { createKey, revokeKey } from '../../lambdas/store/keys.ts';
import { keyItem } from '../../lambdas/store/items.ts';
import { ACCOUNT_ID, NOON, OTHER_ACCOUNT_ID, aKey, aKeyId, anAccount, at } from '../makers.ts';
import { onEmptyTables, putItem, watchRequests } from '../store/tables.ts';
import { CONTEXT, type Sent, aRequest } from './a-request.ts';
import { logLines } from './log-lines.ts';

onEmptyTables();
const logged = logLines();

/** Well-formed keys; what a function remembers of them outlives the tables, so each test takes its own. */
const SECRETS = [
  'tl_ak_0000000000000000000000000000000t76Ok',
  'tl_ak_0123456789ABCDEFGHIJKLMNOPQRST3MXjqV',
  'tl_ak_abcdefghijklmnopqrstuvwxyz01233dxUeu',
  'tl_ak_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz3B7mrh',
  'tl_ak_00000000000000000000000000057900yZs6',
] as const;

const keyFor = (secret: string, changes: Partial<Key> = {}) => aKey({ ...hashOf(secret), ...changes });
const known = async (secret: string, changes: Partial<Key> = {}) => {
  await createAccount(anAccount(), aKey({ id: aKeyId(1) }));
  await createKey(keyFor(secret, changes));
};

const requests: KeyRequest[] = [];
const door = async (request: KeyRequest) => {
  requests.push(request);
  return { status: 200, body: {} };
};
const handler = serve({ 'POST /v1/agent/calls': door, 'GET /v1/agent/calls': door, 'GET /v1/voices': door });
async function ask(secret: string | undefined, sent: Sent = {}) {
  const headers = secret === undefined ? {} : { Authorization: `Bearer ${secret}` };
  const answer = await handler(aRequest({ headers, ...sent }), CONTEXT);
  return { status: answer.statusCode, error: (JSON.parse(answer.body) as { error?: string }).error };
}
const placing = { method: 'POST', resource: '/v1/agent/calls' };
const unauthorized = { status: 401, error: 'unauthorized' };

beforeEach(() => requests.splice(0));

test('a secret is known by its SHA-256, and named by the first half of it', () => {
  const hash = createHash('sha256').update(SECRETS[0]).digest('hex');
  expect(hashOf(SECRETS[0])).toEqual({ hash, id: hash.slice(0, 32) });
});

test('a key leads to its account, and the door sees both', async () => {
  await known(SECRETS[0]);
  expect(await ask(SECRETS[0])).toEqual({ status: 200 });
  expect(requests).toMatchObject([{ account: anAccount(), key: keyFor(SECRETS[0]) }]);
});

test.each([
  { authorization: '', why: 'nothing' },
  { authorization: 'Bearer', why: 'no key' },
  { authorization: SECRETS[0], why: 'no scheme' },
  { authorization: `Basic ${SECRETS[0]}`, why: 'another scheme' },
  { authorization: `Bearer ${SECRETS[0]} x`, why: 'more than a key' },
  { authorization: 'Bearer tl_ak_0000000000000000000000000000000t76Oj', why: 'a wrong checksum' },
  { authorization: 'Bearer tl_ak_000000000000000000000000000000000000', why: 'a wrong checksum' },
  { authorization: `Bearer ${'x'.repeat(10_000)}`, why: 'no key of ours' },
])('who comes with $why is refused without a read', async ({ authorization }) => {
  const { sent } = watchRequests();
  await expect(identify(authorization, NOON)).rejects.toMatchObject({ token: 'unauthorized' });
  expect(sent).toEqual([]);
});

test('a key that nobody has costs one read, and is told the same as a wrong one', async () => {
  const { sent } = watchRequests();
  const [unknown, wrong] = await Promise.all(
    [`Bearer ${SECRETS[1]}`, 'Bearer nonsense'].map((header) =>
      identify(header, NOON).catch((error: unknown) => String(error)),
    ),
  );
  expect(unknown).toBe(wrong);
  expect(sent).toEqual(['GetItem']);
});

test('the name of a key is not enough: its whole secret is compared', async () => {
  await createAccount(anAccount(), aKey());
  const key = keyFor(SECRETS[1], { hash: 'f'.repeat(64) });
  await putItem('ACCOUNTS_TABLE', keyItem(key.id), { key });
  await expect(identify(`Bearer ${SECRETS[1]}`, NOON)).rejects.toMatchObject({ token: 'unauthorized' });
});

test('a key is read once in five seconds, and refused within five of being revoked', async () => {
  await known(SECRETS[2]);
  const { sent } = watchRequests();
  const who = (time: string) =>
    identify(`bearer  ${SECRETS[2]}`, at(time)).then(
      ({ key }) => key.name,
      () => 'refused',
    );

  expect([await who('12:00:00'), await who('12:00:04')]).toEqual(['first key', 'first key']);
  expect(sent).toEqual(['GetItem', 'GetItem']);
  await revokeKey(keyFor(SECRETS[2]).id, at('12:00:04'));
  expect(await who('12:00:05')).toBe('refused');
});

test('a key of an account that is gone is refused', async () => {
  await createKey(keyFor(SECRETS[3], { accountId: OTHER_ACCOUNT_ID }));
  await expect(identify(`Bearer ${SECRETS[3]}`, NOON)).rejects.toMatchObject({ token: 'unauthorized' });
});

test('a key does what its scopes say, and what asks for none', async () => {
  await known(SECRETS[4], { scopes: ['calls:read'] });
  expect(await ask(SECRETS[4], { resource: '/v1/agent/calls' })).toEqual({ status: 200 });
  expect(await ask(SECRETS[4], { resource: '/v1/voices' })).toEqual({ status: 200 });
  expect(await ask(SECRETS[4], { ...placing, body: '{}' })).toEqual({ status: 403, error: 'forbidden' });
  expect(requests).toHaveLength(2);

  // Who may not come in is told so before anything is said of the body, however wrong that is.
  expect(await ask(undefined, { ...placing, body: 'nonsense' })).toEqual(unauthorized);
  expect(await ask(SECRETS[4], { ...placing, body: 'nonsense' })).toEqual({
    status: 403,
    error: 'forbidden',
  });
  expect(await ask(undefined, { ...placing, body: 'x'.repeat(70_000) })).toEqual({
    status: 413,
    error: 'body_too_large',
  });
});

test('who comes in is told of the body first, and then of the Idempotency-Key', async () => {
  await known(SECRETS[0]);
  const bad = { Authorization: `Bearer ${SECRETS[0]}`, 'Idempotency-Key': 'not visible: \u0007' };
  expect(await ask(SECRETS[0], { ...placing, body: '[]', headers: bad })).toMatchObject({
    error: 'invalid_json',
  });
  expect(await ask(SECRETS[0], { ...placing, body: '{}', headers: bad })).toMatchObject({
    error: 'invalid_idempotency_key',
  });
});

test('an account’s id in body, query, path or header has no effect', async () => {
  await known(SECRETS[0]);
  await ask(SECRETS[0], {
    ...placing,
    body: JSON.stringify({ accountId: OTHER_ACCOUNT_ID, account: { id: OTHER_ACCOUNT_ID } }),
    query: { accountId: OTHER_ACCOUNT_ID },
    params: { accountId: OTHER_ACCOUNT_ID },
    headers: { Authorization: `Bearer ${SECRETS[0]}`, 'x-account-id': OTHER_ACCOUNT_ID },
  });
  expect(requests.map(({ account }) => account.id)).toEqual([ACCOUNT_ID]);
});

test('a line of the log names account and key by their ids, and holds no secret', async () => {
  await known(SECRETS[0]);
  await ask(SECRETS[0]);
  await ask(`${SECRETS[0].slice(0, -1)}j`);
  expect(logged()).toMatchObject([
    { accountId: ACCOUNT_ID, keyId: hashOf(SECRETS[0]).id },
    { refused: 'unauthorized' },
  ]);
  expect(logged()[1]).not.toHaveProperty('accountId');
  expect(JSON.stringify(logged())).not.toContain('tl_ak_');
});
