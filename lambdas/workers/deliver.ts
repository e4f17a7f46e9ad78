import { EventName, eventIdOf, wasTaken } from '../domain/call-event.ts';
import { instantAt, plusSeconds } from '../domain/time.ts';
import { eventBody } from '../domain/webhook-body.ts';
import { isPrivate } from '../domain/webhook-url.ts';
import { env } from '../env.ts';
import { readAccount } from '../store/accounts.ts';
import { readWholeCall } from '../store/call-list.ts';
import { policy } from '../store/deployment.ts';
import { keepEvent, readWebhookUrl, storeAttempt, takeEvent } from '../store/events.ts';
import { log, logWith } from '../triggers/log.ts';
import { count } from '../triggers/metrics.ts';
import { consume } from '../triggers/queue.ts';
import { post } from '../webhook/post.ts';

/** How long an event is kept before it is looked at again, while nobody may be connected to. */
const KEPT_SEC = 86_400;

/**
 * Sends one event of a call to its webhook, once. A receiver knows an event by its id: it may be sent again after a crash
 * of ours, and whatever the receiver makes of it, that was the one attempt.
 *
 * Only the operator's own receivers are connected to. Events for all others are kept as owing their attempt.
 */
async function deliver(name: EventName): Promise<void> {
  const { accountId, callId } = name;
  logWith({ accountId, callId, eventId: eventIdOf(name) });
  const now = instantAt(Date.now());
  const url = await readWebhookUrl(callId);
  if (url === undefined) throw new Error('an event of a call that has no webhook');
  if (!isPrivate(url, policy().webhookPrivateOrigins)) {
    await keepEvent(name, plusSeconds(now, KEPT_SEC));
    return;
  }
  // Taken first: of many copies of the message one sends. A crash after this line leaves it to the sweep.
  const taken = await takeEvent(name, now);
  if (!taken) return;
  const [whole, account] = await Promise.all([readWholeCall(accountId, callId), readAccount(accountId)]);
  if (!whole || !account) throw new Error('an event without its call or its account');

  const attempt = await post(url, {
    id: eventIdOf(name),
    body: eventBody(taken.event, whole, env('PUBLIC_URL')),
    secret: account.webhookSecret,
  });
  count('WebhookAttempts');
  if (!wasTaken(attempt)) count('WebhookFailures');
  log.info('a webhook was told', {
    event: taken.event.event,
    status: attempt.status ?? 'none',
    ms: attempt.ms,
  });
  // Sent first, then written down: an event that is told twice is known by its id, one that is never told is lost.
  await storeAttempt(taken, attempt);
}

export const handler = consume(EventName, deliver);
