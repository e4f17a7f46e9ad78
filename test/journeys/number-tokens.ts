import type { Token } from '../../lambdas/domain/errors.ts';

/** What is said of numbers, their orders and assistants alone. */
export const NUMBER_TOKENS = [
  'search_required',
  'area_unavailable',
  'assistant_in_use',
  'assistant_inactive',
  'provider_mismatch',
  'release_pending',
] as const satisfies readonly Token[];
export type NumberToken = (typeof NUMBER_TOKENS)[number];
