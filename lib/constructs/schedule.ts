import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

/** Runs a function of `scope` by the clock, by a role of its own. */
export function runRegularly(
  scope: Construct,
  id: string,
  { function: fn }: ServiceFunction,
  scheduleExpression: `rate(1 ${'minute' | 'hour'})`,
): void {
  const invoke = new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] });
  const role = new Role(scope, 'ScheduleRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
    inlinePolicies: { Invoke: new PolicyDocument({ statements: [invoke] }) },
  });
  new CfnSchedule(scope, id, {
    scheduleExpression,
    flexibleTimeWindow: { mode: 'OFF' },
    // One that failed is made good by the next one. Lambda itself may repeat it, which must do no harm.
    target: { arn: fn.functionArn, roleArn: role.roleArn, retryPolicy: { maximumRetryAttempts: 0 } },
  });
}
