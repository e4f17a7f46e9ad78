import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { AccountId, CallId } from '../domain/ids.ts';
import { env } from '../env.ts';

/** What the dialer is told: whom to look at. What to do with it is in the call's row. */
export const DialMessage = z.object({ accountId: AccountId, callId: CallId });
export type DialMessage = z.infer<typeof DialMessage>;

let client: SQSClient | undefined;
const sqs = () => (client ??= new SQSClient({}));

/** Asks the dialer to look at a call. The group lets the queue serve accounts in turn. */
export async function pokeDialer(message: DialMessage): Promise<void> {
  await sqs().send(
    new SendMessageCommand({
      QueueUrl: env('DIAL_QUEUE_URL'),
      MessageBody: JSON.stringify(message),
      MessageGroupId: message.accountId,
    }),
  );
}
