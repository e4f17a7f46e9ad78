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

/** What every request meets in `npm test`: each kind once, a throttle until the SDK gives up. */
const USUAL: readonly Pick<Schedule, 'kind' | 'times'>[] = [
  { kind: 'kill_before', times: 1 },
  { kind: 'kill_after', times: 1 },
  { kind: 'throttle', times: FOR_GOOD },
  { kind: 'applied_then_error', times: 1 },
  { kind: 'timeout', times: 1 },
];
/** And what it meets besides in a run of all. */
const MORE: readonly Pick<Schedule, 'kind' | 'times'>[] = [
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
 * The schedules of a recorded call: every request of it meets every fault.
 * @param chosen `all` for the many that `npm test` leaves out; else what the name of a schedule begins with
 */
export function schedulesOf(requests: readonly Asked[], chosen: string | undefined): readonly Schedule[] {
  const seen = new Map<string, number>();
  const moments = requests.map(({ function: logicalId, service, operation }) => {
    const by = logicalId.replace(/Function[0-9A-F]{8}$/, '');
    const moment = `${by} ${service} ${operation}`;
    seen.set(moment, (seen.get(moment) ?? 0) + 1);
    return { function: by, service: serviceOf(service), operation, nth: seen.get(moment) ?? 1 };
  });
  const all = moments.flatMap((moment) =>
    [...USUAL, ...(chosen === undefined ? [] : MORE)].map((fault) => ({ ...moment, ...fault })),
  );
  if (chosen === undefined || chosen === 'all') return all;
  return all.filter((schedule) => nameOf(schedule).startsWith(chosen));
}

const serviceOf = (name: string): ServiceName => {
  const service = SERVICES.find((one) => one === name);
  if (!service) throw new Error(`no fault can be made for ${name}`);
  return service;
};
