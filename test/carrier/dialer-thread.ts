import { setDefaultCACertificates } from 'node:tls';
import { parentPort } from 'node:worker_threads';
import { ProvedRefusal } from '../../lambdas/carrier/carrier.ts';
import { chime } from '../../lambdas/carrier/chime.ts';
import { ACCOUNT_ID, CALLER_ID, CALL_ID, RECIPIENT, TRANSACTION_ID } from '../makers.ts';

/** What one verb of the carrier came to. `kind` is a proved refusal's. */
export type Outcome =
  { readonly answer: unknown } | { readonly failed: { readonly name: string; readonly kind?: string } };

const { TRUSTED_CERTIFICATE } = process.env;
if (TRUSTED_CERTIFICATE !== undefined) setDefaultCACertificates([TRUSTED_CERTIFICATE]);

const verbs = {
  dial: () => chime.dial({ accountId: ACCOUNT_ID, callId: CALL_ID, from: CALLER_ID, to: RECIPIENT }),
  hangUp: () => chime.hangUp(TRANSACTION_ID),
};

const failed = (error: unknown) => {
  const { name } = error instanceof Error ? error : { name: typeof error };
  return { name, ...(error instanceof ProvedRefusal && { kind: error.kind }) };
};

parentPort?.on('message', (verb: keyof typeof verbs) => {
  const tell = (outcome: Outcome) => parentPort?.postMessage(outcome);
  verbs[verb]().then(
    (answer) => tell({ answer }),
    (error: unknown) => tell({ failed: failed(error) }),
  );
});
