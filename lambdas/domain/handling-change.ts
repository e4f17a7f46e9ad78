import * as z from 'zod/mini';
import { type CallHandling, NO_CALL_HANDLING, NO_TRANSFER, type Transfer } from './account.ts';
import { Refusal, type Token } from './errors.ts';
import { E164 } from './ids.ts';

const yesOrNo = () => z.nullish(z.boolean('must be true or false'));
const number = () => z.nullish(E164);
const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.nullish(z.enum(names, `must be one of ${names.join(', ')}`));
const SECONDS = 'must be a whole number from 5 to 60';

/** What is to change of a transfer: what is left out stays, null takes it back. */
export const TransferChange = z.object(
  { allowed: yesOrNo(), style: oneOf(['warm', 'cold']), to: number() },
  'must be an object',
);
export type TransferChange = z.infer<typeof TransferChange>;

/** How calls are to be handled, member by member: what is left out stays, null takes it back. */
export const HandlingChange = z.object(
  {
    mode: oneOf(['assistant', 'ring_first', 'forward']),
    ringTo: number(),
    ringSeconds: z.nullish(z.int(SECONDS).check(z.minimum(5, SECONDS), z.maximum(60, SECONDS))),
    forwardTo: number(),
    transfer: z.nullish(TransferChange),
    recording: yesOrNo(),
    copilot: yesOrNo(),
  },
  'must be an object',
);
export type HandlingChange = z.infer<typeof HandlingChange>;

/** Members of call handling that have a token of their own; a mistake in any other is `invalid_request`. */
export const HANDLING_TOKENS = {
  'callHandling.ringTo': 'invalid_number',
  'callHandling.forwardTo': 'invalid_number',
  'callHandling.transfer.to': 'invalid_number',
} as const satisfies Readonly<Record<string, Token>>;

/** The numbers that a change would have rung, with the paths of their members. */
export function numbersToRing(
  change: HandlingChange | null | undefined,
): readonly { path: string; number: E164 }[] {
  const { ringTo, forwardTo, transfer } = change ?? {};
  const named = { ringTo, forwardTo, 'transfer.to': transfer?.to };
  return Object.entries(named).flatMap(([member, number]) =>
    number ? [{ path: `callHandling.${member}`, number }] : [],
  );
}

/** Call handling with a change to it. */
export function handled(before: CallHandling, change: HandlingChange | null | undefined): CallHandling {
  if (change === undefined) return before;
  const { mode, ringTo, ringSeconds, forwardTo, transfer, recording, copilot } = change ?? NO_CALL_HANDLING;
  return {
    mode: mode === undefined ? before.mode : mode,
    ringTo: ringTo === undefined ? before.ringTo : ringTo,
    ringSeconds: ringSeconds === undefined ? before.ringSeconds : ringSeconds,
    forwardTo: forwardTo === undefined ? before.forwardTo : forwardTo,
    transfer: transferred(before.transfer, transfer),
    recording: recording === undefined ? before.recording : recording,
    copilot: copilot === undefined ? before.copilot : copilot,
  };
}

/** What is said of transfers, with a change to it. */
export function transferred(
  before: Transfer | null,
  change: TransferChange | null | undefined,
): Transfer | null {
  if (change === undefined) return before;
  if (change === null) return null;
  const { allowed, style, to } = before ?? NO_TRANSFER;
  return {
    allowed: change.allowed === undefined ? allowed : change.allowed,
    style: change.style === undefined ? style : change.style,
    to: change.to === undefined ? to : change.to,
  };
}

/**
 * The number that call handling lacks to do what it says.
 * @param mayTransferElsewhere whether an assistant may know whom to transfer to, where the handling names nobody
 */
export function numberLacking(
  { mode, ringTo, forwardTo, transfer }: CallHandling,
  mayTransferElsewhere: boolean,
): { path: string; reason: string } | undefined {
  if (mode === 'forward' && !forwardTo)
    return { path: 'callHandling.forwardTo', reason: 'is missing, and the mode is forward' };
  if (mode === 'ring_first' && !ringTo)
    return { path: 'callHandling.ringTo', reason: 'is missing, and the mode is ring_first' };
  if (transfer?.allowed && !transfer.to && !mayTransferElsewhere)
    return { path: 'callHandling.transfer.to', reason: 'is missing, and transfers are allowed' };
  return undefined;
}

/** A mistake in the member at `path`. */
export const no = (token: Token, path: string, reason: string) =>
  new Refusal(token, `${path === '' ? 'The body' : path}: ${reason}.`);

/**
 * Reads a change member by member.
 * @param tokens members that have a token of their own, by their paths
 * @throws Refusal for the first member whose form is wrong
 */
export function readChange<S extends z.ZodMiniType>(
  schema: S,
  body: unknown,
  tokens: Readonly<Record<string, Token>>,
): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw no(tokens[path] ?? 'invalid_request', path, issue?.message ?? 'is not valid');
}
