import { ChangeMessageVisibilityCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { AccountId, CallId } from '../domain/ids.ts';
import { env } from '../env.ts';
import { nextInLine } from './open-calls.ts';
import { sqs } from './sqs.ts';

/** What the dialer is told: whom to look at. What to do with it is in the call's row. */
export const DialMessage = z.object({ accountId: AccountId, callId: CallId });
export type DialMessage = z.infer<typeof DialMessage>;

/** The longest that a message can be delayed (SQS quota: 15 minutes). */
export const LONGEST_DELAY_SEC = 900;

/**
 * Asks the dialer to look at a call, `inSec` seconds from now. The group lets the queue serve accounts in turn.
 * @param inSec up to `LONGEST_DELAY_SEC`
 */
export async function pokeDialer({ accountId, callId }: DialMessage, inSec = 0): Promise<void> {
  await sqs().send(
    new SendMessageCommand({
      QueueUrl: env('DIAL_QUEUE_URL'),
      MessageBody: JSON.stringify({ accountId, callId } satisfies DialMessage),
      MessageGroupId: accountId,
      ...(inSec > 0 && { DelaySeconds: Math.ceil(inSec) }),
    }),
  );
}

/** Asks the dialer to look at the call that has waited longest for another of its account to end. */
export async function pokeNextInLine(accountId: AccountId): Promise<void> {
  const callId = await nextInLine(accountId);
  if (callId) await pokeDialer({ accountId, callId });
}

/** Makes a message visible again at once: the dialer can't do it now. */
export async function giveBack(receipt: string): Promise<void> {
  await sqs().send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: env('DIAL_QUEUE_URL'),
      ReceiptHandle: receipt,
      VisibilityTimeout: 0,
    }),
  );
}

/** Puts what can't be read among the dead letters at once: it would be tried a thousand times otherwise. */
export async function bury(body: string): Promise<void> {
  await sqs().send(new SendMessageCommand({ QueueUrl: env('DIAL_DEAD_LETTERS_URL'), MessageBody: body }));
}
