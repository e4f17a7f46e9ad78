import middy from '@middy/core';
import * as z from 'zod/mini';
import { AccountId } from '../domain/ids.ts';
import { type Instant, instantAt } from '../domain/time.ts';
import { invocation } from './invocation.ts';
import { log, logWith, said } from './log.ts';

/** What the step of an order or a release is told: ids alone, since the history of a workflow can't be erased. */
const Input = z.object({
  accountId: AccountId,
  /** The order's, or the release's. */
  id: z.uuid(),
  generation: z.int(),
});
export type NumberStepInput = z.infer<typeof Input>;

/** Whether all is done, or else the instant from which the next step is to be done. */
export type StepAnswer = { readonly done: true } | { readonly done: false; readonly at: Instant };

/** The step of an order or a release. It is run again if it throws, and may be at any time: it goes by the row alone. */
export const numberStep = (run: (input: NumberStepInput, now: Instant) => Promise<StepAnswer>) =>
  middy()
    .use(invocation)
    .handler(async (event: unknown): Promise<StepAnswer> => {
      const input = Input.parse(event);
      logWith({ accountId: input.accountId, id: input.id, generation: input.generation });
      try {
        return await run(input, instantAt(Date.now()));
      } catch (error) {
        log.warn('the step fails', said(error));
        throw error;
      }
    });
