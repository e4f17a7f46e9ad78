import { Duration } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { runRegularly } from './schedule.ts';
import { type Grant, ServiceFunction } from './service-function.ts';

export interface BooksProps {
  readonly grants: readonly Grant[];
  readonly logDays: RetentionDays;
}

/** Compares our numbers with the carrier's, every hour. */
export class Books extends Construct {
  constructor(scope: Construct, id: string, { grants, logDays }: BooksProps) {
    super(scope, id);
    const reconcile = new ServiceFunction(this, 'Function', {
      door: 'jobs/reconcile',
      timeout: Duration.minutes(5), // a hundred numbers take the carrier a second or two
      grants,
      logDays,
    });
    // Repeated it comes to the same.
    runRegularly(this, 'EveryHour', reconcile, 'rate(1 hour)');
  }
}
