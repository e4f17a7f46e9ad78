import type { EndReason, EndStatus } from './domain/call.ts';
import type { DriftKind } from './domain/drift.ts';
import type { OrderError } from './domain/number-order.ts';

/** The namespace of our metrics in CloudWatch. */
export const NAMESPACE = 'Trunkline';

/** Every metric of ours, with its unit. An operator looks at it, or an alarm does: docs/runbook.md says how. */
export const METRICS = {
  /** Calls that were accepted: 202, replays and dry runs aside. */
  CallsPlaced: 'Count',
  /** Calls that came in, also those that were refused. */
  CallsReceived: 'Count',
  /** Requests that were answered with a refusal, by its class. */
  RequestsRefused: 'Count',
  /** Calls that the carrier took. */
  CallsDialed: 'Count',
  /** Calls that ended, and that somebody, or a mailbox, had answered. */
  CallsAnswered: 'Count',
  /** Calls that reached their terminal status, by it and its reason. */
  CallsEnded: 'Count',
  /** Requests of which it is not known whether the carrier took them: no answer, a 5xx, a reset. */
  CarrierUnknown: 'Count',
  /** Requests that the carrier refused for good: 400, 401, 403, 404. */
  CarrierRefusals: 'Count',
  /** Requests that the carrier did not take now: throttled, at its limit, not reached. */
  CarrierThrottles: 'Count',
  /** Calls that were ended because nothing was heard of them, or because their end was never told. */
  OutcomesUnknown: 'Count',
  /** Evidence of a call that came after it had ended `outcome_unknown`. */
  LateEvidence: 'Count',
  /** Lines that are up without a call that may be: of no call, or of one that has its end. */
  StrayLines: 'Count',
  /** Orders that ended without a number, by why. */
  OrdersFailed: 'Count',
  /** Looks at orders that the carrier has been at for more than an hour. */
  OrdersSlow: 'Count',
  /** Requests to the model that failed, or that it answered with nonsense. */
  ModelFailures: 'Count',
  /** Calls, orders and releases that a sweep found past their due instant. Told by each sweep, so that its absence tells too. */
  SweepOverdue: 'Count',
  /** How long the longest overdue of them was overdue. */
  SweepLag: 'Seconds',
  /** Whatever a sweep failed to look after. */
  SweepFailures: 'Count',
  /** Times that the carrier was asked once more for a number that ought to be gone for a day. */
  ReleasesLate: 'Count',
  /** Attempts to deliver a webhook. */
  WebhookAttempts: 'Count',
  /** Attempts that were not answered with a 2xx. */
  WebhookFailures: 'Count',
  /** Numbers that differ from the carrier's, by how. Told by each comparison, 0 too, so that its absence tells. */
  NumbersDrifted: 'Count',
} as const satisfies Record<string, 'Count' | 'Seconds'>;
export type Metric = keyof typeof METRICS;

/** What a metric is told apart by, where it is: bounded lists only, since each combination is billed as a metric. */
export interface Dimensions {
  CallsEnded: { readonly status: EndStatus; readonly endReason: EndReason };
  OrdersFailed: { readonly error: OrderError };
  RequestsRefused: { readonly class: RefusalClass };
  NumbersDrifted: { readonly kind: DriftKind };
}

/** Whose a refusal is: the request's form, the caller's rights, a limit that was reached, dialing that is off, our own failure. */
export type RefusalClass = 'request' | 'access' | 'limit' | 'paused' | 'ours';
