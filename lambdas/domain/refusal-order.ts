import { MEMBERS } from './placement-members.ts';

/** What stands in a placement's way before its order is read, in the order in which it is told. */
export const OPENING = ['account', 'dialing'] as const;

/** What a placement's transaction is refused for, in the order in which it is told. A receipt comes before all of them. */
export const GUARDS = ['doNotCall', 'bucket', 'recipient', 'minutes', 'keyMinutes'] as const;

/**
 * The order in which a placement is refused, whatever else is wrong with it. What every route is refused for comes first
 * (`triggers/http`), then what stands here, each part read by the handler that checks it.
 */
export const REFUSAL_ORDER = [
  'size',
  'key',
  'scope',
  'json',
  'idempotencyKey',
  'replay',
  ...OPENING,
  ...(Object.keys(MEMBERS) as (keyof typeof MEMBERS)[]),
  'callerIdOwner',
  ...GUARDS,
] as const;
