import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { invocation } from './invocation.ts';
import { log, logWith, said } from './log.ts';

/** A message is not done and goes back to the queue, to be received again at once. */
export class GiveBack extends Error {
  override readonly name = 'GiveBack';
}

/**
 * Runs `run` once per message. A message that throws goes back to the queue alone, its neighbors are done.
 * @param patience for a queue to which messages come back as a matter of course: `giveBack` makes one visible again at once,
 * by its receipt handle; `bury` is where one goes that can't be read, since it would come back a thousand times otherwise
 */
export const consume = <S extends z.ZodMiniType>(
  message: S,
  run: (message: z.output<S>) => Promise<void>,
  patience?: { giveBack: (receipt: string) => Promise<void>; bury: (body: string) => Promise<void> },
) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(invocation)
    .handler(async ({ Records }) => {
      const failed: string[] = [];
      for (const { messageId, body, receiptHandle } of Records) {
        logWith({ messageId });
        try {
          const parsed = message.safeParse(jsonIn(body));
          if (parsed.success) await run(parsed.data);
          else if (!patience) throw new Error('a message that is none');
          else {
            log.error('a message that is none is buried');
            await patience.bury(body);
          }
        } catch (error) {
          failed.push(messageId);
          if (!(error instanceof GiveBack) || !patience) log.error('a message goes back', said(error));
          // One that can't be given back at once comes back by itself, later.
          else
            await patience
              .giveBack(receiptHandle)
              .catch((failure: unknown) => log.warn('given back late', said(failure)));
        }
      }
      return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
    });

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
