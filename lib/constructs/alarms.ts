import { Duration, Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Stage } from '../stage.ts';
import { AlarmMail } from './alarm-mail.ts';
import type { CallWorkflow } from './call-workflow.ts';
import type { DialQueue } from './dial-queue.ts';
import { watchNumbers } from './number-alarms.ts';
import { FIVE_MINUTES, type Raise, math, ours, raising } from './raise.ts';
import { ServiceFunction } from './service-function.ts';
import type { Table } from './table.ts';
import type { Webhooks } from './webhooks.ts';

/** A function whose longest invocation comes this close to its time-out is about to be cut off. */
const NEAR_TIMEOUT = 0.9;
/** Chime asks again after 5 s, and a caller hears each of them: a second is already long (rules: p99 under 1 s). */
const EVENT_P99_MS = 1_000;
/** The sweep runs each minute; whatever is overdue for longer was passed over, more than once. */
const LONGEST_LAG_SEC = 300;

export interface AlarmsProps {
  readonly stage: Pick<Stage, 'alarmMail' | 'policy'>;
  readonly line: DialQueue;
  readonly workflow: CallWorkflow;
  readonly webhooks: Webhooks;
  readonly api: RestApi;
  readonly tables: Readonly<Record<string, Table>>;
  /** Missing without a carrier. */
  readonly carrierEvents: ServiceFunction | undefined;
}

const countOf = (queue: IQueue) =>
  queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM });

/**
 * What somebody must look at. Each alarm says in its description what has happened, and where in docs/runbook.md it says
 * what to do; a test keeps the two together. Mail is sent if the stage has an address for it.
 */
