import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

/** What a client sends; the rest is API Gateway's. */
export interface Sent {
  readonly method?: string;
  /** The route's path, with its parameters in braces. */
  readonly resource?: string;
  /** What stands before our paths: the stage, `/live`. */
  readonly base?: string;
  readonly body?: string | null;
  readonly base64?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** A request as API Gateway hands it over. */
export function aRequest(sent: Sent = {}): APIGatewayProxyEvent {
  const { method = 'GET', resource = '/v1/voices', body = null, base64 = false } = sent;
  const { headers = {}, params, query, base = '' } = sent;
  const event = {
    httpMethod: method,
    resource,
    path: resource,
    headers: { Host: 'api.example.com', ...headers },
    multiValueHeaders: {},
    pathParameters: params ?? null,
    queryStringParameters: query ?? null,
    multiValueQueryStringParameters: null,
    stageVariables: null,
    body,
    isBase64Encoded: base64,
    requestContext: { requestId: 'request-1', path: `${base}${resource}`, domainName: 'api.example.com' },
  };
  // The context has thirty members more, of which our doors read none.
  return event as unknown as APIGatewayProxyEvent;
}

/** The context of an invocation, of which our functions read nothing. */
export const CONTEXT = { awsRequestId: 'invocation-1' } as unknown as Context;
