import * as z from 'zod/mini';
import { Refusal } from '../domain/errors.ts';
import { KeyId, E164 } from '../domain/ids.ts';
import { SCOPES, Scope } from '../domain/key.ts';
import { createKey, revokeKey } from '../store/keys.ts';
import type { Answer, Request } from '../triggers/http.ts';
import { VOICES } from '../voices.ts';
import { keyView, newKey } from './new-key.ts';
import { accountNamed } from './operator-accounts.ts';
import { Name, parseBody } from './parse.ts';

const NewKey = z.object({
  name: Name,
  scopes: z.nullish(
    z
      .array(Scope, `must be a list of ${SCOPES.join(', ')}`)
      .check(z.minLength(1, 'must name at least one scope')),
  ),
  callerId: z.nullish(E164),
  voice: z.nullish(z.enum(Object.keys(VOICES), `must be one of ${Object.keys(VOICES).join(', ')}`)),
  callsPerMinute: z.nullish(z.int('must be a whole number').check(z.minimum(1, 'must be at least 1'))),
  minutesPerCycle: z.nullish(z.int('must be a whole number').check(z.minimum(0, 'must not be negative'))),
});

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
  return { status: 201, body: { ...keyView(key), key: secret } };
}

/** DELETE /v1/operator/keys/{keyId}: for good; twice is once. In force within five seconds. */
export async function removeKey({ params, now }: Request): Promise<Answer> {
  const id = KeyId.safeParse(params['keyId']);
  if (!id.success || !(await revokeKey(id.data, now)))
    throw new Refusal('not_found', 'There is no such key.');
  return { status: 204 };
}
