import { gatewayAnswers } from '../../../local/api/gateway-answers.ts';

const configured = (ResponseType: string, changes: object = {}) => ({
  ResponseType,
  StatusCode: '418',
  ResponseTemplates: { 'application/json': `{"error":"${ResponseType}"}` },
  RestApiId: 'api',
  ...changes,
});

test('an answer of the gateway is the template’s, with the id of the request and texts in quotes', () => {
  const answers = gatewayAnswers([
    configured('THROTTLED', {
      ResponseParameters: {
        'gatewayresponse.header.x-request-id': 'context.requestId',
        'gatewayresponse.header.retry-after': "'1'",
      },
    }),
  ]);

  expect(answers.of('THROTTLED', 'id-1')).toEqual({
    status: 418,
    headers: { 'content-type': 'application/json', 'x-request-id': 'id-1', 'retry-after': '1' },
    body: '{"error":"THROTTLED"}',
  });
});

test.each([
  { type: 'INVALID_SIGNATURE', answered: 'DEFAULT_4XX' },
  { type: 'THROTTLED', answered: 'DEFAULT_4XX' },
  { type: 'INTEGRATION_FAILURE', answered: 'DEFAULT_5XX' },
  { type: 'INTEGRATION_TIMEOUT', answered: 'DEFAULT_5XX' },
  { type: 'API_CONFIGURATION_ERROR', answered: 'DEFAULT_5XX' },
])('$type, if the template says nothing of it, is answered as $answered', ({ type, answered }) => {
  const answers = gatewayAnswers([configured('DEFAULT_4XX'), configured('DEFAULT_5XX')]);

  expect(answers.of(type, 'id').body).toBe(`{"error":"${answered}"}`);
});

test('without any say of the template an answer is as bare as AWS’s', () => {
  expect(gatewayAnswers([]).of('THROTTLED', 'id')).toEqual({
    status: 500,
    headers: { 'content-type': 'application/json' },
    body: '{"message":null}',
  });
});

test('a mapping that isn’t played is named', () => {
  const answers = gatewayAnswers([
    configured('THROTTLED', {
      ResponseParameters: { 'gatewayresponse.header.x': 'method.request.header.y' },
    }),
  ]);

  expect(() => answers.of('THROTTLED', 'id')).toThrow(
    "the local gateway doesn't know the mapping method.request.header.y",
  );
});
