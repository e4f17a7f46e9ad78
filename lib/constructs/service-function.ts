import { fileURLToPath } from 'node:url';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { EnvName } from '../../lambdas/env.ts';

/** What a function is given: a permission and the variables that go with it, never one without the other. */
export type Grant = (fn: ServiceFunction) => void;

export interface ServiceFunctionProps {
  /** The door, below `lambdas/`, without its ending. */
  readonly entry: string;
  readonly timeout: Duration;
  readonly grants: readonly Grant[];
  readonly logDays: RetentionDays;
  /** @default 256 */
  readonly memoryMb?: number;
}

/**
 * Credential providers that a function never uses (its credentials stand in its environment). Loaded lazily by the
 * SDK, so a missing one is never missed; without them a bundle is a quarter smaller.
 */
const NEVER_LOADED = [
  '@aws-sdk/credential-provider-http',
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-web-identity',
  '@smithy/credential-provider-imds',
];

/** One function with a role of its own, which allows what it was granted and to write its log. */
export class ServiceFunction extends Construct {
  readonly function: NodejsFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(this, 'Log', {
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
    this.function = new NodejsFunction(this, 'Function', {
      entry: fileURLToPath(new URL(`../../lambdas/${props.entry}.ts`, import.meta.url)),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memoryMb ?? 256,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.TEXT,
      bundling: {
        // CommonJS and the SDK's own modules: the smallest and quickest to load of all ways that were measured.
        format: OutputFormat.CJS,
        mainFields: ['module', 'main'],
        target: 'node24',
        minify: true,
        sourceMap: true,
        sourcesContent: false,
        bundleAwsSDK: true,
        externalModules: NEVER_LOADED,
      },
    });
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
