import type { Token } from '../../lambdas/domain/errors.ts';

/** What is said of numbers, their orders and assistants alone. */
export const NUMBER_TOKENS = [
  'nickname_required',
  'search_required',
  'invalid_area',
  'registration_required',
  'area_unavailable',
  'assistant_in_use',
  'assistant_inactive',
  'provider_mismatch',
  'release_pending',
  'order_limit_reached',
] as const satisfies readonly Token[];
export type NumberToken = (typeof NUMBER_TOKENS)[number];
