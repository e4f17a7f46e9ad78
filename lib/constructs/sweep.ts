import { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { runRegularly } from './schedule.ts';
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
      door: 'jobs/sweep',
      timeout: Duration.seconds(55), // it ends before the next one begins
      grants,
      logDays,
    });
    // Repeated it does no harm: `due` moves once.
    runRegularly(this, 'EveryMinute', sweep, 'rate(1 minute)');
  }
}
