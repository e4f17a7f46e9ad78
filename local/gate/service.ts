import type { AccessDenied, WireAnswer, WireRequest } from '../wire.ts';
import type { Need } from './permissions.ts';

/** An AWS service as the gate sees it: what a request asks for, what that needs, and who answers it. */
export interface Service {
  /** `PutItem` */
  operationOf(request: WireRequest): string;
  needsOf(request: WireRequest, operation: string): readonly Need[];
  /** @param unheard who asks will not get the answer, and may ask again under the same token */
  handle(request: WireRequest, operation: string, unheard?: 'unheard'): Promise<WireAnswer>;
  /** A refusal in the form that the service's client understands. */
  refuse(error: AccessDenied): WireAnswer;
  /** Capacity that an answer tells of. */
  unitsOf?(answer: WireAnswer, operation: string): Units;
}

/** What DynamoDB bills a request by. */
export interface Units {
  readonly readUnits?: number;
  readonly writeUnits?: number;
}

/** Refusals of the services that speak JSON and name their errors in the body. */
export const refuseInJson = ({ message }: AccessDenied): WireAnswer => ({
  status: 400,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': 'AccessDeniedException' },
  body: JSON.stringify({ __type: 'AccessDeniedException', message, Message: message }),
});

/** The operation that a request of AWS's JSON protocols names in a header. */
export const targetOf = ({ headers }: WireRequest): string =>
  (headers['x-amz-target'] ?? '').split('.').at(-1) ?? '';

/** The body of a request of AWS's JSON protocols. */
export const jsonOf = ({ body }: WireRequest): Record<string, unknown> => {
  const parsed: unknown = body.length === 0 ? {} : JSON.parse(body.toString());
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
};
