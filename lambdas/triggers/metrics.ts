import type { EndedCall } from '../domain/call.ts';
import type { EnvName } from '../env.ts';
import { type Dimensions, METRICS, type Metric, NAMESPACE } from '../metrics.ts';
import { printLine } from './print-line.ts';

/** What the invocation has counted so far. */
const counted = new Map<Metric, number[]>();
/** CloudWatch takes no more values of a metric in one line. */
const MOST_VALUES = 100;

type Args<M extends Metric> = M extends keyof Dimensions ? [n: number, by: Dimensions[M]] : [n?: number];

/**
 * Adds to a metric, in its own unit. What an invocation counted is printed when it ends, also when it throws; one that is
 * killed tells nothing.
 */
export function count<M extends Metric>(metric: M, ...[n = 1, by]: Args<M>): void {
  if (by) {
    tell([[metric, [n]]], { ...by });
    return;
  }
  const values = counted.get(metric) ?? [];
  values.push(n);
  counted.set(metric, values);
  if (values.length === MOST_VALUES) tellAll();
}

/** Counts a call that has got its terminal status just now: to be called by whoever wrote it. */
export function countEnd({ status, endReason, startedAt }: EndedCall): void {
  count('CallsEnded', 1, { status, endReason });
  if (startedAt) count('CallsAnswered');
}

function tellAll(): void {
  if (counted.size > 0) tell([...counted]);
  counted.clear();
}

/**
 * One line of CloudWatch's embedded metric format. Its dimension `service` is the deployment's name: two stages may share an
 * account.
 */
function tell(
  metrics: readonly (readonly [Metric, readonly number[]])[],
  by: Readonly<Record<string, string>> = {},
): void {
  printLine({
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [['service', ...Object.keys(by)]],
          Metrics: metrics.map(([metric]) => ({ Name: metric, Unit: METRICS[metric] })),
        },
      ],
    },
    // Never a reason to throw: no metric is worth a call.
    service: process.env['DEPLOYMENT' satisfies EnvName] ?? 'trunkline',
    ...by,
    ...Object.fromEntries(
      metrics.map(([metric, values]) => [metric, values.length === 1 ? values[0] : values]),
    ),
  });
}

/** A middy middleware: prints what was counted, one line for CloudWatch to read. */
export const tellMetrics = { after: tellAll, onError: tellAll };
