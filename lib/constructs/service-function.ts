import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EnvName } from '../../lambdas/env.ts';
import { type Door, bundleOf } from '../bundles.ts';

/** What a function is given: a permission and the variables that go with it, never one without the other. */
export type Grant = (fn: ServiceFunction) => void;

export interface ServiceFunctionProps {
  readonly door: Door;
  readonly timeout: Duration;
  readonly grants: readonly Grant[];
  readonly logDays: RetentionDays;
  /** @default 256 */
  readonly memoryMb?: number;
}

/** One function with a role of its own, which allows what it was granted and to write its log. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(this, 'Log', {
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    this.function = new LambdaFunction(this, 'Function', {
      code: bundleOf(props.door),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memoryMb ?? 256,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.TEXT,
    });
    this.give('POWERTOOLS_SERVICE_NAME', Aws.STACK_NAME);
    for (const grant of props.grants) grant(this);
  }

  /** Lets the function do `actions`, no others, on `resources`. */
  allow(
    actions: readonly string[],
    resources: readonly string[],
    conditions: Record<string, unknown> = {},
  ): void {
    this.role.addToPolicy(
      new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }),
    );
  }

  /** Gives the function a variable. */
  give(name: EnvName, value: string): void {
    this.function.addEnvironment(name, value);
  }
}
