import { serve } from '../triggers/http-keys.ts';
import {
  changeAssistant,
  makeAssistant,
  removeAssistant,
  showAssistant,
  showAssistants,
} from './assistants.ts';
import { enterNotToCall, listNotToCall, removeNotToCall } from './do-not-call.ts';
import { changeOwnAccount, showOwnAccount } from './own-account.ts';

/** The function behind what an account says of itself, and behind its assistants. */
export const handler = serve({
  'GET /v1/account': showOwnAccount,
  'PATCH /v1/account': changeOwnAccount,
  'POST /v1/assistants': makeAssistant,
  'GET /v1/assistants': showAssistants,
  'GET /v1/assistants/{assistantId}': showAssistant,
  'PATCH /v1/assistants/{assistantId}': changeAssistant,
  'DELETE /v1/assistants/{assistantId}': removeAssistant,
  'GET /v1/do-not-call': listNotToCall,
  'POST /v1/do-not-call': enterNotToCall,
  'DELETE /v1/do-not-call/{number}': removeNotToCall,
});
