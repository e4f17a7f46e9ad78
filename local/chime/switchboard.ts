import * as z from 'zod';
import type { Clock } from '../clock/clock.ts';
import type { Applications } from './applications.ts';
import type { Network } from './bridge.ts';
import { startCall, type Call, type CallWorld } from './call.ts';
import { ArgumentsMap, checked, E164, NonEmpty } from './fields.ts';
import type { Inventory } from './inventory.ts';
import { rate, type Limits } from './limits.ts';
import type { CallRecord } from './participant.ts';
import { HELD, type Operate, type OperationName } from './operation.ts';
import * as people from './people.ts';
import { badRequest, notFound, Refusal } from './refusal.ts';
import { usual, type ScriptChanges, type Scripts } from './script.ts';
import type { SipRules } from './sip-rules.ts';

type Operations = Record<
  Extract<OperationName, 'CreateSipMediaApplicationCall' | 'UpdateSipMediaApplicationCall'>,
  Operate
>;

/** Somebody who calls a number of ours. */
export interface InboundCall extends ScriptChanges {
  readonly to: string;
  /** Null when the caller withholds it. */
  readonly from: string | null;
}

/** Takes calls out and in, and keeps the book of them. */
export interface Switchboard {
  readonly operations: Operations;
  /** @throws Error when nobody takes calls to that number, or all legs are in use */
  inbound(call: InboundCall): { readonly transactionId: string };
  /** One of each leg, in the order in which the calls were taken. */
  calls(): readonly CallRecord[];
}

export interface SwitchboardOptions {
  readonly clock: Clock;
  readonly world: CallWorld;
  readonly limits: Limits;
  readonly applications: Pick<Applications, 'find'>;
  readonly inventory: Pick<Inventory, 'usable'>;
  readonly rules: Pick<SipRules, 'routeOf'>;
  readonly scripts: Pick<Scripts, 'of'>;
}

/** Source: PSTN audio guide, "Using SIP headers". */
const RESERVED_HEADER = /^x-(amzn|vine|vc|canary|voice)/i;
const OWN_HEADER = /^(x-.+|user-to-user|diversion)$/i;
const MAX_HEADER_CHARACTERS = 2_048;

const SipHeaders = ArgumentsMap.refine(
  (headers) =>
    Object.entries(headers).every(
      ([name, value]) =>
        OWN_HEADER.test(name) && !RESERVED_HEADER.test(name) && value.length <= MAX_HEADER_CHARACTERS,
    ),
  'Invalid SIP header(s) provided',
);

const CallBody = z.object({
  FromPhoneNumber: E164,
  ToPhoneNumber: E164,
  SipHeaders: SipHeaders.nullish(),
  ArgumentsMap: ArgumentsMap.nullish(),
});

const UpdateBody = z.object({ Arguments: ArgumentsMap });

/** What stands in the place of a number that is withheld. */
const ANONYMOUS = 'anonymous';

/** A destination that throttles turns so many requests away before it takes one. */
const THROTTLED_REQUESTS = 2;

export function createSwitchboard(options: SwitchboardOptions): Switchboard {
  const { clock, world, limits, applications, inventory, rules, scripts } = options;
  const calls = new Map<string, Call>();
  let live: readonly Call[] = [];
  const mayCall = rate(clock, limits.callsPerSecond);
  const mayUpdate = rate(clock, limits.updatesPerSecond);
  const throttled = new Map<string, number>();

  const legsInUse = () => {
    live = live.filter((call) => !call.isOver());
    return live.reduce((legs, call) => legs + call.legsInUse(), 0);
  };
  const network: Network = {
    scriptOf: (number) => scripts.of(number),
    owns: (number) => inventory.usable(number) !== undefined,
    hasFreeLeg: () => legsInUse() < limits.concurrentLegs,
  };
  const keep = (call: Call) => {
    calls.set(call.transactionId, call);
    live = [...live, call];
    return call;
  };
  const throttlesAgain = (number: string) => {
    const soFar = throttled.get(number) ?? 0;
    throttled.set(number, soFar < THROTTLED_REQUESTS ? soFar + 1 : 0);
    return soFar < THROTTLED_REQUESTS;
  };

  const operations: Operations = {
    CreateSipMediaApplicationCall({ ids: [id], body }) {
      if (!mayCall()) throw tooMany('calls', limits.callsPerSecond);
      const application = applications.find(checked(NonEmpty, id));
      if (!application) throw badRequest(`No SIP media application ${id ?? ''}.`);
      const wanted = checked(CallBody, body);
      const { FromPhoneNumber: from, ToPhoneNumber: to } = wanted;
      if (!inventory.usable(from)) throw badRequest(`${from} is not in the inventory of this account.`);

      const script = scripts.of(to);
      if (script.outcome === 'refused') throw badRequest(`${to} can not be called.`);
      if (script.outcome === 'unknown_lost') return HELD;
      if (script.outcome === 'throttled' && throttlesAgain(to)) throw tooMany('calls', limits.callsPerSecond);
      if (!network.hasFreeLeg()) {
        throw new Refusal('ResourceLimitExceededException', `${limits.concurrentLegs} legs are in use.`);
      }
      const args = wanted.ArgumentsMap ?? undefined;
      const call = keep(
        startCall(world, network, { direction: 'Outbound', to, from, script, application, args }),
      );
      if (script.outcome === 'unknown_taken') {
        throw new Refusal('ServiceFailureException', 'The service encountered an unexpected error.');
      }
      return { status: 201, body: { SipMediaApplicationCall: { TransactionId: call.transactionId } } };
    },

    UpdateSipMediaApplicationCall({ ids: [id, transactionId], body }) {
      if (!mayUpdate()) throw tooMany('updates', limits.updatesPerSecond);
      const { Arguments } = checked(UpdateBody, body);
      const call = calls.get(checked(NonEmpty, transactionId));
      if (!call || call.application.id !== id || call.isOver()) {
        throw notFound(`No call ${transactionId ?? ''} is under way.`);
      }
      call.update(Arguments);
      return { status: 202, body: { SipMediaApplicationCall: { TransactionId: transactionId } } };
    },
  };

  return {
    operations,
    inbound({ to, from, ...changes }) {
      const route = inventory.usable(to) && rules.routeOf(to);
      if (!route) throw new Error(`Nobody takes calls to ${to}: it has no enabled SIP rule.`);
      if (!network.hasFreeLeg()) throw new Error(`${limits.concurrentLegs} legs are in use.`);
      const call = startCall(world, network, {
        direction: 'Inbound',
        to,
        from: from ?? ANONYMOUS,
        script: usual({ says: people.CALLING, ...changes }),
        ...route,
      });
      return { transactionId: keep(call).transactionId };
    },
    calls: () => [...calls.values()].flatMap((call) => call.records()),
  };
}

const tooMany = (what: string, perSecond: number) =>
  new Refusal('ThrottledClientException', `${perSecond} ${what} a second are allowed.`);
