/** What AWS bills, in dollars a unit (`prices.json`). */
export interface Prices {
  readonly dynamodbWriteUnit: number;
  readonly dynamodbReadUnit: number;
  readonly sqsRequest: number;
  readonly stateTransition: number;
  readonly lambdaGbSecond: number;
  readonly lambdaRequest: number;
  readonly apiRequest: number;
}

/** What one call has used of AWS. Carrier, model and logs are no part of it. */
export interface Usage {
  readonly writeUnits: number;
  readonly readUnits: number;
  /** Sends, and a receive and a delete for each message. */
  readonly queueRequests: number;
  readonly states: number;
  readonly invocations: number;
  readonly gbSeconds: number;
  readonly apiRequests: number;
}

/** Dollars for so much, in its two parts: the workflow with its queue, and all together. */
export function costOf(usage: Usage, prices: Prices): { readonly line: number; readonly all: number } {
  const line = usage.states * prices.stateTransition + usage.queueRequests * prices.sqsRequest;
  const all =
    line +
    usage.writeUnits * prices.dynamodbWriteUnit +
    usage.readUnits * prices.dynamodbReadUnit +
    usage.invocations * prices.lambdaRequest +
    usage.gbSeconds * prices.lambdaGbSecond +
    usage.apiRequests * prices.apiRequest;
  return { line, all };
}
