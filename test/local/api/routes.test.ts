import { matchOf, readMethods } from '../../../local/api/routes.ts';
import { aMethod } from './an-api.ts';

const METHODS = [
  aMethod('ANY', '/{proxy+}'),
  aMethod('ANY', '/'),
  aMethod('ANY', '/v1/calls'),
  aMethod('GET', '/v1/calls'),
  aMethod('POST', '/v1/calls'),
  aMethod('GET', '/v1/calls/{callId}'),
  aMethod('ANY', '/v1/calls/{callId}'),
  aMethod('GET', '/v1/calls/recent'),
  aMethod('GET', '/v1/calls/{callId}/recording'),
];

test.each([
  { ask: 'GET /v1/calls', gets: 'GET /v1/calls', with: null, why: 'a name before ANY' },
  { ask: 'PUT /v1/calls', gets: 'ANY /v1/calls', with: null, why: 'no other method' },
  { ask: 'GET /v1/calls/c1', gets: 'GET /v1/calls/{callId}', with: { callId: 'c1' }, why: 'a parameter' },
  { ask: 'GET /v1/calls/recent', gets: 'GET /v1/calls/recent', with: null, why: 'a plain part first' },
  {
    ask: 'DELETE /v1/calls/c1',
    gets: 'ANY /v1/calls/{callId}',
    with: { callId: 'c1' },
    why: 'ANY of a path',
  },
  { ask: 'GET /', gets: 'ANY /', with: null, why: 'the root' },
  { ask: 'GET /v2', gets: 'ANY /{proxy+}', with: { proxy: 'v2' }, why: 'nothing else' },
  {
    ask: 'GET /v1/calls/c1/notes',
    gets: 'ANY /{proxy+}',
    with: { proxy: 'v1/calls/c1/notes' },
    why: 'longer',
  },
  { ask: 'GET /v1/calls/', gets: 'GET /v1/calls', with: null, why: 'a slash at the end' },
  { ask: 'GET /V1/calls', gets: 'ANY /{proxy+}', with: { proxy: 'V1/calls' }, why: 'case counts' },
])('$ask comes to $gets: $why', ({ ask, gets, with: parameters }) => {
  const [httpMethod = '', path = ''] = ask.split(' ');

  const match = matchOf(METHODS, httpMethod, path);

  expect(match && `${match.method.httpMethod} ${match.method.path}`).toBe(gets);
  expect(match?.parameters).toEqual(parameters);
});

test('what no method fits comes to nothing', () => {
  expect(matchOf([aMethod('GET', '/v1/calls')], 'POST', '/v1/calls')).toBeUndefined();
  expect(matchOf([aMethod('ANY', '/{proxy+}')], 'GET', '/')).toBeUndefined();
});

const integration = (fn: string) => ({
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${fn}/invocations`,
});
const RESOURCES = new Map([
  ['v1', { ParentId: 'root', PathPart: 'v1' }],
  ['calls', { ParentId: 'v1', PathPart: 'calls' }],
  ['call', { ParentId: 'calls', PathPart: '{callId}' }],
]);
const ofTemplate = (ResourceId: string, changes: object = {}) => ({
  HttpMethod: 'GET',
  AuthorizationType: 'NONE',
  ResourceId,
  Integration: integration('arn:aws:lambda:us-east-1:1:function:Fn'),
  ...changes,
});

test('methods are read out of a template, where each part of a path names the one before it', () => {
  const methods = readMethods('root', RESOURCES, [
    ofTemplate('call'),
    ofTemplate('root', { HttpMethod: 'ANY', AuthorizationType: 'AWS_IAM' }),
  ]);

  expect(methods).toEqual([
    {
      path: '/v1/calls/{callId}',
      httpMethod: 'GET',
      functionArn: 'arn:aws:lambda:us-east-1:1:function:Fn',
      iam: false,
    },
    { path: '/', httpMethod: 'ANY', functionArn: 'arn:aws:lambda:us-east-1:1:function:Fn', iam: true },
  ]);
});

test.each([
  { what: 'an authorizer', changes: { AuthorizationType: 'CUSTOM' } },
  { what: 'another integration', changes: { Integration: { ...integration('f'), Type: 'MOCK' } } },
])('a method with $what is not played', ({ changes }) => {
  expect(() => readMethods('root', RESOURCES, [ofTemplate('call', changes)])).toThrow();
});
