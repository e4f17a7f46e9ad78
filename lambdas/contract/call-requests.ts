import * as z from 'zod/mini';
import { CALL_STATUSES } from '../domain/call.ts';
import { E164 } from '../domain/ids.ts';
import { OffsetInstant } from '../domain/time.ts';

/** A `+` in a query is a space to most parsers, and some leave the sign out: all mean the same number. */
const QueryNumber = z.pipe(
  z.pipe(
    z.string(),
    z.transform((text) => `+${text.replace(/^(?:%2B|[+ ])/i, '')}`),
  ),
  E164,
);

/** An offset's + in a query arrives as a space. */
const QueryInstant = z.pipe(
  z.pipe(
    z.string(),
    z.transform((text) => text.replace(' ', '+')),
  ),
  OffsetInstant,
);

/** What a list of calls can be narrowed by, as it stands in a query. */
export const CallFilters = {
  status: z.enum(CALL_STATUSES),
  to: QueryNumber,
  direction: z.enum(['outbound', 'inbound']),
  from: QueryInstant,
  until: QueryInstant,
};
