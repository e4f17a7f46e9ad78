import { Refusal } from '../domain/errors.ts';
import { log, said } from '../triggers/log.ts';

/**
 * Asks the carrier about its numbers. Nothing rings, so whoever wanted it can ask again.
 * @throws Refusal `provider_failed` when the carrier fails
 */
export async function askCarrier<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    log.error('the carrier failed', said(error));
    throw new Refusal('provider_failed', 'The carrier did not do what was asked; try again.');
  }
}
