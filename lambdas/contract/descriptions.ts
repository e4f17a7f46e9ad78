import { ACCOUNT_ROUTES } from './described-account.ts';
import { AREA_ROUTES } from './described-areas.ts';
import { ASSISTANT_ROUTES } from './described-assistants.ts';
import { AVAILABLE_NUMBER_ROUTES } from './described-available-numbers.ts';
import { CALL_ROUTES } from './described-calls.ts';
import { DO_NOT_CALL_ROUTES } from './described-do-not-call.ts';
import { NUMBER_ORDER_ROUTES } from './described-number-orders.ts';
import { NUMBER_ROUTES } from './described-numbers.ts';
import { OPERATOR_ROUTES } from './described-operator.ts';
import { VOICE_ROUTES } from './described-voices.ts';
import type { RouteDescription, RouteName } from './description.ts';

/** Every route of `routes.ts`, described: one that is added there does not compile until it stands here. */
export const DESCRIPTIONS: Readonly<Record<RouteName, RouteDescription>> = {
  ...CALL_ROUTES,
  ...VOICE_ROUTES,
  ...ACCOUNT_ROUTES,
  ...DO_NOT_CALL_ROUTES,
  ...ASSISTANT_ROUTES,
  ...AREA_ROUTES,
  ...AVAILABLE_NUMBER_ROUTES,
  ...NUMBER_ROUTES,
  ...NUMBER_ORDER_ROUTES,
  ...OPERATOR_ROUTES,
};
