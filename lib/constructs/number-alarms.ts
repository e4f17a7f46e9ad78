import { Duration, type Stack } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Dimensions } from '../../lambdas/metrics.ts';
import { NumberWorkflow } from './number-workflow.ts';
import { type Raise, math, ours } from './raise.ts';

/** What somebody must look at of numbers: how they come, how they go, and what the carrier's books say of them. */
export function watchNumbers(raise: Raise, stack: Stack, withCarrier: boolean): void {
  const machines = stack.node.findAll().filter((part) => part instanceof NumberWorkflow);
  const failed = machines.map(({ machine }, i) => [`failed${i}`, machine.metricFailed()] as const);
  raise('NumberWorkflowFailed', 'The workflow of an order or a release failed.', {
    metric: math(failed.map(([name]) => name).join(' + '), Object.fromEntries(failed)),
  });
  raise('OrdersFail', 'Orders for numbers fail by the carrier or its account.', {
    metric: ours('OrdersFailed', { error: 'provider_failed' }),
  });
  raise('OrdersSlow', 'The carrier has been at an order for more than an hour.', {
    metric: ours('OrdersSlow', {}, { period: Duration.hours(2) }),
  });
  raise('ReleasesLate', 'A number that ought to be gone for a day is still with the carrier.', {
    // The longest pause between two tries.
    metric: ours('ReleasesLate', {}, { period: Duration.hours(6) }),
  });
  if (withCarrier) watchBooks(raise);
}

function watchBooks(raise: Raise): void {
  const drifted = (kind: Dimensions['NumbersDrifted']['kind'], statistic: string, period: Duration) =>
    ours('NumbersDrifted', { kind }, { statistic, period });
  const latest = (kind: Dimensions['NumbersDrifted']['kind']) =>
    drifted(kind, Stats.MAXIMUM, Duration.hours(2));
  const runbook = 'NumbersDrifted';
  raise('NumbersMissing', 'The carrier has numbers no more that accounts have.', {
    metric: latest('missing'),
    runbook,
  });
  raise('NumbersExtra', 'The carrier has numbers that no account has.', {
    metric: latest('extra'),
    runbook,
  });
  raise('NumbersUnlinked', 'Calls to numbers of ours did not come here.', {
    metric: latest('status'),
    runbook,
  });
  raise('BooksSilent', 'Our numbers have not been compared with the carrier’s for three hours.', {
    metric: drifted('missing', Stats.SAMPLE_COUNT, Duration.hours(3)),
    silence: true,
  });
}
