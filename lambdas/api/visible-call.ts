import type { Call } from '../domain/call.ts';
import { noSuchCall } from '../domain/call-view.ts';
import { CallId } from '../domain/ids.ts';
import type { Key } from '../domain/key.ts';
import { readCall } from '../store/calls.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';

/** Whether a key sees a call: one that it placed or, with account:calls, any of its account. */
export const maySee = (key: Key, { keyId }: Call): boolean =>
  key.scopes.includes('account:calls') || keyId === key.id;

/** The call that a path names, if the key sees it. @throws Refusal `not_found` */
export async function visibleCall({ account, key, params }: KeyRequest): Promise<Call> {
  const id = CallId.safeParse(params['callId']);
  const seen = id.success ? await readCall(account.id, id.data) : undefined;
  if (!seen || !maySee(key, seen.call)) throw noSuchCall();
  return seen.call;
}
