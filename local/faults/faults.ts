import type { Clock } from '../clock/clock.ts';
import type { FunctionConfig, Interfere } from '../functions/functions.ts';
import { type AnswerInstead, type Asked, never } from '../gate/gate.ts';
import type { Invocation, WireAnswer } from '../wire.ts';
import { type Order, readOrder } from './order.ts';
import { CONFLICTING, SHOWN, conflict } from './shown.ts';

/** A fault that was asked for, and what has come of it. */
export interface Fault extends Order {
  /** How many requests it has met so far. */
  readonly fired: number;
}

/** Bad days of AWS, made to order. */
export interface Faults {
  /** @throws Error in plain words when there is no such service, kind or function */
  add(body: unknown): Fault;
  /** All that were asked for since the last `clear`, those that are over too. */
  list(): readonly Fault[];
  clear(): void;
  /** For the gate: what a request gets instead of its service's answer. */
  readonly answerInstead: AnswerInstead;
  /** For Lambda: what becomes of an invocation. */
  readonly interfere: Interfere;
}

export interface FaultsOptions {
  readonly clock: Clock;
  readonly functions: () => readonly FunctionConfig[];
  /** Ends an instance where it stands. */
  readonly kill: (instance: string) => Promise<void>;
}

/** How late a slow answer is: longer than anybody here waits (API Gateway: 29 s). */
export const SLOW_MS = 30_000;

/** What a crash of its runtime looks like to who invoked a function. */
const EXITED: Invocation = {
  ok: false,
  errorType: 'Runtime.ExitError',
  errorMessage: 'Runtime exited with error: signal: killed',
};
/** Lambda's own refusals, by the names that Step Functions has for them. */
const refused = (name: string, errorMessage: string): Invocation => ({
  ok: false,
  errorType: `Lambda.${name}`,
  errorMessage,
});

interface Kept {
  readonly order: Order;
  matched: number;
  fired: number;
}

/** What an order is compared with. */
type Meeting = Pick<Order, 'service'> & { readonly operation: string; readonly function: string };

export function createFaults({ clock, functions, kill }: FaultsOptions): Faults {
  let kept: Kept[] = [];

  /** The fault that a request meets: all that match count it, the first whose turn it is shows. */
  const next = (meets: (order: Order) => boolean): Order | undefined => {
    const due = kept.filter((one) => {
      if (!meets(one.order)) return false;
      one.matched += 1;
      return one.matched >= one.order.nth && one.matched < one.order.nth + one.order.times;
    });
    const [first] = due;
    if (first) first.fired += 1;
    return first?.order;
  };

  const meet = async (
    { kind, service }: Order,
    asked: Asked,
    carryOut: Parameters<AnswerInstead>[1],
  ): Promise<WireAnswer> => {
    const shown = SHOWN[service as keyof typeof SHOWN];
    switch (kind) {
      case 'throttle':
        return shown.throttle();
      case 'error':
        return shown.error();
      case 'conflict':
        return conflict(asked);
      case 'applied_then_error':
        await carryOut('unheard');
        return shown.error();
      case 'timeout':
        return never;
      case 'slow': {
        const answer = await carryOut('unheard');
        return answer === never ? never : { ...answer, lateMs: SLOW_MS };
      }
      case 'kill_before':
        await clock.busy(kill(asked.instance));
        return never;
      case 'kill_after':
        await carryOut();
        await clock.busy(kill(asked.instance));
        return never;
    }
  };

  const meetInvocation = async (
    { kind }: Order,
    { timeoutSec }: FunctionConfig,
    carryOut: Parameters<Interfere>[1],
  ): Promise<Invocation> => {
    switch (kind) {
      case 'throttle':
        return refused('TooManyRequestsException', 'Rate Exceeded.');
      case 'error':
      case 'conflict':
        return refused('ServiceException', 'The service has failed.');
      case 'applied_then_error':
        await carryOut();
        return refused('ServiceException', 'The service has failed.');
      case 'timeout':
        await clock.sleep(timeoutSec * 1_000 * clock.haste);
        return {
          ok: false,
          errorType: 'Sandbox.Timedout',
          errorMessage: `Task timed out after ${timeoutSec}.00 seconds`,
        };
      case 'slow': {
        const invocation = await carryOut();
        await clock.sleep(SLOW_MS * clock.haste);
        return invocation;
      }
      case 'kill_before':
        return EXITED;
      case 'kill_after':
        await carryOut('then end');
        return EXITED;
    }
  };

  return {
    add(body) {
      const one = { order: readOrder(body, functions()), matched: 0, fired: 0 };
      kept.push(one);
      return { ...one.order, fired: 0 };
    },
    list: () => kept.map(({ order, fired }) => ({ ...order, fired })),
    clear: () => void (kept = []),
    answerInstead(asked, carryOut) {
      const order = next((one) => requestsOf(asked).some((each) => matches(one, each)));
      return order && meet(order, asked, carryOut);
    },
    interfere(fn, carryOut) {
      const meeting = { service: 'lambda', operation: 'Invoke', function: fn.logicalId } as const;
      const order = next((one) => matches(one, meeting));
      return order && meetInvocation(order, fn, carryOut);
    },
  };
}

/** A request as its service has it; one that needs the customer's key is one to KMS too. */
function requestsOf({ service, operation, function: by, actions }: Asked): readonly Meeting[] {
  const asked = { service: service as Order['service'], operation, function: by };
  return actions.includes('kms:Decrypt')
    ? [asked, { ...asked, service: 'kms', operation: 'Decrypt' }]
    : [asked];
}

const matches = (order: Order, { service, operation, function: by }: Meeting): boolean =>
  order.service === service &&
  (order.operation === null || order.operation === operation) &&
  (order.function === null || order.function === by) &&
  // A read meets no transaction of somebody else.
  (order.kind !== 'conflict' || CONFLICTING.includes(operation));
