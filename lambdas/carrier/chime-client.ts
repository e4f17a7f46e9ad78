import { Agent } from 'node:https';
import { ChimeSDKVoiceClient } from '@aws-sdk/client-chime-sdk-voice';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** How long the carrier is given to answer (rules: 4 s), and to take the connection. */
const ANSWER_MS = 4_000;
const CONNECT_MS = 1_500;

let once: ChimeSDKVoiceClient | undefined;
let repeating: ChimeSDKVoiceClient | undefined;

/**
 * The client for requests that may ring a phone: placing a call takes no idempotency token, so the SDK's own retry
 * would ring twice. A fresh connection each time: a kept one that died while the function slept would make a call that
 * was never sent look like one that may have been.
 */
export const askOnce = (): ChimeSDKVoiceClient =>
  (once ??= new ChimeSDKVoiceClient({
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
      connectionTimeout: CONNECT_MS,
      httpsAgent: new Agent({ keepAlive: false }),
      httpAgent: { keepAlive: false },
    }),
  }));

/** The client for requests that do no harm when they are repeated. */
export const askAgain = (): ChimeSDKVoiceClient =>
  (repeating ??= new ChimeSDKVoiceClient({
    requestHandler: { requestTimeout: ANSWER_MS, throwOnRequestTimeout: true, connectionTimeout: CONNECT_MS },
  }));
