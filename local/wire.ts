/** A request to an AWS service as it came to the gate. */
export interface WireRequest {
  readonly method: string;
  /** Still encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What the service answers. The gate sets `date` and the request id. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** Virtual time that passes before it is sent. @default 0 */
  readonly lateMs?: number;
}

/** Who asks: a role of the template (by its ARN), or an AWS service on behalf of one of its resources. */
export type Caller =
  | { readonly role: string }
  | { readonly service: string; readonly sourceArn: string; readonly sourceAccount: string };

/** What came of an invocation: the function's answer, or its failure in the shape Lambda tells it. */
export type Invocation =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly errorType: string; readonly errorMessage: string };

/** Somebody may not do something. The message names who and what, in the words of AWS. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
}

/**
 * Invokes a function synchronously, as Lambda's RequestResponse does.
 * @throws AccessDenied when `caller` may not invoke it
 */
export type Invoke = (functionArn: string, payload: unknown, caller: Caller) => Promise<Invocation>;
