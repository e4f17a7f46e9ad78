import type { Account } from '../domain/account.ts';
import { Refusal } from '../domain/errors.ts';
import type { Key } from '../domain/key.ts';
import { type Doors, type Request, doorOf, handler, readBody, routeOf } from './http.ts';
import { identify } from './identify.ts';
import { logWith } from './log.ts';

/** A request of an account's key, which has the route's scope. */
export interface KeyRequest extends Request {
  readonly account: Account;
  readonly key: Key;
}

/** Serves the routes of one function for the keys of accounts. */
export const serve = (doors: Doors<'key', KeyRequest>) =>
  handler(async (event, request) => {
    const route = routeOf(event);
    const { account, key } = await identify(event.headers['authorization'], request.now);
    logWith({ accountId: account.id, keyId: key.id });
    if (!route || (route.scope !== 'any' && !key.scopes.some((scope) => scope === route.scope)))
      throw new Refusal('forbidden', `The key lacks the scope ${route?.scope ?? ''}; use one that has it.`);
    return doorOf(doors, event)({ ...request, ...readBody(event), account, key });
  });
