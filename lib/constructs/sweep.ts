import { Duration } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
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
    const invoke = new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: [sweep.function.functionArn],
    });
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      inlinePolicies: { Invoke: new PolicyDocument({ statements: [invoke] }) },
    });
    new CfnSchedule(this, 'EveryMinute', {
      scheduleExpression: 'rate(1 minute)',
      flexibleTimeWindow: { mode: 'OFF' },
      // A sweep that failed is made good by the next one. Lambda itself may repeat it, which does no harm: `due` moves once.
      target: {
        arn: sweep.function.functionArn,
        roleArn: role.roleArn,
        retryPolicy: { maximumRetryAttempts: 0 },
      },
    });
  }
}
