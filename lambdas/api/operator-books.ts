import { reconcileNumbers } from '../books/reconcile.ts';
import { readDrift } from '../store/books.ts';
import type { Answer, Request } from '../triggers/http.ts';
import { mustHaveCarrier } from './must-have-carrier.ts';

/** POST /v1/operator/numbers/reconcile: compares our numbers with the carrier's now, as is done every hour. */
export async function reconcileNow({ now }: Request): Promise<Answer> {
  mustHaveCarrier('chime');
  return { status: 200, body: { drift: await reconcileNumbers(now), reconciledAt: now } };
}

/** GET /v1/operator/numbers/drift: what the last comparison found. */
export const showDrift = async (): Promise<Answer> => ({ status: 200, body: await readDrift() });
