import { serve } from '../triggers/http-keys.ts';
import { enterNotToCall, listNotToCall, removeNotToCall } from './do-not-call.ts';
import { changeOwnAccount, showOwnAccount } from './own-account.ts';

/** The function behind what an account says of itself. */
export const handler = serve({
  'GET /v1/account': showOwnAccount,
  'PATCH /v1/account': changeOwnAccount,
  'GET /v1/do-not-call': listNotToCall,
  'POST /v1/do-not-call': enterNotToCall,
  'DELETE /v1/do-not-call/{number}': removeNotToCall,
});
