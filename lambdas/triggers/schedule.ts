import middy from '@middy/core';
import { type Instant, instantAt } from '../domain/time.ts';
import { invocation } from './invocation.ts';
import { log } from './log.ts';

/** A job that runs by the clock. What it counted is logged. */
export const scheduled = (run: (now: Instant) => Promise<Readonly<Record<string, number>>>) =>
  middy()
    .use(invocation)
    .handler(async (): Promise<void> => {
      const counted = await run(instantAt(Date.now()));
      log.info('done', counted);
    });
