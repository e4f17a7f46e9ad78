import type { Reply } from './refusal.ts';

/** A control request, taken apart. */
export interface Ask {
  /** The path's variable segments, decoded once. */
  readonly ids: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The request is taken, but its answer never comes. */
export const HELD = Symbol('held');

/** Does one operation. @throws Refusal */
export type Operate = (ask: Ask) => Reply | typeof HELD;

/** The operations that are played, with their way in. Source: service model 2022-08-03. */
const ROUTES = {
  SearchAvailablePhoneNumbers: 'GET /search?type=phone-numbers',
  CreatePhoneNumberOrder: 'POST /phone-number-orders',
  GetPhoneNumberOrder: 'GET /phone-number-orders/{}',
  ListPhoneNumberOrders: 'GET /phone-number-orders',
  ListSupportedPhoneNumberCountries: 'GET /phone-number-countries',
  RestorePhoneNumber: 'POST /phone-numbers/{}?operation=restore',
  GetPhoneNumber: 'GET /phone-numbers/{}',
  ListPhoneNumbers: 'GET /phone-numbers',
  UpdatePhoneNumber: 'POST /phone-numbers/{}',
  DeletePhoneNumber: 'DELETE /phone-numbers/{}',
  CreateSipRule: 'POST /sip-rules',
  GetSipRule: 'GET /sip-rules/{}',
  ListSipRules: 'GET /sip-rules',
  UpdateSipRule: 'PUT /sip-rules/{}',
  DeleteSipRule: 'DELETE /sip-rules/{}',
  GetSipMediaApplication: 'GET /sip-media-applications/{}',
  ListSipMediaApplications: 'GET /sip-media-applications',
  CreateSipMediaApplicationCall: 'POST /sip-media-applications/{}/calls',
  UpdateSipMediaApplicationCall: 'POST /sip-media-applications/{}/calls/{}',
} as const;

export type OperationName = keyof typeof ROUTES;

interface Route {
  readonly operation: OperationName;
  readonly method: string;
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

const routes: readonly Route[] = (Object.keys(ROUTES) as OperationName[]).map((operation) => {
  const [method = '', target = ''] = ROUTES[operation].split(' ');
  const [path = '', query = ''] = target.split('?');
  return { operation, method, segments: path.split('/'), query: new URLSearchParams(query) };
});

/** What a request asks for. */
export interface Asked {
  readonly operation: OperationName;
  /** The path's variable segments, decoded once. */
  readonly ids: readonly string[];
}

/** What a request asks for; undefined when it is nothing that is played here. */
export function operationOf(method: string, path: string, query: URLSearchParams): Asked | undefined {
  const segments = path.split('/');
  const route = routes.find(
    (each) =>
      each.method === method &&
      each.segments.length === segments.length &&
      each.segments.every((segment, index) => segment === '{}' || segment === segments[index]) &&
      [...each.query].every(([name, value]) => query.get(name) === value) &&
      // A batch operation on the same path must not pass for a plain one.
      (each.query.has('operation') || !query.has('operation')),
  );
  if (!route) return undefined;
  const ids = segments.filter((_, index) => route.segments[index] === '{}').map(decoded);
  return { operation: route.operation, ids };
}

/** Decoded once; what is not encoded well stays as it is and will not be found. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
