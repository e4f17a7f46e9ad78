import { serve } from '../triggers/http-keys.ts';
import { cancelCall } from './cancel-call.ts';

/** The function that ends calls on request: it needs the carrier, which placing a call does not. */
export const handler = serve({
  'POST /v1/agent/calls/{callId}/cancel': cancelCall,
});
