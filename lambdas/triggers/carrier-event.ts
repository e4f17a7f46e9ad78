import middy from '@middy/core';
import { type Instant, instantAt } from '../domain/time.ts';
import { freshLog, log, said } from './log.ts';
import { tellMetrics } from './metrics.ts';

/** An event that a carrier waits to have answered. What is thrown makes the carrier ask again. */
export const told = (run: (event: unknown, now: Instant) => Promise<unknown>) =>
  middy()
    .use(freshLog)
    .use(tellMetrics)
    .handler(async (event: unknown): Promise<unknown> => {
      try {
        return await run(event, instantAt(Date.now()));
      } catch (error) {
        log.error('an event could not be answered', said(error));
        throw error;
      }
    });
