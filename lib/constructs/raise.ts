import { Aws, Duration } from 'aws-cdk-lib';
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
import type { Construct } from 'constructs';
import { type Dimensions, type Metric as OurMetric, NAMESPACE } from '../../lambdas/metrics.ts';
import type { AlarmMail } from './alarm-mail.ts';

export interface Watched {
  readonly metric: IMetric;
  /** At this value, or above, it is alarmed. @default 1 */
  readonly at?: number;
  /** For so many periods in a row. @default 1 */
  readonly periods?: number;
  /** It is alarmed when nothing is told instead: no news is bad news. @default false */
  readonly silence?: boolean;
  /** The section of the runbook that says what to do. @default the alarm's own */
  readonly runbook?: string;
}

export const FIVE_MINUTES = Duration.minutes(5);

/** One of our own metrics. Nothing is told of what did not happen. */
export const ours = <M extends OurMetric>(
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
export const math = (expression: string, metrics: Readonly<Record<string, IMetric>>, period = FIVE_MINUTES) =>
  new MathExpression({
    expression: expression.replace(/\b[a-z]\w*\b/g, (name) => (name in metrics ? `FILL(${name}, 0)` : name)),
    usingMetrics: { ...metrics },
    period,
  });

/** Makes an alarm: its name, and what has happened when it comes. */
export type Raise = (id: string, what: string, watched: Watched) => void;

/** Makes alarms of a construct that are mailed, if there is an address. */
export const raising =
  (scope: Construct, mail: AlarmMail | undefined): Raise =>
  (id, what, { metric, at = 1, periods = 1, silence = false, runbook = id }) => {
    const anchor = runbook.replace(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
    const alarm = new Alarm(scope, id, {
      alarmDescription: `${what} See docs/runbook.md#${anchor}`,
      metric,
      threshold: at,
      comparisonOperator: silence
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: silence ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    });
    if (!mail) return;
    const action = new SnsAction(mail.topic);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  };
