import middy from '@middy/core';
import { type Instant, instantAt } from '../domain/time.ts';
import { invocation } from './invocation.ts';
import { log, said } from './log.ts';

/** An event that a carrier waits to have answered. What is thrown makes the carrier ask again. */
export const told = (run: (event: unknown, now: Instant) => Promise<unknown>) =>
  middy()
    .use(invocation)
    .handler(async (event: unknown): Promise<unknown> => {
      try {
        return await run(event, instantAt(Date.now()));
      } catch (error) {
        log.error('an event could not be answered', said(error));
        throw error;
      }
    });
