import type { EndReason } from './call.ts';
import type { TransactionId } from './ids.ts';
import type { Instant } from './time.ts';

/** What a carrier tells of a call, in our own words. Each may come twice, late, or not at all. */
export type CarrierEvent = {
  readonly transactionId: TransactionId;
  readonly at: Instant;
} & (
  | { readonly type: 'bound' }
  | { readonly type: 'ringing' }
  | { readonly type: 'answered' }
  | {
      readonly type: 'ended';
      /** The SIP code, 0 for a normal end. */
      readonly sipCode: number;
      /** Why we hung up, if it was us. */
      readonly ourReason: EndReason | null;
    }
);
