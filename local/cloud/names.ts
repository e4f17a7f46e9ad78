import { createHash } from 'node:crypto';
import type { Resource } from '../assembly/assembly.ts';
import type { Identity } from '../assembly/resolver.ts';
import type { Chime } from '../chime/chime.ts';
import type { Lex } from '../lex/lex.ts';

export interface NamesOptions {
  readonly account: string;
  readonly region: string;
  /** `http://127.0.0.1:1234`: queues are reached through it. */
  readonly gateUrl: string;
  readonly chime: Chime;
  readonly lex: Lex;
}

type Properties = () => Readonly<Record<string, unknown>>;
type Naming = (name: string, properties: Properties) => Identity;

/** What resources are called here: derived from stack and logical id, so that a restart finds its tables again. */
export function createNames({ account, region, gateUrl, chime, lex }: NamesOptions) {
  const arn = (service: string, rest: string, where = region) =>
    `arn:aws:${service}:${where}:${account}:${rest}`;
  const short = (name: string) => createHash('sha256').update(name).digest('hex').slice(0, 10);
  const plain: Naming = (name) => ({ ref: name, attributes: {} });
  const withArn =
    (service: string, kind: string): Naming =>
    (name) => ({
      ref: name,
      attributes: { Arn: arn(service, `${kind}${name}`) },
    });

  const namings: Readonly<Record<string, Naming>> = {
    'AWS::ApiGateway::Deployment': plain,
    'AWS::ApiGateway::Resource': plain,
    'AWS::ApiGateway::RestApi': (name) => ({ ref: short(name), attributes: { RootResourceId: `${name}/` } }),
    'AWS::ApiGateway::Stage': (_, properties) => ({ ref: String(properties()['StageName']), attributes: {} }),
    'AWS::Chime::SipMediaApplication': (_, properties) => {
      const { Name, AwsRegion, Endpoints } = properties();
      const [endpoint] = Endpoints as { LambdaArn: string }[];
      const made = chime.createSipMediaApplication({
        name: String(Name),
        awsRegion: String(AwsRegion),
        lambdaArn: endpoint?.LambdaArn ?? '',
      });
      return {
        ref: made.arn,
        attributes: { SipMediaApplicationId: made.id, SipMediaApplicationArn: made.arn },
      };
    },
    'AWS::DynamoDB::GlobalTable': withArn('dynamodb', 'table/'),
    'AWS::IAM::Role': (name) => ({ ref: name, attributes: { Arn: `arn:aws:iam::${account}:role/${name}` } }),
    'AWS::KMS::Key': (name) => ({ ref: short(name), attributes: { Arn: arn('kms', `key/${short(name)}`) } }),
    'AWS::Lambda::Function': withArn('lambda', 'function:'),
    'AWS::Lex::Bot': (_, properties) => {
      const made = lex.defineBot(properties());
      return { ref: made.id, attributes: { Id: made.id, Arn: made.arn } };
    },
    'AWS::Lex::BotAlias': (_, properties) => {
      const made = lex.defineAlias(properties());
      return { ref: made.id, attributes: { BotAliasId: made.id, Arn: made.arn } };
    },
    'AWS::Lex::BotVersion': (_, properties) => {
      const { version } = lex.defineVersion(properties());
      return { ref: version, attributes: { BotVersion: version } };
    },
    'AWS::Logs::LogGroup': (name) => ({ ref: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } }),
    'AWS::S3::Bucket': (name) => ({
      ref: name.toLowerCase(),
      attributes: { Arn: `arn:aws:s3:::${name.toLowerCase()}` },
    }),
    'AWS::SQS::Queue': (name) => ({
      ref: `${gateUrl}/${account}/${name}`,
      attributes: { Arn: arn('sqs', name), QueueName: name },
    }),
    'AWS::StepFunctions::StateMachine': (name) => {
      const machine = arn('states', `stateMachine:${name}`);
      return { ref: machine, attributes: { Arn: machine, Name: name } };
    },
  };

  return (resource: Resource, properties: Properties): Identity => {
    const naming = namings[resource.type] ?? plain;
    return naming(`${resource.stack}-${resource.logicalId}`, properties);
  };
}
