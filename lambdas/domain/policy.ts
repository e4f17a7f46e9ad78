import * as z from 'zod/mini';
import { Registration } from './country.ts';

/** What a stage decides beside its plans: one JSON value, so that a function is given all of it or nothing. */
export const Policy = z.strictObject({
  /** Calls to one recipient in a UTC day per account; null for no limit. */
  callsPerRecipientPerDay: z.nullable(z.int().check(z.minimum(1))),
  /** How long a call may wait to be dialed, from its placement or `notBefore`. */
  dialWindowSec: z.int().check(z.minimum(60)),
  /** Requests to the carrier a second (Chime SDK Voice: 1 unless raised). */
  carrierCallsPerSecond: z.number().check(z.positive()),
  /** Legs that may be up at once (Chime SDK Voice: 10 unless raised). */
  carrierLines: z.int().check(z.minimum(1)),
  /** Of those, how many outgoing calls leave to incoming ones. */
  carrierLinesForInbound: z.int().check(z.minimum(0)),
  /** Origins of the operator's own webhook receivers, for which the rules on URLs are skipped. */
  webhookPrivateOrigins: z.readonly(z.array(z.string())),
  /** Papers that a country's numbers need before one can be ordered; a country that isn't named needs none. */
  registration: Registration,
});
export type Policy = z.infer<typeof Policy>;
