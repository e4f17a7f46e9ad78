import { serveOperator } from '../triggers/http.ts';
import { addAccount, changeAccount, showAccount, showAccounts } from './operator-accounts.ts';
import { reconcileNow, showDrift } from './operator-books.ts';
import { addKey, removeKey } from './operator-keys.ts';
import { importNumber } from './operator-numbers.ts';
import { putDestinations, putDialing, showDestinations, showDialing } from './operator-settings.ts';

/** The function behind the operator's routes. AWS IAM has decided who gets here. */
export const handler = serveOperator({
  'POST /v1/operator/accounts': addAccount,
  'GET /v1/operator/accounts': showAccounts,
  'GET /v1/operator/accounts/{accountId}': showAccount,
  'PATCH /v1/operator/accounts/{accountId}': changeAccount,
  'POST /v1/operator/accounts/{accountId}/keys': addKey,
  'DELETE /v1/operator/keys/{keyId}': removeKey,
  'POST /v1/operator/number-imports': importNumber,
  'POST /v1/operator/numbers/reconcile': reconcileNow,
  'GET /v1/operator/numbers/drift': showDrift,
  'GET /v1/operator/destination-rules': showDestinations,
  'PUT /v1/operator/destination-rules': putDestinations,
  'GET /v1/operator/dialing': showDialing,
  'PUT /v1/operator/dialing': putDialing,
});
