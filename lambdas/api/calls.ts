import { serve } from '../triggers/http-keys.ts';
import { place } from './place-call.ts';
import { getCall, listCalls } from './read-calls.ts';
import { listLanguages, listVoices } from './speech.ts';

/** The function behind the calls API. */
export const handler = serve({
  'POST /v1/agent/calls': place,
  'GET /v1/agent/calls': listCalls,
  'GET /v1/agent/calls/{callId}': getCall,
  'GET /v1/voices': listVoices,
  'GET /v1/languages': listLanguages,
});
