import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Grant, ServiceFunction } from './service-function.ts';

/** The dialer waits up to a minute for the carrier, and then gives the message back. */
const DIALER_TIMEOUT = Duration.seconds(75);
/** Two, so that one that waits for the carrier's next slot doesn't hold up the calls of other accounts. */
const DIALERS = 2;
/** Being given back is normal here; what can't be read is put among the dead letters by the dialer itself. */
const MOST_RECEIVES = 1_000;

export interface DialQueueProps {
  readonly grants: readonly Grant[];
  readonly logDays: RetentionDays;
}

/** The line of calls waiting to be dialed, and the worker that leads them to the phone. */
export class DialQueue extends Construct {
  readonly queue: Queue;
  /** What could not be read, or came back too often. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { grants, logDays }: DialQueueProps) {
    super(scope, id);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      visibilityTimeout: Duration.seconds(6 * DIALER_TIMEOUT.toSeconds()), // six times the dialer's, as Lambda asks
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: MOST_RECEIVES },
    });
    const dialer = new ServiceFunction(this, 'Dialer', {
      door: 'workers/dial',
      timeout: DIALER_TIMEOUT,
      grants: [
        ...grants,
        (fn) => {
          fn.allow(['sqs:SendMessage'], [this.deadLetters.queueArn]);
          fn.give('DIAL_DEAD_LETTERS_URL', this.deadLetters.queueUrl);
          fn.allow(['sqs:ChangeMessageVisibility'], [this.queue.queueArn]);
        },
        this.canPoke,
      ],
      logDays,
    });
    dialer.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 1,
        maxConcurrency: DIALERS,
        reportBatchItemFailures: true,
      }),
    );
  }

  /** Lets a function ask the dialer to look at a call. */
  readonly canPoke: Grant = (fn) => {
    fn.allow(['sqs:SendMessage'], [this.queue.queueArn]);
    fn.give('DIAL_QUEUE_URL', this.queue.queueUrl);
  };
}
