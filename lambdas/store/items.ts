import type { EventName } from '../domain/call-event.ts';
import type { AccountId, CallId, KeyId, OrderId, ReleaseId, TransactionId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';

/** Where an item stands in its table. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

// Accounts table: accounts, keys, counters, ledger, do-not-call, assistants, and what the whole deployment shares.

export const accountItem = (id: AccountId): ItemKey => ({ pk: `A#${id}`, sk: 'ACCOUNT' });
/** All accounts, for the operator's list. */
export const directoryItem = (id: AccountId): ItemKey => ({ pk: 'ACCOUNTS', sk: id });
export const keyItem = (id: KeyId): ItemKey => ({ pk: `K#${id}`, sk: 'KEY' });
/** An account's keys, for its list of them. */
export const keyOfAccountItem = (account: AccountId, id: KeyId): ItemKey => ({
  pk: `A#${account}`,
  sk: `KEY#${id}`,
});
export const bucketItem = (key: KeyId): ItemKey => ({ pk: `K#${key}`, sk: 'BUCKET' });
export const assistantItem = (account: AccountId, id: string): ItemKey => ({
  pk: `A#${account}`,
  sk: `ASSISTANT#${id}`,
});
export const doNotCallItem = (account: AccountId, number: string): ItemKey => ({
  pk: `A#${account}`,
  sk: `DNC#${number}`,
});
/** The do-not-call list in the order in which numbers were entered; without an entry, the list itself. */
export const doNotCallListItem = (
  account: AccountId,
  entry?: { readonly createdAt: Instant; readonly number: string },
): ItemKey => ({ pk: `A#${account}#DNC`, sk: entry ? `${entry.createdAt}#${entry.number}` : '' });
/** How often an account has called a number in a UTC day. */
export const recipientDayItem = (account: AccountId, number: string, day: string): ItemKey => ({
  pk: `A#${account}`,
  sk: `RECIPIENT#${number}#${day}`,
});
/** Minutes of a cycle: of the account, or of one of its keys that has minutes of its own. */
export const cycleItem = (account: AccountId, cycle: Instant, key?: KeyId): ItemKey => ({
  pk: `A#${account}`,
  sk: key ? `CYCLE#${cycle}#KEY#${key}` : `CYCLE#${cycle}`,
});
export const ledgerItem = (
  account: AccountId,
  cycle: Instant,
  call: CallId,
  kind: string,
  n: number,
): ItemKey => ({
  pk: `A#${account}#LEDGER#${cycle}`,
  sk: `${call}#${kind}#${n}`,
});
/** How many numbers an account has or is getting. */
export const slotsItem = (account: AccountId): ItemKey => ({ pk: `A#${account}`, sk: 'SLOTS' });
/** How many orders for numbers an account has placed in a cycle. */
export const ordersPlacedItem = (account: AccountId, cycle: Instant): ItemKey => ({
  pk: `A#${account}`,
  sk: `ORDERS#${cycle}`,
});
/** How many of an account's calls are open. */
export const openCallsItem = (account: AccountId): ItemKey => ({ pk: `A#${account}`, sk: 'OPEN' });
export const dialingItem: ItemKey = { pk: 'SETTINGS', sk: 'DIALING' };
export const destinationRulesItem: ItemKey = { pk: 'SETTINGS', sk: 'DESTINATIONS' };
/** The carrier's lines in use, and the next instant at which it may be asked. */
export const carrierItem = (provider: string): ItemKey => ({ pk: 'CARRIER', sk: provider });

// Numbers table

export const numberItem = (number: string): ItemKey => ({ pk: `N#${number}`, sk: 'NUMBER' });
/** An account's order for a number. Orders stand side by side, by time. */
export const orderItem = (account: AccountId, order: OrderId): ItemKey => ({
  pk: `A#${account}`,
  sk: `ORDER#${order}`,
});
/** The release of a number that an account gave back. */
export const releaseItem = (account: AccountId, release: ReleaseId): ItemKey => ({
  pk: `A#${account}`,
  sk: `RELEASE#${release}`,
});
/** All numbers that accounts have or are getting, for the books. */
export const heldItem = (number: string): ItemKey => ({ pk: 'NUMBERS', sk: number });
/** What differs between a number of ours and the carrier's. */
export const driftItem = (number: string): ItemKey => ({ pk: 'DRIFT', sk: number });
/** When both were last compared: it stands beside what was found. */
export const reconciledItem = driftItem('RECONCILED');

// Calls table. An account's calls stand side by side, so that a list is one query; what only one call needs
// (the brief, the turns, the transcript) stands apart under the call, so that a list doesn't read it.

export const callItem = (account: AccountId, call: CallId): ItemKey => ({
  pk: `A#${account}`,
  sk: `C#${call}`,
});
/** Objective, metadata and asked fields: written once, shown in lists. */
export const wordsItem = (account: AccountId, call: CallId): ItemKey => ({
  pk: `A#${account}`,
  sk: `C#${call}#words`,
});
/** Summary and extraction: written once, at the end. */
export const digestItem = (account: AccountId, call: CallId): ItemKey => ({
  pk: `A#${account}`,
  sk: `C#${call}#digest`,
});
/** What only the conversation needs: the context. */
export const briefItem = (call: CallId): ItemKey => ({ pk: `C#${call}`, sk: 'BRIEF' });
/** Where a call's events go. Apart from its words, which may be erased before all events are told. */
export const webhookItem = (call: CallId): ItemKey => ({ pk: `C#${call}`, sk: 'WEBHOOK' });
export const transcriptItem = (call: CallId): ItemKey => ({ pk: `C#${call}`, sk: 'TRANSCRIPT' });
export const turnItem = (call: CallId, turn: number): ItemKey => ({
  pk: `C#${call}`,
  sk: `TURN#${String(turn).padStart(5, '0')}`,
});
/** An event of a call for its webhook. Its key says whose it is: the due index tells keys alone. */
export const eventItem = ({ accountId, callId, sequence }: EventName): ItemKey => ({
  pk: `E#${accountId}#${callId}`,
  sk: `EVENT#${String(sequence).padStart(5, '0')}`,
});
/** The token by which a call's workflow is told to go on. */
export const tokenItem = (call: CallId): ItemKey => ({ pk: `C#${call}`, sk: 'TOKEN' });
export const transactionItem = (id: TransactionId): ItemKey => ({ pk: `X#${id}`, sk: 'TRANSACTION' });
/** A call that waits for another of its account to end. */
export const lineItem = (account: AccountId, call: CallId): ItemKey => ({ pk: lineOf(account), sk: call });
export const lineOf = (account: AccountId) => `A#${account}#LINE`;
export const idempotencyItem = (account: AccountId, route: string, key: string): ItemKey => ({
  pk: `I#${account}#${route}`,
  sk: key,
});

/** How many partitions the due index is spread over; one is enough for some hundred writes a second. */
const DUE_SHARDS = 1;

/** All partitions of the due index. */
export const dueShards = Array.from({ length: DUE_SHARDS }, (_, n) => `due#${n}`);

/** The partition of the due index that `id` belongs to. */
export const dueShardOf = (id: string): string => `due#${Number.parseInt(id.slice(-6), 16) % DUE_SHARDS}`;
