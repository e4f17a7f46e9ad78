import * as z from 'zod/mini';
import { told } from './description.ts';

const DEFAULT_LIMIT = 20;
/** The most that a page holds. */
export const MOST_ON_A_PAGE = 100;

/** How many of a list a page holds, as it stands in a query. */
export const Limit = z._default(
  z.pipe(
    z.string().check(z.regex(/^\d{1,3}$/)),
    z.pipe(z.transform(Number), z.int().check(z.minimum(1), z.maximum(MOST_ON_A_PAGE))),
  ),
  DEFAULT_LIMIT,
);

/** What every list takes in its query. */
export const PAGE = {
  limit: told(Limit, 'The most that a page may hold.', {
    override: { type: 'integer', minimum: 1, maximum: MOST_ON_A_PAGE, pattern: undefined },
  }),
  cursor: told(z.string(), 'The `nextCursor` of the page before: the list goes on after it.'),
};
