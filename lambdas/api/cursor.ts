import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Account } from '../domain/account.ts';
import { Refusal } from '../domain/errors.ts';

/** Bytes of the signature: enough that a cursor can't be made up. */
const SIGNATURE_BYTES = 12;

/** A list that is read by pages: a cursor of one is none of another. */
type List = 'assistants' | 'calls' | 'do-not-call' | 'numbers' | 'number-areas' | 'number-orders';

/** Where a list goes on: opaque, signed by a random value of the account, so that it works for this account alone. */
export const cursorAfter = (list: List, id: string, { cursorSecret }: Account): string =>
  Buffer.concat([sign(list, id, cursorSecret), Buffer.from(id)]).toString('base64url');

/** @throws Refusal `invalid_cursor` for a cursor that wasn't answered to this account by this list */
export function readCursor(list: List, cursor: string, { cursorSecret }: Account): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const id = bytes.subarray(SIGNATURE_BYTES).toString();
  const signature = bytes.subarray(0, SIGNATURE_BYTES);
  // The decoder passes over what is not base64url: a cursor with something added would still be read.
  const isWhole = bytes.toString('base64url') === cursor && signature.length === SIGNATURE_BYTES;
  if (isWhole && timingSafeEqual(signature, sign(list, id, cursorSecret))) return id;
  throw new Refusal('invalid_cursor', 'cursor: must be the nextCursor of an earlier answer of this list.');
}

const sign = (list: List, id: string, secret: string) =>
  createHmac('sha256', secret).update(`${list} ${id}`).digest().subarray(0, SIGNATURE_BYTES);
