import * as z from 'zod';
import { type ApiGateway, startApiGateway } from '../api/api-gateway.ts';
import { gatewayAnswers } from '../api/gateway-answers.ts';
import { readMethods } from '../api/routes.ts';
import type { Clock } from '../clock/clock.ts';
import type { Invoke } from '../wire.ts';
import type { Deployed } from './deployed.ts';

const Stage = z.looseObject({
  StageName: z.string(),
  MethodSettings: z.tuple([
    z.looseObject({
      HttpMethod: z.literal('*'),
      ResourcePath: z.literal('/*'),
      ThrottlingRateLimit: z.number(),
      ThrottlingBurstLimit: z.number(),
    }),
  ]),
});

/** Serves the API of the template. @throws Error when the port is taken */
export function startApi(
  deployed: Deployed,
  {
    clock,
    invoke,
    account,
    region,
    port,
  }: { clock: Clock; invoke: Invoke; account: string; region: string; port: number },
): Promise<ApiGateway> {
  const { identity } = deployed.one('AWS::ApiGateway::RestApi');
  const stage = Stage.parse(deployed.one('AWS::ApiGateway::Stage').properties);
  const [{ ThrottlingRateLimit, ThrottlingBurstLimit }] = stage.MethodSettings;
  const resources = new Map(
    deployed.all('AWS::ApiGateway::Resource').map((one) => [one.identity.ref, one.properties]),
  );
  return startApiGateway({
    clock,
    invoke,
    methods: readMethods(
      identity.attributes['RootResourceId'] ?? '',
      resources,
      deployed.all('AWS::ApiGateway::Method').map(({ properties }) => properties),
    ),
    answers: gatewayAnswers(
      deployed.all('AWS::ApiGateway::GatewayResponse').map(({ properties }) => properties),
    ),
    stageArn: `arn:aws:execute-api:${region}:${account}:${identity.ref}/${stage.StageName}`,
    account,
    throttle: { requestsPerSecond: ThrottlingRateLimit, burst: ThrottlingBurstLimit },
    port,
  });
}
