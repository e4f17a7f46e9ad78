import { Refusal } from '../domain/errors.ts';
import { routes } from '../routes.ts';
import { serveAll } from '../triggers/http.ts';

/** Answers what no route serves: a known path by another method, or an unknown path. */
export const handler = serveAll(({ method, resource }) => {
  const allowed = routes.filter(({ path }) => path === resource).map((route) => route.method);
  return allowed.length > 0
    ? new Refusal('method_not_allowed', `This path takes ${allowed.join(', ')}, not ${method}.`)
    : new Refusal('not_found', 'There is no such path.');
});
