import { AccessDenied } from '../../../local/wire.ts';
import { FUNCTION, NOON, aPlayer, aTask, fails, machineOf, ok } from './a-player.ts';

const done = { Type: 'Succeed' };

test('a task invokes its function under the machine’s role and hands on what Lambda answers', async () => {
  const player = aPlayer(machineOf({ Ring: aTask() }), { lambda: () => ok({ rang: true }) });

  const seen = await player.run({ callId: 'c' });

  expect(player.invoked).toEqual([
    { at: 0, functionArn: FUNCTION, payload: { callId: 'c' }, caller: { role: 'LifecycleRole' } },
  ]);
  expect(seen.output).toEqual({ ExecutedVersion: '$LATEST', Payload: { rang: true }, StatusCode: 200 });
});

test('a function that answers nothing has answered null, and one without Payload is given {}', async () => {
  const player = aPlayer(machineOf({ Ring: aTask({ Arguments: { FunctionName: FUNCTION } }) }), {
    lambda: () => ok(undefined),
  });

  expect(await player.run()).toMatchObject({ output: { Payload: null } });
  expect(player.invoked).toMatchObject([{ payload: {} }]);
});

test('Output and Assign see the result and the input', async () => {
  const { output } = await aPlayer(
    machineOf({
      Ring: aTask({
        Assign: { rang: '{% $states.result.Payload.n %}' },
        Output: { n: '{% $states.result.Payload.n + $states.input.n %}' },
        Next: 'Tell',
      }),
      Tell: { Type: 'Pass', Output: '{% [$rang, $states.input.n] %}', End: true },
    }),
    { lambda: () => ok({ n: 2 }) },
  ).run({ n: 40 });

  expect(output).toEqual([2, 42]);
});

test('a failure of the function fails the execution by its own name', async () => {
  const seen = await aPlayer(machineOf({ Ring: aTask() }), {
    lambda: () => fails('CarrierBusy', 'all lines taken'),
  }).run();

  expect(seen).toMatchObject({
    status: 'FAILED',
    error: 'CarrierBusy',
    cause: '{"errorType":"CarrierBusy","errorMessage":"all lines taken"}',
    endedAt: NOON,
  });
});

test.each([
  { field: 'Arguments', state: { Arguments: { FunctionName: FUNCTION, Payload: '{% $nothing %}' } } },
  { field: 'TimeoutSeconds', state: { TimeoutSeconds: '{% "soon" %}' } },
  { field: 'Output', state: { Output: '{% $nothing %}' } },
  { field: 'Assign', state: { Assign: { a: '{% $nothing %}' } } },
])('an expression that fails in $field can be caught', async ({ state }) => {
  const { states } = await aPlayer(
    machineOf({
      Ring: aTask({ ...state, Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'Caught' }] }),
      Caught: done,
    }),
  ).run();

  expect(states.at(-1)?.name).toBe('Caught');
});

test('an expression that fails in a Catch fails the execution', async () => {
  const seen = await aPlayer(
    machineOf({
      Ring: aTask({ Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $nothing %}', Next: 'Caught' }] }),
      Caught: done,
    }),
    { lambda: () => fails('A') },
  ).run();

  expect(seen).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect(seen.cause).toContain("'Catch[0]/Output' returned nothing");
});

test('a function that takes too long is not waited for, and its late answer changes nothing', async () => {
  const late = Promise.withResolvers<ReturnType<typeof ok>>();
  const player = aPlayer(
    machineOf({
      Ring: aTask({ TimeoutSeconds: 30, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Caught' }] }),
      Caught: { Type: 'Wait', Seconds: 60, End: true },
    }),
    { lambda: () => late.promise },
  );
  await player.start();
  await player.advance(40);
  late.resolve(ok('late'));
  await player.advance(60);

  expect(await player.seen()).toMatchObject({
    status: 'SUCCEEDED',
    output: { Error: 'States.Timeout', Cause: '' },
    states: [
      { name: 'Ring', at: NOON },
      { name: 'Caught', at: NOON + 30_000 },
    ],
  });
});

test('each attempt has the whole timeout', async () => {
  const player = aPlayer(
    machineOf({
      Ring: aTask({
        TimeoutSeconds: '{% $states.input.sec %}',
        Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 5, MaxAttempts: 1 }],
      }),
    }),
    { lambda: () => new Promise(() => undefined) },
  );
  await player.start({ sec: 10 });
  await player.advance(60);

  expect(player.invoked.map(({ at }) => at)).toEqual([0, 15]);
  expect(await player.seen()).toMatchObject({
    status: 'FAILED',
    error: 'States.Timeout',
    endedAt: NOON + 25_000,
  });
});

test('a role that may not invoke the function fails its task as AWS does, and the reason can be read', async () => {
  const denied =
    'User: arn:aws:sts::111122223333:assumed-role/R/s is not authorized to perform: lambda:InvokeFunction';
  const lambda = () => Promise.reject(new AccessDenied(denied));

  const seen = await aPlayer(machineOf({ Ring: aTask() }), { lambda }).run();

  expect(seen).toMatchObject({ status: 'FAILED', error: 'Lambda.AWSLambdaException' });
  expect(seen.cause).toBe(
    `${denied} (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException)`,
  );
});

test('a fault of the local cloud itself is neither retried nor caught', async () => {
  const player = aPlayer(
    machineOf({
      Ring: aTask({
        Retry: [{ ErrorEquals: ['States.ALL'] }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      }),
      Caught: done,
    }),
    { lambda: () => Promise.reject(new TypeError('broken')) },
  );

  expect(await player.run()).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The function could not be invoked: TypeError: broken',
  });
});

test('a result over 256 KiB fails the task, which may catch it', async () => {
  const lambda = () => ok('x'.repeat(262_144));

  expect(await aPlayer(machineOf({ Ring: aTask() }), { lambda }).run()).toMatchObject({
    status: 'FAILED',
    error: 'States.DataLimitExceeded',
    cause:
      "The state/task 'lambda' returned a result with a size exceeding the maximum number of bytes service limit.",
  });
  const catching = machineOf({
    Ring: aTask({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] }),
    Caught: done,
  });
  expect((await aPlayer(catching, { lambda }).run()).states.at(-1)?.name).toBe('Caught');
});
