import { Refusal } from '../domain/errors.ts';
import { routes } from '../routes.ts';
import { type Answer, serveAll } from '../triggers/http.ts';

/** The description of the API in JSON: written into the bundle when it is built (`lib/bundles.ts`). */
declare const OPENAPI: string;

/** Answers what needs no key: the API's description, a known path asked by another method, an unknown path. */
export const handler = serveAll(({ method, resource, base }) => {
  if (method === 'GET' && resource === '/v1/openapi.json') return describe(base);
  const allowed = routes.filter(({ path }) => path === resource).map((route) => route.method);
  return allowed.length > 0
    ? new Refusal('method_not_allowed', `This path takes ${allowed.join(', ')}, not ${method}.`)
    : new Refusal('not_found', 'There is no such path.');
});

/** GET /v1/openapi.json. Its server is where it was asked for: a relative address is read from the document's own. */
const describe = (base: string): Answer => ({
  status: 200,
  body: { ...(JSON.parse(OPENAPI) as object), servers: [{ url: base || '/' }] },
});
