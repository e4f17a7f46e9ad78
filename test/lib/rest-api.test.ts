import { routes } from '../../lambdas/routes.ts';
import { aStage, nameOf, ofType, oneOf, settingsOf, spoken } from './a-stage.ts';

const { service } = aStage(settingsOf('prod'));

/** Path by the logical id of its resource. */
const paths = new Map<string, string>();
for (const [id, { Properties }] of ofType(service, 'AWS::ApiGateway::Resource')) {
  const { Ref: parent = '' } = Properties['ParentId'] as { Ref?: string };
  paths.set(id, `${paths.get(parent) ?? ''}/${String(Properties['PathPart'])}`);
}
const INVOKE = /functions\/(\w+)\/invocations$/;

/** Everything that the API answers: method and path, with the function behind it and who may ask. */
const methods = new Map(
  ofType(service, 'AWS::ApiGateway::Method').map(([, { Properties }]) => {
    const { Ref: resource = '' } = Properties['ResourceId'] as { Ref?: string };
    const integration = spoken(Properties['Integration']) as { Type: string; Uri: string };
    return [
      `${String(Properties['HttpMethod'])} ${paths.get(resource) ?? '/'}`,
      {
        function: INVOKE.exec(integration.Uri)?.[1],
        authorization: Properties['AuthorizationType'],
        type: integration.Type,
      },
    ];
  }),
);
const DOOR = { function: 'RestApiDoorFunction', authorization: 'NONE', type: 'AWS_PROXY' };

test.each(routes)('$method $path is deployed: $served, $scope', ({ method, path, served, scope }) => {
  expect(methods.get(`${method} ${path}`)).toEqual({
    function: {
      calls: 'RestApiCallsFunction',
      control: 'RestApiControlFunction',
      account: 'RestApiAccountFunction',
      numbers: 'RestApiNumbersFunction',
      recordings: 'RestApiRecordingsFunction',
      operator: 'RestApiOperatorFunction',
      door: 'RestApiDoorFunction',
    }[served],
    authorization: scope === 'operator' ? 'AWS_IAM' : 'NONE',
    type: 'AWS_PROXY',
  });
});

test('every operator’s route is kept by IAM, every other by a key alone', () => {
  for (const [name, { authorization }] of methods) {
    if (name.startsWith('ANY ')) continue;
    expect({ name, authorization }).toEqual({
      name,
      authorization: name.includes('/v1/operator/') ? 'AWS_IAM' : 'NONE',
    });
  }
});

test('each path answers whatever method it is asked by, and so does every path that isn’t there', () => {
  const doors = [...methods].filter(([name]) => name.startsWith('ANY '));
  const expected = ['/', '/{proxy+}', ...new Set(routes.map(({ path }) => path))].map(
    (path) => `ANY ${path}`,
  );

  expect(doors.map(([name]) => name).toSorted()).toEqual(expected.toSorted());
  for (const [, door] of doors) expect(door).toEqual(DOOR);
});

test('nothing is deployed beside the routes and the doors', () => {
  const ofRoutes = routes.map(({ method, path }) => `${method} ${path}`);
  const others = [...methods.keys()].filter((name) => !name.startsWith('ANY '));

  expect(others.toSorted()).toEqual(ofRoutes.toSorted());
});

