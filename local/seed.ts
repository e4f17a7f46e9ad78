import type { Cloud } from './cloud/cloud.ts';

/** What a client needs to begin. */
export interface Seed {
  readonly apiKey: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly webhookSecret: string;
}

/** Makes an account with a key and a live number, the way its operator would: over the operator's routes. */
export async function seed({ api, chime }: Cloud): Promise<Seed> {
  const ask = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await api.asOperator({
      method: 'POST',
      url: `/v1/operator${path}`,
      headers: { host: '127.0.0.1', 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(body)),
    });
    if (answer.status !== 201)
      throw new Error(`POST /v1/operator${path} answered ${answer.status}: ${answer.body}`);
    return JSON.parse(answer.body) as Record<string, unknown>;
  };
  const account = await ask('/accounts', { name: 'First account', plan: 'business' });
  const accountId = String(account['id']);
  const callerId = chime.numbers().find(({ status }) => status === 'Unassigned')?.number ?? '';
  await ask('/number-imports', { accountId, provider: 'chime', number: callerId });
  return {
    apiKey: String(account['apiKey']),
    accountId,
    callerId,
    webhookSecret: String(account['webhookSecret']),
  };
}
