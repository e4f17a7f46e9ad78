import { AccessDenied, type Invocation } from '../wire.ts';
import { StateFailure, runtimeFailure, withinLimit } from './failure.ts';
import type { Task } from './machine.ts';
import type { Scope } from './template.ts';
import { waitFor } from './waiting.ts';
import type { World } from './world.ts';

/**
 * One attempt of a Task: invokes the function, and gives its answer, or for `.waitForTaskToken` what is sent with the
 * token. The token counts from the moment the function is invoked: what is sent before the function has answered ends
 * the attempt, as on AWS.
 * @throws StateFailure under the name that Retry and Catch know
 */
export async function attempt(
  task: Task,
  scope: Scope,
  { role, ended }: Owner,
  world: World,
): Promise<unknown> {
  const { clock, tokens, invoke } = world;
  const functionName = await task.functionName(scope);
  const payload = await task.payload(scope);
  withinLimit(payload, 'lambda', true);
  const timeoutSeconds = await task.timeoutSeconds?.(scope);
  const heartbeatSeconds = await task.heartbeatSeconds?.(scope);
  const token = scope.states.context.Task?.Token;

  const result = await waitFor<unknown>(ended, (resolve, reject) => {
    const after = (seconds: number | undefined, failure: StateFailure) =>
      seconds === undefined ? stopNothing : clock.at(clock.now() + seconds * 1_000, () => reject(failure));
    const stopTimeout = after(timeoutSeconds, timeout());
    let stopHeartbeat = after(heartbeatSeconds, missedHeartbeat());
    const close =
      token === undefined
        ? stopNothing
        : tokens.open(token, {
            succeed: resolve,
            fail: reject,
            heartbeat() {
              stopHeartbeat();
              stopHeartbeat = after(heartbeatSeconds, missedHeartbeat());
            },
          });

    invoke(functionName, payload, { role }).then(
      (invocation) => {
        if (!invocation.ok) reject(lambdaFailure(invocation));
        else if (token === undefined) resolve(invocationResult(invocation.payload));
      },
      (thrown: unknown) => reject(invokeFailure(thrown)),
    );
    return () => {
      stopTimeout();
      stopHeartbeat();
      close();
    };
  });
  withinLimit(result, 'lambda', true);
  return result;
}

/** Whose attempt it is: the machine's role, and the signal of the execution's end. */
interface Owner {
  readonly role: string;
  readonly ended: AbortSignal;
}

const stopNothing = () => undefined;

const timeout = () => new StateFailure('States.Timeout', '');

/** AWS tells a missed heartbeat as a timeout; `ErrorEquals` knows it by its own name too. */
const missedHeartbeat = () =>
  new StateFailure('States.Timeout', '', { alsoNamed: ['States.HeartbeatTimeout'] });

/** The answer of Lambda's Invoke, without the headers of HTTP. */
const invocationResult = (payload: unknown) => ({
  ExecutedVersion: '$LATEST',
  Payload: payload ?? null,
  StatusCode: 200,
});

const lambdaFailure = ({ errorType, errorMessage }: Extract<Invocation, { ok: false }>) =>
  new StateFailure(errorType, JSON.stringify({ errorType, errorMessage }));

function invokeFailure(thrown: unknown): StateFailure {
  if (thrown instanceof AccessDenied)
    return new StateFailure(
      'Lambda.AWSLambdaException',
      `${thrown.message} (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException)`,
    );
  return runtimeFailure(`The function could not be invoked: ${String(thrown)}`);
}
