import { SERVICES, type ServiceName } from '../../local/faults/shown.ts';
import type { Kind } from '../../local/faults/order.ts';
import type { Asked } from '../../local/gate/gate.ts';

/** One bad moment in the life of a call: its nth request of a kind, and what becomes of it. */
export interface Schedule {
  /** By its short name. */
  readonly function: string;
  readonly service: ServiceName;
  readonly operation: string;
  readonly nth: number;
  readonly kind: Kind;
  readonly times: number;
}

/** The functions of a call, parted so that two runs at once take about as long. */
export const FUNCTIONS = {
  upToTheAnswer: ['RestApiCalls', 'DialQueueDialer', 'CallWorkflowRing', 'TelephonyCarrierEvents'],
  talkAndEnd: [
    'TelephonyConverse',
    'CallWorkflowConclude',
    'WebhooksDeliverer',
    'CallWorkflowAwaitEnd',
    'Sweep',
  ],
} as const satisfies Record<string, readonly string[]>;
export type Part = keyof typeof FUNCTIONS;

/** An SDK asks three times: so often, and what it asks fails for good. */
const FOR_GOOD = 3;

type Fault = Pick<Schedule, 'kind' | 'times'>;
/** What every request meets in `npm test`. */
const KILLS: readonly Fault[] = [
  { kind: 'kill_before', times: 1 },
  { kind: 'kill_after', times: 1 },
];
/** And one of these, in turn; a throttle until the SDK gives up. */
const REFUSALS: readonly Fault[] = [
  { kind: 'throttle', times: FOR_GOOD },
  { kind: 'applied_then_error', times: 1 },
  { kind: 'timeout', times: 1 },
];
/** And what it meets besides in a run of all. */
const MORE: readonly Fault[] = [
  { kind: 'throttle', times: 1 },
  { kind: 'error', times: FOR_GOOD },
  { kind: 'applied_then_error', times: FOR_GOOD },
  { kind: 'timeout', times: FOR_GOOD },
  { kind: 'slow', times: 1 },
];

/** `CallWorkflowRing dynamodb PutItem 2 kill_after 1`: what a schedule is told and run again by. */
export const nameOf = ({ function: by, service, operation, nth, kind, times }: Schedule): string =>
  [by, service, operation, nth, kind, times].join(' ');

/**
 * The schedules of a recorded life, by its requests.
 * @param chosen `each`: every request meets every fault of the two lists above; `all`: and those that `npm test` leaves
 * out; else what the name of a schedule begins with
 * @param isLong a life of so many requests that each meets one of the five faults, in turn
 */
export function schedulesOf(
  requests: readonly Asked[],
  chosen: string | undefined,
  isLong = false,
): readonly Schedule[] {
  const seen = new Map<string, number>();
  const all = requests.flatMap(({ function: logicalId, service, operation }, n) => {
    const by = logicalId.replace(/Function[0-9A-F]{8}$/, '');
    const moment = `${by} ${service} ${operation}`;
    const nth = (seen.get(moment) ?? 0) + 1;
    seen.set(moment, nth);
    return faultsOf(n, chosen, isLong).map((fault) => ({
      function: by,
      service: serviceOf(service),
      operation,
      nth,
      ...fault,
    }));
  });
  if (chosen === undefined || chosen === 'each' || chosen === 'all') return all;
  return all.filter((schedule) => nameOf(schedule).startsWith(chosen));
}

function faultsOf(n: number, chosen: string | undefined, isLong: boolean): readonly Fault[] {
  const inTurn = (faults: readonly Fault[]) => faults.filter((_, i) => i === n % faults.length);
  if (chosen === undefined) return isLong ? inTurn([...KILLS, ...REFUSALS]) : [...KILLS, ...inTurn(REFUSALS)];
  return [...KILLS, ...REFUSALS, ...(chosen === 'each' ? [] : MORE)];
}

const serviceOf = (name: string): ServiceName => {
  const service = SERVICES.find((one) => one === name);
  if (!service) throw new Error(`no fault can be made for ${name}`);
  return service;
};
