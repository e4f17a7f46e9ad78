import { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { type Grant, ServiceFunction } from './service-function.ts';

export interface SweepProps {
  readonly grants: readonly Grant[];
  readonly logDays: RetentionDays;
}

/** Looks after what is overdue, every minute. */
export class Sweep extends Construct {
  constructor(scope: Construct, id: string, { grants, logDays }: SweepProps) {
    super(scope, id);
    const sweep = new ServiceFunction(this, 'Function', {
      entry: 'jobs/sweep',
      timeout: Duration.seconds(55), // it ends before the next one begins
      grants,
      logDays,
    });
    const schedule = new Schedule(this, 'EveryMinute', {
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      // A sweep that failed is made good by the next one.
      target: new LambdaInvoke(sweep.function, { retryAttempts: 0 }),
    });
    void schedule;
    void acknowledge;
  }
}
