import {
  AccessLogFormat,
  AccessLogField,
  AuthorizationType,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi as Api,
} from 'aws-cdk-lib/aws-apigateway';
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type Route, routes } from '../../lambdas/routes.ts';
import type { Door } from '../bundles.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Stage } from '../stage.ts';
import { gatewayAnswers } from './gateway-answers.ts';
import { type Grant, ServiceFunction } from './service-function.ts';

/** API Gateway waits 29 s; what takes longer has failed. */
const API_TIMEOUT = Duration.seconds(20);
const STAGE = 'live';

export interface RestApiProps {
  readonly grants: Readonly<Record<Route['served'], readonly Grant[]>>;
  readonly throttle: Stage['throttle'];
  readonly logDays: RetentionDays;
}

/** The public API: the routes table, a function a capability, and a door for whatever no route serves. */
export class RestApi extends Construct {
  readonly api: Api;

  constructor(scope: Construct, id: string, { grants, throttle, logDays }: RestApiProps) {
    super(scope, id);
    const serve = (name: string, door: Door, granted: readonly Grant[], memoryMb: number) =>
      new LambdaIntegration(
        new ServiceFunction(this, name, { door, timeout: API_TIMEOUT, grants: granted, logDays, memoryMb })
          .function,
        // One permission a function: one a route would fill the function's policy.
        { scopePermissionToMethod: false },
      );
    const served = {
      calls: serve('Calls', 'api/calls', grants.calls, 512),
      control: serve('Control', 'api/control', grants.control, 256),
      account: serve('Account', 'api/account', grants.account, 256),
      numbers: serve('Numbers', 'api/numbers', grants.numbers, 256),
      recordings: serve('Recordings', 'api/recordings', grants.recordings, 256),
      operator: serve('Operator', 'api/operator', grants.operator, 256),
      door: serve('Door', 'api/door', grants.door, 128),
    };

    const log = new LogGroup(this, 'AccessLog', { retention: logDays, removalPolicy: RemovalPolicy.DESTROY });
    this.api = new Api(this, 'Api', {
      // Its metrics go by its name: two stages may share an account.
      restApiName: Aws.STACK_NAME,
      description: 'Trunkline',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: true,
      // The account's one role for it, other stages' logs included: it must not go with this stack.
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: STAGE,
        throttlingRateLimit: throttle.requestsPerSecond,
        throttlingBurstLimit: throttle.burst,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(log),
        accessLogFormat: accessLogFormat(),
      },
    });
    for (const route of routes) {
      const resource = this.api.root.resourceForPath(route.path);
      resource.addMethod(route.method, served[route.served], {
        authorizationType: route.scope === 'operator' ? AuthorizationType.IAM : AuthorizationType.NONE,
      });
    }
    for (const path of new Set(routes.map((route) => route.path))) {
      this.api.root.resourceForPath(path).addMethod('ANY', served.door);
    }
    this.api.root.addMethod('ANY', served.door);
    this.api.root.addResource('{proxy+}').addMethod('ANY', served.door);
    gatewayAnswers(this.api);

    const acknowledged: readonly (readonly [string, string])[] = [
      ['APIG2', 'Requests are validated by the functions, which answer each mistake with its own token.'],
      [
        'APIG3',
        'Each request needs a key whose checksum is tested without a read; a WAF can be put before it by its operator.',
      ],
      [
        'APIG4',
        'Keys are checked in the functions, since an answer must say what was wrong; operator routes use IAM.',
      ],
      ['COG4', 'Callers are programs with keys, not people with passwords.'],
    ];
    acknowledge(
      this.api,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      'The one policy that API Gateway documents for writing its logs; it is the role of the account, not of a function.',
    );
    for (const [rule, reason] of acknowledged) acknowledge(this.api, `AwsSolutions-${rule}`, reason);
  }

  /** Where it is found if nobody has given it another name. */
  get address(): string {
    return `https://${this.api.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${STAGE}`;
  }
}

/** What is asked for is the route, not the path and its query: those name calls and numbers. */
const accessLogFormat = () =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: AccessLogField.contextRequestId(),
      at: AccessLogField.contextRequestTimeEpoch(),
      method: AccessLogField.contextHttpMethod(),
      route: AccessLogField.contextResourcePath(),
      status: AccessLogField.contextStatus(),
      bytes: AccessLogField.contextResponseLength(),
      ms: AccessLogField.contextResponseLatency(),
      from: AccessLogField.contextIdentitySourceIp(),
    }),
  );
