import { LostRace } from '../../lambdas/domain/errors.ts';
import { AccountId } from '../../lambdas/domain/ids.ts';
import { createAccount, listAccounts, readAccount, saveAccount } from '../../lambdas/store/accounts.ts';
import { createKey, readKey, revokeKey } from '../../lambdas/store/keys.ts';
import { ACCOUNT_ID, NOON, OTHER_ACCOUNT_ID, aKey, aKeyId, anAccount, at } from '../makers.ts';
import { allItems, onEmptyTables } from './tables.ts';

onEmptyTables();

test('an account is stored with its first key, or not at all', async () => {
  await createAccount(anAccount(), aKey());
  expect(await readAccount(ACCOUNT_ID)).toEqual(anAccount());
  expect(await readKey(aKeyId(1))).toEqual(aKey());
  const before = await allItems();

  await expect(createAccount(anAccount({ id: OTHER_ACCOUNT_ID }), aKey())).rejects.toThrow(LostRace);
  await expect(createAccount(anAccount(), aKey({ id: aKeyId(2) }))).rejects.toThrow(LostRace);

  expect(await allItems()).toEqual(before);
});

test('nobody else’s account or key is read in place of one that is not there', async () => {
  await createAccount(anAccount(), aKey());
  expect(await readAccount(OTHER_ACCOUNT_ID)).toBeUndefined();
  expect(await readKey(aKeyId(2))).toBeUndefined();
});

test('of two that change an account from one reading, the second is told', async () => {
  await createAccount(anAccount(), aKey());
  await saveAccount(anAccount({ name: 'Acme Ltd' }), anAccount());
  await expect(saveAccount(anAccount({ status: 'suspended' }), anAccount())).rejects.toThrow(LostRace);
  expect(await readAccount(ACCOUNT_ID)).toEqual(anAccount({ name: 'Acme Ltd' }));
  await expect(saveAccount(anAccount({ id: OTHER_ACCOUNT_ID }), anAccount())).rejects.toThrow(LostRace);
});

test('accounts are listed newest first, page by page', async () => {
  const ids = [5, 4, 3, 2, 1].map((n) => AccountId.parse(`01959c8e-0000-7000-8000-00000000000${n}`));
  for (const [i, id] of ids.entries())
    await createAccount(anAccount({ id }), aKey({ id: aKeyId(i), accountId: id }));

  const first = await listAccounts(2);
  const second = await listAccounts(2, first.next);
  const third = await listAccounts(2, second.next);

  expect([first, second, third].map(({ accounts }) => accounts.map(({ id }) => id))).toEqual([
    ids.slice(0, 2),
    ids.slice(2, 4),
    ids.slice(4),
  ]);
  expect(third.next).toBeUndefined();
});

test('a key is revoked for good: the second time changes nothing, not even the instant', async () => {
  await createKey(aKey());
  expect(await revokeKey(aKeyId(1), at('12:00:00'))).toBe(true);
  expect(await revokeKey(aKeyId(1), at('13:00:00'))).toBe(true);
  expect(await readKey(aKeyId(1))).toEqual(aKey({ revokedAt: NOON }));
});

test('a key that nobody has is not revoked, and not made by it', async () => {
  expect(await revokeKey(aKeyId(1), NOON)).toBe(false);
  expect(await allItems()).toEqual([]);
});

test('a key that is made again does not come back to life', async () => {
  await createKey(aKey());
  await revokeKey(aKeyId(1), NOON);
  await createKey(aKey()).catch(() => undefined);
  expect((await readKey(aKeyId(1)))?.revokedAt).toBe(NOON);
});
