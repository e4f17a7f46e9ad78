import * as z from 'zod';

/** What API Gateway answers by itself, by its kind: `MISSING_AUTHENTICATION_TOKEN`. */
export interface GatewayAnswers {
  of(type: string, requestId: string): { status: number; headers: Record<string, string>; body: string };
}

const Properties = z.object({
  ResponseType: z.string(),
  StatusCode: z.string(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.record(z.string(), z.string()),
});
type Properties = z.infer<typeof Properties>;

const HEADER = 'gatewayresponse.header.';
/** What AWS answers where the template says nothing. */
const BARE: Properties = {
  ResponseType: 'DEFAULT',
  StatusCode: '500',
  ResponseParameters: {},
  ResponseTemplates: { 'application/json': '{"message":null}' },
};

export function gatewayAnswers(configured: readonly Readonly<Record<string, unknown>>[]): GatewayAnswers {
  const byType = new Map(
    configured.map((properties) => Properties.parse(properties)).map((one) => [one.ResponseType, one]),
  );
  return {
    of(type, requestId) {
      const fallback = byType.get(SERVER_SIDE.has(type) ? 'DEFAULT_5XX' : 'DEFAULT_4XX') ?? BARE;
      const answer = byType.get(type) ?? fallback;
      const headers = Object.entries(answer.ResponseParameters).map(([name, value]) => [
        name.replace(HEADER, ''),
        valueOf(value, requestId),
      ]);
      return {
        status: Number(answer.StatusCode),
        headers: {
          'content-type': 'application/json',
          ...(Object.fromEntries(headers) as Record<string, string>),
        },
        body: answer.ResponseTemplates['application/json'] ?? '',
      };
    },
  };
}

const SERVER_SIDE = new Set(['INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT', 'API_CONFIGURATION_ERROR']);

/** A mapping expression: a text in quotes, or something of the request's context. */
function valueOf(expression: string, requestId: string): string {
  if (expression === 'context.requestId') return requestId;
  const text = /^'(.*)'$/.exec(expression)?.[1];
  if (text === undefined) throw new Error(`the local gateway doesn't know the mapping ${expression}`);
  return text;
}
