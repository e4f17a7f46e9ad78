import type { Account } from '../domain/account.ts';
import type { AccountId } from '../domain/ids.ts';
import { readAccount } from '../store/accounts.ts';

/** The account of a key as it is now, not as a warm function has it. */
export async function accountNow(id: AccountId): Promise<Account> {
  const account = await readAccount(id);
  if (!account) throw new Error('a key without an account');
  return account;
}
