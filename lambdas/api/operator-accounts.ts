import { randomBytes } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import * as z from 'zod/mini';
import { AccountChange, NewAccount } from '../contract/operator-requests.ts';
import { type Account, NO_CALL_HANDLING } from '../domain/account.ts';
import { LostRace, Refusal } from '../domain/errors.ts';
import { AccountId } from '../domain/ids.ts';
import { SCOPES } from '../domain/key.ts';
import { millisOf } from '../domain/time.ts';
import { createAccount, listAccounts, readAccount, saveAccount } from '../store/accounts.ts';
import { planNamed, planNames } from '../store/deployment.ts';
import type { Answer, Request } from '../triggers/http.ts';
import { accountView } from './account-view.ts';
import { newKey } from './new-key.ts';
import { parseBody, readLimit } from './parse.ts';

/** Bytes of a webhook secret and of a cursor secret (Standard Webhooks: 24 to 64). */
const SECRET_BYTES = 32;

/** POST /v1/operator/accounts: an account and its first key, which is shown here and never again. */
export async function addAccount({ body, now }: Request): Promise<Answer> {
  const { name, plan, status, anchor, trialEndsAt, limits } = parseBody(NewAccount, body);
  const account: Account = {
    id: AccountId.parse(uuidv7({ msecs: millisOf(now) })),
    name,
    plan: planOf(plan),
    status: status ?? 'active',
    trialEndsAt: trialEndsAt ?? null,
    anchor: anchor ?? now,
    limits: limits ?? {},
    defaults: { callerId: null, language: null, assistantId: null, callHandling: NO_CALL_HANDLING },
    anchorFixed: (status ?? 'active') !== 'setup',
    webhookUrl: null,
    webhookSecret: `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`,
    cursorSecret: randomBytes(SECRET_BYTES).toString('base64'),
    createdAt: now,
  };
  checkTrial(account);
  const { key, secret } = newKey(account, { name: 'first key', scopes: [...SCOPES] }, now);
  await createAccount(account, key);
  return {
    status: 201,
    body: { ...(await accountView(account, now)), apiKey: secret, webhookSecret: account.webhookSecret },
  };
}

/** PATCH /v1/operator/accounts/{accountId}: what is named changes, from now on; members of `limits` one by one. */
export async function changeAccount({ params, body, now }: Request): Promise<Answer> {
  const { name, plan, status, anchor, trialEndsAt, limits } = parseBody(AccountChange, body);
  const seen = await accountNamed(params['accountId']);
  if (anchor && anchor !== seen.anchor && seen.anchorFixed)
    throw new Refusal('invalid_request', 'anchor: is fixed once the account has left setup.');
  const account: Account = {
    ...seen,
    name: name ?? seen.name,
    plan: plan ? planOf(plan) : seen.plan,
    status: status ?? seen.status,
    anchor: anchor ?? seen.anchor,
    trialEndsAt: trialEndsAt ?? seen.trialEndsAt,
    limits: { ...seen.limits, ...limits },
    anchorFixed: seen.anchorFixed || (status ?? seen.status) !== 'setup',
  };
  checkTrial(account);
  try {
    await saveAccount(account, seen);
  } catch (error) {
    if (!(error instanceof LostRace)) throw error;
    throw new Refusal(
      'version_conflict',
      'Somebody else changed the account meanwhile; read it and try again.',
    );
  }
  return { status: 200, body: await accountView(account, now) };
}

/** GET /v1/operator/accounts/{accountId} */
export const showAccount = async ({ params, now }: Request): Promise<Answer> => ({
  status: 200,
  body: await accountView(await accountNamed(params['accountId']), now),
});

/** GET /v1/operator/accounts: newest first. The cursor is the last id: an operator may know all of them. */
export async function showAccounts({ query, now }: Request): Promise<Answer> {
  const limit = readLimit(query['limit']);
  const after = z.optional(AccountId).safeParse(query['cursor']);
  if (!after.success)
    throw new Refusal('invalid_cursor', 'cursor: must be the nextCursor of an earlier answer.');
  const { accounts, next } = await listAccounts(limit, after.data);
  return {
    status: 200,
    body: {
      accounts: await Promise.all(accounts.map((account) => accountView(account, now))),
      nextCursor: next ?? null,
    },
  };
}

/** @throws Refusal `not_found` */
export async function accountNamed(id: string | undefined): Promise<Account> {
  const parsed = AccountId.safeParse(id);
  const account = parsed.success ? await readAccount(parsed.data) : undefined;
  if (!account) throw new Refusal('not_found', 'There is no such account.');
  return account;
}

/** @throws Refusal `invalid_request` for a plan that is not deployed */
function planOf(name: string): string {
  const plan = planNamed(name);
  if (plan) return plan;
  throw new Refusal('invalid_request', `plan: must be one of ${planNames().join(', ')}.`);
}

function checkTrial({ status, trialEndsAt }: Account): void {
  if (status === 'trialing' && trialEndsAt === null)
    throw new Refusal('invalid_request', 'trialEndsAt: a trial needs an end.');
}
