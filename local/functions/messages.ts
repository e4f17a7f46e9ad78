/** What a worker starts with. */
export interface WorkerStart {
  /** The bundle: a CommonJS file. */
  readonly file: string;
  readonly time: SharedArrayBuffer;
}

/** What a function is told by its host. */
export type ToWorker =
  | { readonly type: 'invoke'; readonly event: unknown; readonly context: InvocationContext }
  | { readonly type: 'fire'; readonly timer: number }
  | { readonly type: 'ping'; readonly ping: number };

/** What a host is told by a function. Instants are virtual milliseconds since 1970. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'answered'; readonly payload: string | undefined }
  | { readonly type: 'failed'; readonly errorType: string; readonly errorMessage: string }
  /** It failed where nobody could catch it, and ends. */
  | { readonly type: 'crashed'; readonly errorType: string; readonly errorMessage: string }
  | { readonly type: 'timer'; readonly timer: number; readonly at: number }
  | { readonly type: 'clear'; readonly timer: number }
  | ({ readonly type: 'pong'; readonly ping: number } & Activity);

/** What goes on in a worker. An invocation with no request and no timer is computing. */
export interface Activity {
  /** HTTP requests under way: the local port of each, 0 for one that has none yet. */
  readonly requests: readonly number[];
  /** Virtual timers that are set. */
  readonly timers: number;
  /** Whether it waits for the machine itself: a file, a name, a connection. */
  readonly reading: boolean;
}

/** Lambda's context, as far as plain values go. */
export interface InvocationContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  /** Virtual milliseconds since 1970. */
  readonly deadline: number;
}
