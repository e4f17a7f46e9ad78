import * as z from 'zod/mini';

/** The countries that can be rung, by ISO 3166 alpha-2: their territories with a code of their own can't. */
export const REGIONS = ['US', 'CA', 'GB', 'AU', 'NZ', 'IL'] as const;
export const Region = z.enum(REGIONS);
export type Region = z.infer<typeof Region>;
