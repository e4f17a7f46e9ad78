import type { CarrierEntry } from '../domain/drift.ts';
import type { AccountId, CallId, E164, OrderId, TransactionId } from '../domain/ids.ts';
import type { Found, OrderProgress } from '../domain/number-order.ts';
import type { Instant } from '../domain/time.ts';

/** One call to be placed. The ids ride along, so that every event of the carrier names our call. */
export interface DialRequest {
  readonly accountId: AccountId;
  readonly callId: CallId;
  readonly from: E164;
  readonly to: E164;
}

/**
 * The carrier surely did not take the call, or the order: `busy` may be asked again later, `refused` never will be taken.
 * Anything else that `dial` or `order` throws leaves the outcome unknown, and a call of unknown outcome is never rung again.
 */
export class ProvedRefusal extends Error {
  override readonly name = 'ProvedRefusal';
  readonly kind: 'busy' | 'refused';

  constructor(kind: 'busy' | 'refused', message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The phone network. It reports back through carrier events, never through a return value. */
export interface Carrier {
  /** @throws ProvedRefusal when the carrier surely did not take the call; anything else thrown means unknown. */
  dial(call: DialRequest): Promise<TransactionId>;
  /** Asks for a call to be hung up; it comes back as an event, once the carrier gets to it. Asking twice is harmless. */
  hangUp(id: TransactionId): Promise<void>;
}

/** A number as the carrier knows it. */
export interface CarrierNumber extends CarrierEntry {
  /** ISO 3166 alpha-2. */
  readonly country: string;
}

/** All of the carrier's numbers, to compare ours with. */
export interface CarrierBooks {
  /** Every number, or an error: half a list would make the other half look lost. */
  list(): Promise<readonly CarrierNumber[]>;
}

/** Where to look for numbers that can be bought; an absent member doesn't confine. */
export interface NumberSearch {
  /** ISO 3166 alpha-2. */
  readonly country: string;
  readonly areaCode?: string;
  /** State or province, in two letters. */
  readonly region?: string;
  readonly city?: string;
}

/** The carrier's numbers. Each verb may be repeated: a second time finds what the first did. */
export interface NumberPort {
  find(number: E164): Promise<CarrierNumber | undefined>;
  /** Numbers that can be bought now, `most` of them at most (500); none is an empty list. */
  search(wanted: NumberSearch, most: number): Promise<readonly E164[]>;
  /** Leads calls to the number to our application. @returns what the carrier calls the link */
  link(number: E164): Promise<string>;
}

/** How numbers go back to the carrier. Each verb may be repeated: what is done already, or gone, is done. */
export interface NumberReturns {
  /** Leads calls to the number to our application no more; a call that is up goes on. */
  unlink(number: E164): Promise<void>;
  /** Gives the number back. @throws Error as long as the carrier still has it for us */
  remove(number: E164): Promise<void>;
}

/** The carrier's orders for numbers. Buying can't be taken back, and what was asked twice may be bought twice. */
export interface OrderPort {
  /**
   * Buys a number, under the name of our order.
   * @returns what the carrier calls its order
   * @throws NotForSale when somebody has the number, ProvedRefusal when the carrier surely did not take the order; anything
   * else thrown means unknown, and the number is to be looked up
   */
  order(number: E164, name: OrderId): Promise<string>;
  /** What has come of an order for a number. */
  progressOf(carrierOrderId: string, number: E164): Promise<OrderProgress>;
  /** What has come of a number that was asked for under the name of our order at `since` or later. */
  lookUp(number: E164, name: OrderId, since: Instant): Promise<Found>;
}

/** The carrier surely did not take the order: the number can't be bought. */
export class NotForSale extends Error {
  override readonly name = 'NotForSale';
}
