/** What `$states.errorOutput` holds in a Catch. */
export interface ErrorOutput {
  readonly Error: string;
  readonly Cause: string;
}

interface FailureOptions {
  /** Further names by which `ErrorEquals` knows it. */
  readonly alsoNamed?: readonly string[];
  /** `false` for what no Retry and no Catch sees, not even `States.ALL`. */
  readonly canBeCaught?: boolean;
}

/** A state failed, under a name that Retry and Catch compare with `ErrorEquals`. */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly output: ErrorOutput;
  readonly names: readonly string[];
  readonly canBeCaught: boolean;

  constructor(error: string, cause: string, { alsoNamed = [], canBeCaught = true }: FailureOptions = {}) {
    super(`${error}: ${cause}`);
    this.output = { Error: error, Cause: cause };
    this.names = [error, ...alsoNamed];
    this.canBeCaught = canBeCaught;
  }
}

/** `States.Runtime`: what cannot be gone on with. The execution fails, whatever the state would catch. */
export const runtimeFailure = (cause: string): StateFailure =>
  new StateFailure('States.Runtime', cause, { canBeCaught: false });

/** Quota of Step Functions for the input and output of a state, a task or an execution, as JSON in UTF-8. */
export const PAYLOAD_LIMIT_BYTES = 262_144;

/** `value` in JSON. `what` names the state or task whose result it is. Too large a one of a task can be caught. */
export function withinLimit(value: unknown, what: string, canBeCaught: boolean): string {
  const json = JSON.stringify(value);
  if (Buffer.byteLength(json) <= PAYLOAD_LIMIT_BYTES) return json;
  throw new StateFailure(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`,
    { canBeCaught },
  );
}
