import type { NewKeyAnswer } from '../contract/account-answers.ts';
import { NewKey } from '../contract/operator-requests.ts';
import { Refusal } from '../domain/errors.ts';
import { KeyId } from '../domain/ids.ts';
import { SCOPES } from '../domain/key.ts';
import { createKey, revokeKey } from '../store/keys.ts';
import type { Answer, Request } from '../triggers/http.ts';
import { keyView, newKey } from './new-key.ts';
import { accountNamed } from './operator-accounts.ts';
import { parseBody } from './parse.ts';

/** POST /v1/operator/accounts/{accountId}/keys: the secret is in this answer and nowhere else. All scopes if none are named. */
export async function addKey({ params, body, now }: Request): Promise<Answer> {
  const { name, scopes, callerId, voice, callsPerMinute, minutesPerCycle } = parseBody(NewKey, body);
  const account = await accountNamed(params['accountId']);
  const { key, secret } = newKey(
    account,
    {
      name,
      scopes: [...new Set(scopes ?? SCOPES)],
      callerId: callerId ?? null,
      voice: voice ?? null,
      callsPerMinute: callsPerMinute ?? null,
      minutesPerCycle: minutesPerCycle ?? null,
    },
    now,
  );
  await createKey(key);
  return { status: 201, body: { ...keyView(key), key: secret } satisfies NewKeyAnswer };
}

/** DELETE /v1/operator/keys/{keyId}: for good; twice is once. In force within five seconds. */
export async function removeKey({ params, now }: Request): Promise<Answer> {
  const id = KeyId.safeParse(params['keyId']);
  if (!id.success || !(await revokeKey(id.data, now)))
    throw new Refusal('not_found', 'There is no such key.');
  return { status: 204 };
}
