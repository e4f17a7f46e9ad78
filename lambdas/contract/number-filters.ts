import * as z from 'zod/mini';
import { AssistantId } from '../domain/ids.ts';
import { NUMBER_STATUSES } from '../domain/number.ts';

/** What a list of numbers can be narrowed by, as it stands in a query. */
export const NumberFilters = {
  assigned: z.enum(['true', 'false']),
  assistantId: AssistantId,
  status: z.enum(NUMBER_STATUSES),
};
