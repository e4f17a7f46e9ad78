import { Refusal } from '../domain/errors.ts';
import { env } from '../env.ts';

/** @throws Refusal `provider_not_configured` when the deployment has no such carrier */
export function mustHaveCarrier(provider: string): void {
  if (provider !== 'chime' || env('CARRIER') !== 'chime')
    throw new Refusal('provider_not_configured', 'provider: is not set up in this deployment.');
}
