import { createHash } from 'node:crypto';
import { Refusal } from '../domain/errors.ts';
import { canonicalRequest } from '../domain/fingerprint.ts';
import { type NewReceipt, type Receipt, readReceipt } from '../store/receipts.ts';
import type { Answer } from '../triggers/http.ts';
import type { KeyRequest } from '../triggers/http-keys.ts';

/** A route that answers a repeated request under one Idempotency-Key as it did at first. */
export interface Once {
  /** Method and path: a key may be used once for each. */
  readonly route: string;
  /** The members of a body that count: others make no other request. */
  readonly members: readonly string[];
  /** The answer that was given with a body. @param body JSON: a replay is the first answer, byte for byte */
  readonly answerWith: (body: string) => Answer;
}

/**
 * Answers a request, or tells the first answer under its Idempotency-Key again.
 * @param run carries the request out and writes, together with its work, the receipt that it makes of its answer; it
 * returns an earlier receipt if it met one
 * @throws Refusal `idempotency_key_reused`
 */
export async function answerOnce(
  request: KeyRequest,
  { route, members, answerWith }: Once,
  run: (receiptOf: (answer: object) => NewReceipt | undefined) => Promise<Answer | Receipt>,
): Promise<Answer> {
  const { account, body, idempotencyKey, now } = request;
  const fingerprint =
    idempotencyKey === undefined
      ? ''
      : createHash('sha256').update(canonicalRequest(body, members)).digest('hex');
  const outcome = await run((answer) =>
    idempotencyKey === undefined
      ? undefined
      : { fingerprint, answer: JSON.stringify(answer), at: now, route, idempotencyKey },
  ).catch(async (error: unknown) => {
    // What was done is told so whatever would refuse it by now. A request that is carried out goes without this read.
    if (!(error instanceof Refusal) || idempotencyKey === undefined) throw error;
    const receipt = await readReceipt(account.id, route, idempotencyKey, now);
    if (!receipt) throw error;
    return receipt;
  });
  if (!('fingerprint' in outcome)) return outcome;
  if (outcome.fingerprint !== fingerprint)
    throw new Refusal(
      'idempotency_key_reused',
      'Idempotency-Key: was used for another request; take a new one.',
    );
  const first = answerWith(outcome.answer);
  return { ...first, headers: { ...first.headers, 'idempotent-replayed': 'true' } };
}

/** What is said where others are in the way on every try. */
export const busy = ({ idempotencyKey }: KeyRequest): Refusal =>
  idempotencyKey === undefined
    ? new Refusal('store_error', 'The request could not be stored in time; try again.', 1)
    : new Refusal(
        'idempotency_in_progress',
        'Another request with this Idempotency-Key is under way; try again.',
      );
