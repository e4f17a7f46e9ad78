import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Call } from '../domain/call.ts';
import type { EventName } from '../domain/call-event.ts';
import { env } from '../env.ts';
import { sqs } from './sqs.ts';

/** Asks for an event to be sent. The group lets the queue serve accounts in turn. */
export async function pokeDelivery({ accountId, callId, sequence }: EventName): Promise<void> {
  await sqs().send(
    new SendMessageCommand({
      QueueUrl: env('WEBHOOK_QUEUE_URL'),
      MessageBody: JSON.stringify({ accountId, callId, sequence } satisfies EventName),
      MessageGroupId: accountId,
    }),
  );
}

/** Asks for the latest event of a call to be sent, if it has a webhook that was told of one. */
export async function pokeLatestEvent({ accountId, callId, webhookEvents }: Call): Promise<void> {
  if (webhookEvents) await pokeDelivery({ accountId, callId, sequence: webhookEvents });
}
