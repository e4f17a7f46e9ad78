import { DEFAULT_DENY } from '../../lambdas/domain/deny-table.ts';
import { Refusal } from '../../lambdas/domain/errors.ts';
import { type Body, type Order, readOrder } from '../../lambdas/domain/placement-members.ts';
import { NOON } from '../makers.ts';

const facts = { now: NOON, deny: DEFAULT_DENY, webhookPrivateOrigins: ['http://127.0.0.1:8788'] };

/** Reads a placement's body at noon; a recipient and an objective are there if none are given. */
export const readBody = (body: Body): Order =>
  readOrder({ to: '+14155550101', objective: 'Book a table', ...body }, facts);

/** Why a body is refused, or nothing. */
export function refusalOf(body: Body): Refusal | undefined {
  try {
    readBody(body);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** `ok`, or the token of the refusal and the member that its message begins with. */
export function answer(body: Body): string {
  const refusal = refusalOf(body);
  return refusal ? `${refusal.token} ${/^[^:]*/.exec(refusal.message)?.[0] ?? ''}` : 'ok';
}