const FAILED = 'Something failed on our side; try again, with the same Idempotency-Key if you sent one.';
test.each([
  { type: 'DEFAULT_4XX', status: '400', error: 'invalid_request', retryAfter: undefined },
  { type: 'DEFAULT_5XX', status: '503', error: 'store_error', retryAfter: "'1'" },
  { type: 'INTEGRATION_TIMEOUT', status: '503', error: 'store_error', retryAfter: "'1'" },
  { type: 'MISSING_AUTHENTICATION_TOKEN', status: '404', error: 'not_found', retryAfter: undefined },
  { type: 'ACCESS_DENIED', status: '403', error: 'forbidden', retryAfter: undefined },
  { type: 'UNAUTHORIZED', status: '403', error: 'forbidden', retryAfter: undefined },
  { type: 'EXPIRED_TOKEN', status: '403', error: 'forbidden', retryAfter: undefined },
  { type: 'INVALID_SIGNATURE', status: '403', error: 'forbidden', retryAfter: undefined },
  { type: 'THROTTLED', status: '429', error: 'rate_limited', retryAfter: "'1'" },
  { type: 'QUOTA_EXCEEDED', status: '429', error: 'rate_limited', retryAfter: "'1'" },
  { type: 'REQUEST_TOO_LARGE', status: '413', error: 'body_too_large', retryAfter: undefined },
])('the gateway says $type in our words: $status $error', ({ type, status, error, retryAfter }) => {
  const answer = ofType(service, 'AWS::ApiGateway::GatewayResponse').find(
    ([, { Properties }]) => Properties['ResponseType'] === type,
  )?.[1].Properties;
  const templates = answer?.['ResponseTemplates'] as Record<string, string>;

  expect(answer).toMatchObject({
    StatusCode: status,
    ResponseParameters: { 'gatewayresponse.header.x-request-id': 'context.requestId' },
  });
  expect(
    (answer?.['ResponseParameters'] as Record<string, string>)['gatewayresponse.header.retry-after'],
  ).toBe(retryAfter);
  expect(Object.keys(templates)).toEqual(['application/json']);
  expect(JSON.parse(templates['application/json'] ?? '')).toMatchObject({ error });
});

test('a failure of ours says so in words that tell nothing of it', () => {
  const [, { Properties } = { Properties: {} }] =
    ofType(service, 'AWS::ApiGateway::GatewayResponse').find(
      ([, one]) => one.Properties['ResponseType'] === 'DEFAULT_5XX',
    ) ?? [];

  expect(Properties).toMatchObject({
    ResponseTemplates: { 'application/json': JSON.stringify({ error: 'store_error', message: FAILED }) },
  });
});

const [, stage] = oneOf(service, 'AWS::ApiGateway::Stage');

test('the access log knows the route, not the path or the query: those name calls and numbers', () => {
  const { Format } = stage.Properties['AccessLogSetting'] as { Format: string };

  expect(JSON.parse(Format)).toEqual({
    requestId: '$context.requestId',
    at: '$context.requestTimeEpoch',
    method: '$context.httpMethod',
    route: '$context.resourcePath',
    status: '$context.status',
    bytes: '$context.responseLength',
    ms: '$context.responseLatency',
    from: '$context.identity.sourceIp',
  });
});

test('requests and answers are never logged whole, and all accounts together are throttled', () => {
  expect(stage.Properties['MethodSettings']).toEqual([
    {
      HttpMethod: '*',
      ResourcePath: '/*',
      DataTraceEnabled: false,
      LoggingLevel: 'ERROR',
      ThrottlingRateLimit: 200,
      ThrottlingBurstLimit: 400,
    },
  ]);
});

test('the stage waits for the account’s role to write logs, without which it can’t be made', () => {
  const [account, { Properties }] = oneOf(service, 'AWS::ApiGateway::Account');

  expect(stage.DependsOn).toEqual([account]);
  expect(spoken(Properties)).toEqual({ CloudWatchRoleArn: 'RestApiCloudWatchRole' });
});

test('the gateway has one permission a function, not one a route: they would fill the function’s policy', () => {
  const permissions = ofType(service, 'AWS::Lambda::Permission')
    .map(([, { Properties }]) => spoken(Properties) as Record<string, unknown>)
    .filter(({ Principal }) => Principal === 'apigateway.amazonaws.com');

  expect(permissions.map(({ FunctionName, SourceArn }) => [FunctionName, SourceArn])).toEqual(
    [
      'RestApiCallsFunction',
      'RestApiControlFunction',
      'RestApiRecordingsFunction',
      'RestApiAccountFunction',
      'RestApiNumbersFunction',
      'RestApiDoorFunction',
      'RestApiOperatorFunction',
    ].map((name) => [name, 'arn:aws:execute-api:us-east-1:AWS::AccountId:RestApi/*/*/*']),
  );
});

test('the API is regional, so that a WAF can be put before it and no edge answers in its own words', () => {
  const [id, { Properties }] = oneOf(service, 'AWS::ApiGateway::RestApi');

  expect(nameOf(id)).toBe('RestApi');
  expect(Properties['EndpointConfiguration']).toEqual({ Types: ['REGIONAL'] });
});

test('the API keeps its logical id, or its address, which every client knows, would be another', () => {
  expect(ofType(service, 'AWS::ApiGateway::RestApi').map(([id]) => id)).toEqual(['RestApi135E9C73']);
});
