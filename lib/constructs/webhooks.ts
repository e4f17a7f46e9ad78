import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Grant, ServiceFunction } from './service-function.ts';

/** An attempt takes up to 15 s. */
const DELIVERER_TIMEOUT = Duration.seconds(30);
/** Attempts at one time, all accounts together: a receiver that is slow keeps one of them busy. */
const DELIVERERS = 10;
/** A message comes back only when we fail ourselves; the sweep asks again for its event in any case. */
const MOST_RECEIVES = 5;

export interface WebhooksProps {
  readonly grants: readonly Grant[];
  readonly logDays: RetentionDays;
}

/** The events that webhooks are to be told of, and the function that tells them. */
export class Webhooks extends Construct {
  readonly deliverer: ServiceFunction;
  /** What failed on our side too often. */
  readonly deadLetters: Queue;
  private readonly queue: Queue;

  constructor(scope: Construct, id: string, { grants, logDays }: WebhooksProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(6 * DELIVERER_TIMEOUT.toSeconds()), // six times the function's, as Lambda asks
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MOST_RECEIVES },
    });
    this.deliverer = new ServiceFunction(this, 'Deliverer', {
      door: 'workers/deliver',
      timeout: DELIVERER_TIMEOUT,
      grants,
      logDays,
    });
    this.deliverer.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1,
        maxConcurrency: DELIVERERS,
        reportBatchItemFailures: true,
      }),
    );
  }

  /** Lets a function ask for an event to be sent. */
  readonly canTell: Grant = (fn) => {
    fn.allow(['sqs:SendMessage'], [this.queue.queueArn]);
    fn.give('WEBHOOK_QUEUE_URL', this.queue.queueUrl);
  };
}
