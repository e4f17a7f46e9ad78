import * as z from 'zod';
import { Refusal } from '../domain/errors.ts';
import { KeyId, E164 } from '../domain/ids.ts';
import { SCOPES, Scope } from '../domain/key.ts';
import { createKey, revokeKey } from '../store/keys.ts';
import type { Answer, Request } from '../triggers/http.ts';
import { VOICES } from '../voices.ts';
import { keyView, newKey } from './new-key.ts';
import { accountNamed } from './operator-accounts.ts';
import { parseBody } from './parse.ts';

const NewKey = z.object({
  name: z
    .string('must be a text')
    .trim()
    .min(1, 'must not be blank')
    .max(100, 'must be at most 100 characters'),
  scopes: z
    .array(Scope, `must be a list of ${SCOPES.join(', ')}`)
    .min(1, 'must name at least one scope')
    .transform((scopes) => [...new Set(scopes)])
    .nullish(),
  callerId: E164.nullish(),
  voice: z
    .string()
    .refine((voice) => Object.hasOwn(VOICES, voice), `must be one of ${Object.keys(VOICES).join(', ')}`)
    .nullish(),
  callsPerMinute: z.int('must be a whole number').min(1, 'must be at least 1').nullish(),
  minutesPerCycle: z.int('must be a whole number').min(0, 'must not be negative').nullish(),
});

/** POST /v1/operator/accounts/{accountId}/keys: the secret is in this answer and nowhere else. All scopes if none are named. */
export async function addKey({ params, body, now }: Request): Promise<Answer> {
  const { name, scopes, callerId, voice, callsPerMinute, minutesPerCycle } = parseBody(NewKey, body);
  const account = await accountNamed(params['accountId']);
  const { key, secret } = newKey(
    account,
    {
      name,
      scopes: scopes ?? [...SCOPES],
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
