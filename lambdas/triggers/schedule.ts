import middy from '@middy/core';
import { type Instant, instantAt } from '../domain/time.ts';
import { freshLog, log } from './log.ts';
import { tellMetrics } from './metrics.ts';

/** A job that runs by the clock. What it counted is logged. */
export const scheduled = (run: (now: Instant) => Promise<Readonly<Record<string, number>>>) =>
  middy()
    .use(freshLog)
    .use(tellMetrics)
    .handler(async (): Promise<void> => {
      const counted = await run(instantAt(Date.now()));
      log.info('done', counted);
    });