export class Alarms extends Construct {
  private readonly raise: Raise;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { alarmMail } = props.stage;
    const mail = alarmMail === null ? undefined : new AlarmMail(this, 'Mail', { address: alarmMail });
    this.raise = raising(this, mail);
    this.watchCalls();
    this.watchQueues(props);
    this.watchSweep();
    watchNumbers(this.raise, Stack.of(this), props.carrierEvents !== undefined);
    this.watchApi(props);
    for (const [name, table] of Object.entries(props.tables)) this.watchTable(name, table);
    for (const fn of Stack.of(this).node.findAll())
      if (fn instanceof ServiceFunction) this.watchFunction(fn, fn === props.workflow.ring);
    if (props.carrierEvents) this.watchEvents(props.carrierEvents);
  }

  private watchCalls(): void {
    this.raise('OutcomeUnknown', 'A call ended and nobody knows whether a phone rang.', {
      metric: ours('OutcomesUnknown'),
    });
    this.raise('LateEvidence', 'The carrier told of a call that had been given up.', {
      metric: ours('LateEvidence'),
    });
    this.raise('StrayLine', 'A line is up that no live call stands for.', { metric: ours('StrayLines') });
    this.raise('CarrierRefuses', 'The carrier refuses to place calls.', {
      metric: ours('CarrierRefusals'),
      at: 5,
    });
    this.raise('ConversationsFail', 'A fifth or more of the answered calls fail on our side.', {
      metric: math(
        'IF(failed >= 3, 100 * failed / MAX([answered, failed]), 0)',
        {
          failed: ours('CallsEnded', { status: 'failed', endReason: 'conversation_failed' }),
          answered: ours('CallsAnswered'),
        },
        Duration.minutes(15),
      ),
      at: 20,
    });
    this.raise('ModelFails', 'The model fails to answer.', { metric: ours('ModelFailures'), at: 5 });
  }

  private watchQueues({ line, workflow: { machine, conclusion }, webhooks, stage }: AlarmsProps): void {
    this.raise(
      'DeadLetters',
      'A message of the dial queue could not be read, or came back a thousand times.',
      {
        metric: countOf(line.deadLetters),
      },
    );
    this.raise('WebhookDeadLetters', 'An event could not be told to its webhook, by our own fault.', {
      metric: countOf(webhooks.deadLetters),
    });
    this.raise('DialQueueOld', 'Calls have waited in the dial queue for half of the time that they have.', {
      metric: line.queue.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM }),
      at: stage.policy.dialWindowSec / 2,
    });
    this.raise('WorkflowFailed', 'The workflow of a call failed, or ran longer than any call may.', {
      metric: math('failed + late + inbound', {
        failed: machine.metricFailed(),
        late: machine.metricTimedOut(),
        inbound: conclusion.metricFailed(),
      }),
    });
  }

  private watchSweep(): void {
    const lag = (statistic: string, period: Duration) => ours('SweepLag', {}, { statistic, period });
    this.raise('SweepSilent', 'The sweep has not come to its end for five minutes.', {
      metric: lag(Stats.SAMPLE_COUNT, FIVE_MINUTES),
      silence: true,
    });
    this.raise('SweepBehind', 'Calls, orders or releases are overdue for more than five minutes.', {
      metric: lag(Stats.MAXIMUM, Duration.minutes(1)),
      at: LONGEST_LAG_SEC,
      periods: 3,
    });
    this.raise('SweepFails', 'The sweep fails to look after something, again and again.', {
      metric: ours('SweepFailures', {}, { period: Duration.minutes(1) }),
      periods: 3,
    });
  }

  private watchApi({ api }: AlarmsProps): void {
    this.raise('ApiFails', 'Requests are answered with 5XX.', {
      metric: math('errors - paused', {
        errors: api.metricServerError({ statistic: Stats.SUM }),
        paused: ours('RequestsRefused', { class: 'paused' }),
      }),
      at: 3,
    });
  }

  private watchTable(name: string, { table }: Table): void {
    const of = (metricName: string, operation?: string) =>
      table.metric(metricName, {
        statistic: Stats.SUM,
        dimensionsMap: { TableName: table.tableName, ...(operation && { Operation: operation }) },
      });
    this.raise(`${name}TableFails`, `DynamoDB refuses or fails requests to the table ${name}.`, {
      metric: math('reads + writes + gets + queries + puts + updates + transactions', {
        reads: of('ReadThrottleEvents'),
        writes: of('WriteThrottleEvents'),
        gets: of('SystemErrors', 'GetItem'),
        queries: of('SystemErrors', 'Query'),
        puts: of('SystemErrors', 'PutItem'),
        updates: of('SystemErrors', 'UpdateItem'),
        transactions: of('SystemErrors', 'TransactWriteItems'),
      }),
      at: 5,
      runbook: 'TableFails',
    });
  }

  /** @param isRing it throws on purpose when the carrier is busy: that is the carrier's, and counted there */
  private watchFunction({ function: fn, node }: ServiceFunction, isRing: boolean): void {
    const name = node.path.split('/').slice(1).join('');
    const failing = { errors: fn.metricErrors(), throttles: fn.metricThrottles() };
    this.raise(`${name}Fails`, `The function ${name} fails, or is not let run.`, {
      metric: isRing
        ? math('errors + throttles - busy', { ...failing, busy: ours('CarrierThrottles') })
        : math('errors + throttles', failing),
      at: 3,
      runbook: 'FunctionFails',
    });
    const timeout = fn.timeout?.toMilliseconds() ?? 0;
    this.raise(`${name}Slow`, `The function ${name} is about to be cut off at its time-out.`, {
      metric: fn.metricDuration({ statistic: Stats.MAXIMUM }),
      at: NEAR_TIMEOUT * timeout,
      runbook: 'FunctionSlow',
    });
  }

  private watchEvents({ function: fn }: ServiceFunction): void {
    this.raise('CarrierEventsSlow', 'One of a hundred events of the carrier takes a second or more.', {
      metric: fn.metricDuration({ statistic: Stats.percentile(99) }),
      at: EVENT_P99_MS,
      periods: 3,
    });
  }
}
