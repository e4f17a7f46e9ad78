import { Metrics } from '@aws-lambda-powertools/metrics';
import type { EndedCall } from '../domain/call.ts';
import { type Dimensions, METRICS, type Metric, NAMESPACE } from '../metrics.ts';

/** Its one dimension is `service`, the deployment's name (`POWERTOOLS_SERVICE_NAME`): two stages may share an account. */
const metrics = new Metrics({ namespace: NAMESPACE });

type Args<M extends Metric> = M extends keyof Dimensions ? [n: number, by: Dimensions[M]] : [n?: number];

/**
 * Adds to a metric, in its own unit. What an invocation counted is printed when it ends, also when it throws; one that is
 * killed tells nothing.
 */
export function count<M extends Metric>(metric: M, ...[n = 1, by]: Args<M>): void {
  const unit = METRICS[metric];
  if (by)
    metrics
      .singleMetric()
      .addDimensions({ ...by })
      .addMetric(metric, unit, n);
  else metrics.addMetric(metric, unit, n);
}

/** Counts a call that has got its terminal status just now: to be called by whoever wrote it. */
export function countEnd({ status, endReason, startedAt }: EndedCall): void {
  count('CallsEnded', 1, { status, endReason });
  if (startedAt) count('CallsAnswered');
}

const print = () => {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
};

/** A middy middleware: prints what was counted, one line for CloudWatch to read (embedded metric format). */
export const tellMetrics = { after: print, onError: print };
