import type { Scope } from './domain/key.ts';

/** One route of the public API: what API Gateway deploys and the function behind it serves. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The function that serves it. */
  readonly served: 'calls' | 'control' | 'recordings' | 'account' | 'numbers' | 'operator' | 'door';
  /** The scope a key needs, `any` for any valid key, `operator` for AWS IAM instead of a key, `none` for everybody. */
  readonly scope: Scope | 'any' | 'operator' | 'none';
  /** Says all that there is to say: whatever body comes with it isn't read. */
  readonly bodiless?: true;
}

export const routes = [
  { method: 'POST', path: '/v1/agent/calls', served: 'calls', scope: 'calls:write' },
  { method: 'GET', path: '/v1/agent/calls', served: 'calls', scope: 'calls:read' },
  { method: 'GET', path: '/v1/agent/calls/{callId}', served: 'calls', scope: 'calls:read' },
  {
    method: 'POST',
    path: '/v1/agent/calls/{callId}/cancel',
    served: 'control',
    scope: 'calls:write',
    bodiless: true,
  },
  { method: 'GET', path: '/v1/agent/calls/{callId}/recording', served: 'recordings', scope: 'calls:read' },
  { method: 'DELETE', path: '/v1/agent/calls/{callId}/content', served: 'recordings', scope: 'calls:write' },
  { method: 'GET', path: '/v1/voices', served: 'calls', scope: 'any' },
  { method: 'GET', path: '/v1/languages', served: 'calls', scope: 'any' },
  { method: 'GET', path: '/v1/account', served: 'account', scope: 'account:read' },
  { method: 'PATCH', path: '/v1/account', served: 'account', scope: 'account:write' },
  { method: 'GET', path: '/v1/do-not-call', served: 'account', scope: 'account:read' },
  { method: 'POST', path: '/v1/do-not-call', served: 'account', scope: 'account:write' },
  { method: 'DELETE', path: '/v1/do-not-call/{number}', served: 'account', scope: 'account:write' },
  { method: 'GET', path: '/v1/numbers', served: 'numbers', scope: 'numbers:read' },
  { method: 'GET', path: '/v1/numbers/{number}', served: 'numbers', scope: 'numbers:read' },
  { method: 'PATCH', path: '/v1/numbers/{number}', served: 'numbers', scope: 'numbers:write' },
  { method: 'POST', path: '/v1/numbers/{number}/release', served: 'numbers', scope: 'numbers:write' },
  { method: 'GET', path: '/v1/number-areas', served: 'numbers', scope: 'numbers:read' },
  { method: 'GET', path: '/v1/number-areas/countries', served: 'numbers', scope: 'numbers:read' },
  {
    method: 'GET',
    path: '/v1/number-areas/countries/{country}/regions',
    served: 'numbers',
    scope: 'numbers:read',
  },
  { method: 'GET', path: '/v1/available-numbers', served: 'numbers', scope: 'numbers:read' },
  { method: 'POST', path: '/v1/assistants', served: 'account', scope: 'assistants:write' },
  { method: 'GET', path: '/v1/assistants', served: 'account', scope: 'assistants:read' },
  { method: 'GET', path: '/v1/assistants/{assistantId}', served: 'account', scope: 'assistants:read' },
  { method: 'PATCH', path: '/v1/assistants/{assistantId}', served: 'account', scope: 'assistants:write' },
  { method: 'DELETE', path: '/v1/assistants/{assistantId}', served: 'account', scope: 'assistants:write' },
  { method: 'POST', path: '/v1/number-orders', served: 'numbers', scope: 'numbers:write' },
  { method: 'GET', path: '/v1/number-orders', served: 'numbers', scope: 'numbers:read' },
  { method: 'GET', path: '/v1/number-orders/{orderId}', served: 'numbers', scope: 'numbers:read' },
  { method: 'GET', path: '/v1/openapi.json', served: 'door', scope: 'none' },
  { method: 'POST', path: '/v1/operator/accounts', served: 'operator', scope: 'operator' },
  { method: 'GET', path: '/v1/operator/accounts', served: 'operator', scope: 'operator' },
  { method: 'GET', path: '/v1/operator/accounts/{accountId}', served: 'operator', scope: 'operator' },
  { method: 'PATCH', path: '/v1/operator/accounts/{accountId}', served: 'operator', scope: 'operator' },
  { method: 'POST', path: '/v1/operator/accounts/{accountId}/keys', served: 'operator', scope: 'operator' },
  { method: 'DELETE', path: '/v1/operator/keys/{keyId}', served: 'operator', scope: 'operator' },
  { method: 'POST', path: '/v1/operator/number-imports', served: 'operator', scope: 'operator' },
  {
    method: 'POST',
    path: '/v1/operator/numbers/reconcile',
    served: 'operator',
    scope: 'operator',
    bodiless: true,
  },
  { method: 'GET', path: '/v1/operator/numbers/drift', served: 'operator', scope: 'operator' },
  { method: 'GET', path: '/v1/operator/destination-rules', served: 'operator', scope: 'operator' },
  { method: 'PUT', path: '/v1/operator/destination-rules', served: 'operator', scope: 'operator' },
  { method: 'GET', path: '/v1/operator/dialing', served: 'operator', scope: 'operator' },
  { method: 'PUT', path: '/v1/operator/dialing', served: 'operator', scope: 'operator' },
] as const satisfies readonly Route[];
