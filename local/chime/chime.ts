import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import type { Lex } from '../lex/lex.ts';
import type { AccessDenied, Invoke, WireAnswer, WireRequest } from '../wire.ts';
import { createApplications } from './applications.ts';
import type { CallRecord } from './participant.ts';
import { isoTime, jsonBody } from './fields.ts';
import { createInventory, NumberRow, type NumberRecord } from './inventory.ts';
import type { Limits } from './limits.ts';
import { openingStock } from './opening-stock.ts';
import { HELD, operationOf, type Asked, type Operate, type OperationName } from './operation.ts';
import { createOrders, OrderRow, type OrderRecord } from './orders.ts';
import { createPool } from './pool.ts';
import { onWire, Refusal, refusalOnWire } from './refusal.ts';
import type { Recorder } from './recording.ts';
import { createScripts, type Script, type ScriptChanges } from './script.ts';
import { createSipRules, RuleRow } from './sip-rules.ts';
import { createSwitchboard, type InboundCall } from './switchboard.ts';

/** How long an order for numbers is under way. */
const ORDER_SEC = 5;

export interface ChimeOptions {
  readonly clock: Clock;
  readonly invoke: Invoke;
  readonly lex: Pick<Lex, 'start'>;
  readonly recorder: Recorder;
  readonly account: string;
  readonly region: string;
  readonly limits: Limits;
  /** @default 5 */
  readonly orderSec?: number;
  /** Told when the carrier may not invoke a function, or not let a call talk to a bot. The call ends all the same. */
  readonly onDenied?: (error: AccessDenied) => void;
  /** Told of a request that is taken and never answered, before `handle` returns. */
  readonly onHeld?: (request: WireRequest) => void;
}

/** A control request as the books show it. */
export interface RequestRecord {
  readonly at: string;
  /** Null when it asked for nothing that is played here. */
  readonly operation: OperationName | null;
  readonly method: string;
  readonly path: string;
  /** Null while it is not answered. */
  readonly status: number | null;
}

const Snapshot = z.object({
  numbers: z.array(NumberRow),
  orders: z.array(OrderRow),
  rules: z.array(RuleRow),
  takenAway: z.array(z.string()),
});

/** What outlives a restart, as plain JSON. */
export type Snapshot = z.infer<typeof Snapshot>;

/** Amazon Chime SDK Voice: numbers, SIP rules, SIP media applications, and calls that really take their time. */
export interface Chime {
  /** Answers a request of the control API. A held one is never answered: see `onHeld`. */
  handle(request: WireRequest): Promise<WireAnswer>;
  /** What CloudFormation does. The id follows from the name, so a restart keeps it. */
  createSipMediaApplication(wanted: { name: string; awsRegion: string; lambdaArn: string }): {
    readonly id: string;
    readonly arn: string;
  };
  /** From now on `number` behaves so. An outcome that is given sets all else to its usual. */
  script(number: string, changes: ScriptChanges): Script;
  /** @throws Error when nobody takes calls to that number, or all legs are in use */
  inbound(call: InboundCall): { readonly transactionId: string };
  /** Somebody else takes `number`: it is not offered any more, and an order for it that is under way fails. */
  takeAway(number: string): void;
  calls(): readonly CallRecord[];
  numbers(): readonly NumberRecord[];
  orders(): readonly OrderRecord[];
  requests(): readonly RequestRecord[];
  snapshot(): Snapshot;
  /** @throws Error when `snapshot` is none */
  restore(snapshot: unknown): void;
}

export function createChime(options: ChimeOptions): Chime {
  const {
    clock,
    invoke,
    lex,
    recorder,
    account,
    region,
    limits,
    orderSec = ORDER_SEC,
    onDenied,
    onHeld,
  } = options;
  const requests: RequestRecord[] = [];

  const scripts = createScripts();
  const applications = createApplications({ now: () => clock.now(), account, region });
  const inventory = createInventory({
    clock,
    account,
    region,
    mostNumbers: limits.numbers,
    associationOf: (number) => rules.associationOf(number),
  });
  const rules = createSipRules({ clock, region, inventory, applications });
  const orders = createOrders({
    clock,
    inventory,
    pool: createPool(),
    mostNumbers: limits.numbers,
    orderSec,
  });
  const switchboard = createSwitchboard({
    clock,
    world: {
      clock,
      lex,
      recorder,
      account,
      region,
      invoke: ({ arn, lambdaArn }, event) =>
        invoke(lambdaArn, event, {
          service: 'voiceconnector.chime.amazonaws.com',
          sourceArn: arn,
          sourceAccount: account,
        }),
      onDenied: (error) => onDenied?.(error),
    },
    limits,
    applications,
    inventory,
    rules,
    scripts,
  });
  const operations: Record<OperationName, Operate> = {
    ...applications.operations,
    ...inventory.operations,
    ...orders.operations,
    ...rules.operations,
    ...switchboard.operations,
  };
  inventory.replace(openingStock(clock.now()));

  /** Nothing in the books runs on a timer: what has fallen due is done before anybody looks. */
  const settle = () => {
    orders.settle();
    inventory.settle();
  };

  const answerTo = ({ method, path, query, body }: WireRequest, asked: Asked | undefined) => {
    try {
      if (!asked) {
        throw new Refusal(
          'UnknownOperationException',
          `${method} ${path} is not played by the local carrier.`,
        );
      }
      settle();
      const ask = { ids: asked.ids, query: Object.fromEntries(query), body: jsonBody(body) };
      const reply = operations[asked.operation](ask);
      return reply === HELD ? HELD : onWire(reply);
    } catch (error) {
      if (error instanceof Refusal) return refusalOnWire(error);
      throw error;
    }
  };

  return {
    async handle(request) {
      const { method, path, query } = request;
      const asked = operationOf(method, path, query);
      const answer = answerTo(request, asked);
      const status = answer === HELD ? null : answer.status;
      requests.push({ at: isoTime(clock.now()), operation: asked?.operation ?? null, method, path, status });
      if (answer !== HELD) return answer;
      onHeld?.(request);
      return new Promise<never>(() => undefined);
    },
    createSipMediaApplication(wanted) {
      const { id, arn } = applications.create(wanted);
      return { id, arn };
    },
    script: (number, changes) => scripts.set(number, changes),
    inbound(call) {
      settle();
      return switchboard.inbound(call);
    },
    takeAway: (number) => orders.takeAway(number),
    calls: () => switchboard.calls(),
    numbers() {
      settle();
      return inventory.records();
    },
    orders() {
      settle();
      return orders.records();
    },
    requests: () => [...requests],
    snapshot() {
      settle();
      return {
        numbers: [...inventory.rows()],
        orders: [...orders.rows()],
        rules: [...rules.rows()],
        takenAway: [...orders.takenAway()],
      };
    },
    restore(snapshot) {
      const { numbers, orders: orderRows, rules: ruleRows, takenAway } = Snapshot.parse(snapshot);
      inventory.replace(numbers);
      orders.replace(orderRows, takenAway);
      rules.replace(ruleRows);
    },
  };
}
