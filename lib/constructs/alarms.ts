import { Aws, Duration, Stack } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Dimensions, type Metric as OurMetric, NAMESPACE } from '../../lambdas/metrics.ts';
import type { Stage } from '../stage.ts';
import { AlarmMail } from './alarm-mail.ts';
import type { CallWorkflow } from './call-workflow.ts';
import type { DialQueue } from './dial-queue.ts';
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

interface Watched {
  readonly metric: IMetric;
  /** At this value, or above, it is alarmed. @default 1 */
  readonly at?: number;
  /** For so many periods in a row. @default 1 */
  readonly periods?: number;
  /** It is alarmed when nothing is told instead: no news is bad news. @default false */
  readonly silence?: boolean;
}

const FIVE_MINUTES = Duration.minutes(5);

/** One of our own metrics. Nothing is told of what did not happen. */
const ours = <M extends OurMetric>(
  metricName: M,
  by: Partial<M extends keyof Dimensions ? Dimensions[M] : object> = {},
  { statistic = Stats.SUM, period = FIVE_MINUTES } = {},
) =>
  new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { service: Aws.STACK_NAME, ...by },
    statistic,
    period,
  });

/** A value made of several metrics, at most ten; each is taken for 0 where it isn't told. */
const math = (expression: string, metrics: Readonly<Record<string, IMetric>>, period = FIVE_MINUTES) =>
  new MathExpression({
    expression: expression.replace(/\b[a-z]\w*\b/g, (name) => (name in metrics ? `FILL(${name}, 0)` : name)),
    usingMetrics: { ...metrics },
    period,
  });

const countOf = (queue: IQueue) =>
  queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM });

/**
 * What somebody must look at. Each alarm says in its description what has happened, and where in docs/runbook.md it says
 * what to do; a test keeps the two together. Mail is sent if the stage has an address for it.
 */
export class Alarms extends Construct {
  private readonly mail: AlarmMail | undefined;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { alarmMail } = props.stage;
    this.mail = alarmMail === null ? undefined : new AlarmMail(this, 'Mail', { address: alarmMail });
    this.watchCalls();
    this.watchQueues(props);
    this.watchSweep();
    if (props.carrierEvents) this.watchBooks();
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
    this.raise('SweepBehind', 'Calls are overdue for more than five minutes.', {
      metric: lag(Stats.MAXIMUM, Duration.minutes(1)),
      at: LONGEST_LAG_SEC,
      periods: 3,
    });
    this.raise('SweepFails', 'The sweep fails to look after a call, again and again.', {
      metric: ours('SweepFailures', {}, { period: Duration.minutes(1) }),
      periods: 3,
    });
  }

  private watchBooks(): void {
    const drifted = (kind: Dimensions['NumbersDrifted']['kind'], statistic: string, period: Duration) =>
      ours('NumbersDrifted', { kind }, { statistic, period });
    const latest = (kind: Dimensions['NumbersDrifted']['kind']) =>
      drifted(kind, Stats.MAXIMUM, Duration.hours(2));
    const runbook = 'NumbersDrifted';
    this.raise('NumbersMissing', 'The carrier has numbers no more that accounts have.', {
      metric: latest('missing'),
      runbook,
    });
    this.raise('NumbersExtra', 'The carrier has numbers that no account has.', {
      metric: latest('extra'),
      runbook,
    });
    this.raise('NumbersUnlinked', 'Calls to numbers of ours did not come here.', {
      metric: latest('status'),
      runbook,
    });
    this.raise('BooksSilent', 'Our numbers have not been compared with the carrier’s for three hours.', {
      metric: drifted('missing', Stats.SAMPLE_COUNT, Duration.hours(3)),
      silence: true,
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

  /** @param runbook the section that says what to do, if it isn't the alarm's own */
  private raise(
    id: string,
    what: string,
    { metric, at = 1, periods = 1, silence = false, runbook = id }: Watched & { readonly runbook?: string },
  ): void {
    const anchor = runbook.replace(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    const alarm = new Alarm(this, id, {
      alarmDescription: `${what} See docs/runbook.md#${anchor}`,
      metric,
      threshold: at,
      comparisonOperator: silence
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: silence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    if (!this.mail) return;
    const action = new SnsAction(this.mail.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }
}
