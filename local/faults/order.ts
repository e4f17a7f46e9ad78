import * as z from 'zod';
import type { FunctionConfig } from '../functions/functions.ts';
import { CONFLICTING, SERVICES, type ServiceName } from './shown.ts';

export const KINDS = [
  /** Not carried out: the service has had too much. */
  'throttle',
  /** Not carried out: the service failed. */
  'error',
  /** Carried out, and the answer is that of a failure. */
  'applied_then_error',
  /** Not carried out, and never answered. */
  'timeout',
  /** Carried out, and answered when nobody waits any more. */
  'slow',
  /** Not carried out: a transaction of somebody else is under way. */
  'conflict',
  /** Who asks ends before the request is carried out. */
  'kill_before',
  /** Who asks ends once the request is carried out. */
  'kill_after',
] as const;
export type Kind = (typeof KINDS)[number];

/** The kinds that a service can show, where these aren't all but `conflict`. */
const CAN_SHOW: Partial<Record<ServiceName, readonly Kind[]>> = {
  dynamodb: KINDS,
  // DynamoDB asks it in the function's place, so it isn't the function that waits for it, and none ends with it.
  kms: ['throttle', 'error', 'timeout', 'slow'],
};
const USUAL = KINDS.filter((kind) => kind !== 'conflict');

/** Services of which one operation alone is asked here. */
const ONLY_OPERATION: Partial<Record<ServiceName, string>> = { lambda: 'Invoke', kms: 'Decrypt' };

const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, `must be one of ${values.join(', ')}`);
const count = z.int('must be a whole number').min(1, 'must be 1 or more');

const Body = z
  .object({
    service: oneOf(SERVICES),
    operation: z.string('must be the name of an operation').min(1).nullish(),
    function: z.string('must be the name of a function').min(1).nullish(),
    kind: oneOf(KINDS),
    nth: count.default(1),
    times: count.default(1),
  })
  .superRefine(({ service, kind, operation }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const kinds = CAN_SHOW[service] ?? USUAL;
    if (!kinds.includes(kind)) refuse('kind', `${service} never shows ${kind}, but ${kinds.join(', ')}`);
    const only = ONLY_OPERATION[service];
    if (only && operation && operation !== only)
      refuse('operation', `of ${service} only ${only} is asked here`);
    if (kind === 'conflict' && operation && !CONFLICTING.includes(operation))
      refuse('operation', `of dynamodb only ${CONFLICTING.join(', ')} meet a conflict`);
  });

/** A fault that is to come. */
export interface Order {
  readonly service: ServiceName;
  /** Null: any. */
  readonly operation: string | null;
  /** A logical id; null: any. For `lambda` it is the function that is invoked, else the one that asks. */
  readonly function: string | null;
  readonly kind: Kind;
  /** The first matching request that it meets, counted from now on: 1 is the next. */
  readonly nth: number;
  /** How many matching requests it meets in a row. */
  readonly times: number;
}

type Named = Pick<FunctionConfig, 'logicalId'>;

/**
 * Reads a fault as somebody asks for it.
 * @throws z.ZodError, Error in plain words, when there is no such service, kind or function
 */
export function readOrder(body: unknown, functions: readonly Named[]): Order {
  const { operation, function: wanted, ...order } = Body.parse(body);
  return {
    ...order,
    operation: operation ?? null,
    function: wanted ? functionCalled(wanted, functions) : null,
  };
}

/** `CallWorkflowRingFunction5D7B3149` is `CallWorkflowRing` for short: without CDK's hash and the word Function. */
export const shortName = ({ logicalId }: Named): string =>
  logicalId.replace(/[0-9A-F]{8}$/, '').replaceAll('Function', '');

/** The logical id that is meant: itself, or the short name or its end where only one ends so. */
function functionCalled(wanted: string, functions: readonly Named[]): string {
  const exact = functions.find((fn) => fn.logicalId === wanted || shortName(fn) === wanted);
  if (exact) return exact.logicalId;
  const [one, ...others] = functions.filter((fn) => shortName(fn).endsWith(wanted));
  if (one && others.length === 0) return one.logicalId;
  const names = (one ? [one, ...others] : functions).map(shortName).join(', ');
  throw new Error(
    one ? `function: ${wanted} may be ${names}.` : `function: there is no ${wanted}; there are ${names}.`,
  );
}
