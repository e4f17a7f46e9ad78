import { serve } from '../triggers/http-keys.ts';
import { getNumber } from './read-numbers.ts';

/** The function behind numbers: what there is, orders, what the account has, and its return. */
export const handler = serve({
  'GET /v1/numbers/{number}': getNumber,
});
