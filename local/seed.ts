import type { Cloud } from './cloud/cloud.ts';

/** What a client needs to begin. */
export interface Seed {
  readonly apiKey: string;
  readonly accountId: string;
  /** Null in a deployment that has no carrier. */
  readonly callerId: string | null;
  readonly webhookSecret: string;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Makes an account with a key and a live number, the way its operator would: over the operator's routes.
 * @param kept what an earlier start made on the same tables: it is used again
 */
export async function seed(cloud: Cloud, kept?: Seed): Promise<Seed> {
  const { accountId, ...secrets } = kept ?? (await newAccount(cloud));
  return { ...secrets, accountId, callerId: await liveNumber(cloud, accountId, kept?.callerId ?? null) };
}

async function newAccount(cloud: Cloud): Promise<Omit<Seed, 'callerId'>> {
  const { status, body } = await ask(cloud, '/accounts', { name: 'First account', plan: 'business' });
  if (status !== 201) throw refused('/accounts', { status, body });
  return {
    apiKey: String(body['apiKey']),
    accountId: String(body['id']),
    webhookSecret: String(body['webhookSecret']),
  };
}

/** Brings a number in. One that the account has already is refused, and its own; without a carrier there is none. */
async function liveNumber(cloud: Cloud, accountId: string, kept: string | null): Promise<string | null> {
  const number = kept ?? cloud.chime.numbers().find(({ status }) => status === 'Unassigned')?.number ?? '';
  const answer = await ask(cloud, '/number-imports', { accountId, provider: 'chime', number });
  if (answer.body['error'] === 'provider_not_configured') return null;
  if (answer.status !== 201 && kept === null) throw refused('/number-imports', answer);
  return number;
}

async function ask({ api }: Cloud, path: string, body: object): Promise<Answer> {
  const answer = await api.asOperator({
    method: 'POST',
    url: `/v1/operator${path}`,
    headers: { host: '127.0.0.1', 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  });
  return { status: answer.status, body: JSON.parse(answer.body) as Answer['body'] };
}

const refused = (path: string, { status, body }: Answer) =>
  new Error(`POST /v1/operator${path} answered ${status}: ${JSON.stringify(body)}`);
