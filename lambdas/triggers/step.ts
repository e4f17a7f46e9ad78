import middy from '@middy/core';
import * as z from 'zod/mini';
import { AccountId, CallId } from '../domain/ids.ts';
import { invocation } from './invocation.ts';
import { log, logWith, said } from './log.ts';

/** What a step of a call's workflow is told: ids alone, since the history of a workflow can't be erased. */
const Input = z.object({
  accountId: AccountId,
  callId: CallId,
  generation: z.int(),
  /** Completes the step that waits for it. */
  token: z.optional(z.string()),
});
export type StepInput = z.infer<typeof Input>;

/** A step of a call's workflow. What it throws decides, by its name, how the workflow goes on. */
export const step = (run: (input: StepInput) => Promise<unknown>) =>
  middy()
    .use(invocation)
    .handler(async (event: unknown): Promise<Record<string, never>> => {
      const input = Input.parse(event);
      logWith({ accountId: input.accountId, callId: input.callId, generation: input.generation });
      try {
        await run(input);
        return {};
      } catch (error) {
        log.warn('the step fails', said(error));
        throw error;
      }
    });
