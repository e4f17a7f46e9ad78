import { never } from '../gate/gate.ts';
import type { Service } from '../gate/service.ts';
import type { Chime } from '../chime/chime.ts';
import { operationOf } from '../chime/operation.ts';
import type { WireRequest } from '../wire.ts';

/** Chime SDK Voice. Requests about a SIP media application need it by its ARN; numbers and rules have none. */
export function createCarrier(
  chime: Chime,
  { account, region, held }: { account: string; region: string; held: Set<WireRequest> },
): Service {
  return {
    operationOf: ({ method, path, query }) =>
      operationOf(method, path, query)?.operation ?? `${method} ${path}`,
    needsOf({ path }, operation) {
      const application = /^\/sip-media-applications\/([^/]+)/.exec(path)?.[1];
      const resource = application ? `arn:aws:chime:${region}:${account}:sma/${application}` : '*';
      return [{ action: `chime:${operation}`, resource }];
    },
    async handle(request) {
      const answer = chime.handle(request);
      return held.delete(request) ? never : answer;
    },
    refuse: ({ message }) => ({
      status: 403,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
      body: JSON.stringify({ Code: 'AccessDenied', Message: message }),
    }),
  };
}
