import { serve } from '../triggers/http-keys.ts';
import { listAvailableNumbers } from './available-numbers.ts';
import { changeNumber } from './change-number.ts';
import { listAreas, listCountries, listRegions } from './number-areas.ts';
import { getOrder, orderNumber, showOrders } from './number-orders.ts';
import { getNumber, showNumbers } from './read-numbers.ts';
import { releaseNumber } from './release-number.ts';

/** The function behind numbers: what there is, orders, what the account has, and its return. */
export const handler = serve({
  'GET /v1/available-numbers': listAvailableNumbers,
  'GET /v1/number-areas': listAreas,
  'GET /v1/number-areas/countries': listCountries,
  'GET /v1/number-areas/countries/{country}/regions': listRegions,
  'GET /v1/numbers': showNumbers,
  'GET /v1/numbers/{number}': getNumber,
  'PATCH /v1/numbers/{number}': changeNumber,
  'POST /v1/numbers/{number}/release': releaseNumber,
  'POST /v1/number-orders': orderNumber,
  'GET /v1/number-orders': showOrders,
  'GET /v1/number-orders/{orderId}': getOrder,
});
