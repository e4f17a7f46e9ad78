import { reconcileNumbers } from '../books/reconcile.ts';
import { scheduled } from '../triggers/schedule.ts';

/** Compares our numbers with the carrier's, every hour. */
export const handler = scheduled(async (now) => ({ drift: (await reconcileNumbers(now)).length }));
