import { EXECUTION, MACHINE, NOON, aPlayer, aTask, aTokenTask, fails, machineOf, ok } from './a-player.ts';

const done = { Type: 'Succeed' };
const waiting = (more: object = {}) => machineOf({ Ring: aTokenTask({ Next: 'Done', ...more }), Done: done });

type Player = ReturnType<typeof aPlayer>;
/** The token that the function was told at an invocation, counted from 0. */
const tokenOf = ({ invoked }: Player, at = 0) => {
  const { token } = invoked[at]?.payload as { token: string };
  return token;
};
const succeed = (player: Player, taskToken = tokenOf(player), output: unknown = { ended: true }) =>
  player.send('SendTaskSuccess', { taskToken, output: JSON.stringify(output) });

test('a task with a token ignores the function’s answer and goes on with what is sent', async () => {
  const player = aPlayer(waiting(), { lambda: () => ok('ignored') });
  await player.start();
  await player.advance(3_600);
  expect(await player.seen()).toMatchObject({ status: 'RUNNING', states: [{ name: 'Ring' }] });

  const { status, body } = await succeed(player);

  expect({ status, body }).toEqual({ status: 200, body: {} });
  expect(await player.seen()).toMatchObject({
    status: 'SUCCEEDED',
    output: { ended: true },
    endedAt: NOON + 3_600_000,
  });
});

test('what is sent before the function has answered counts, and its failure afterwards does not', async () => {
  const answer = Promise.withResolvers<ReturnType<typeof fails>>();
  const player = aPlayer(waiting(), { lambda: () => answer.promise });
  await player.run();

  await succeed(player);
  answer.resolve(fails('TooLate'));

  expect(await player.seen()).toMatchObject({ status: 'SUCCEEDED', output: { ended: true } });
});

test('a function that fails fails the task, and its token is worth nothing more', async () => {
  const player = aPlayer(waiting(), { lambda: () => fails('CarrierBusy') });

  expect(await player.run()).toMatchObject({ status: 'FAILED', error: 'CarrierBusy' });
  expect(await succeed(player)).toMatchObject({ status: 400, body: { __type: 'TaskTimedOut' } });
});

test('a failure that is sent is the task’s failure', async () => {
  const player = aPlayer(waiting());
  await player.run();

  await player.send('SendTaskFailure', { taskToken: tokenOf(player), error: 'HungUp', cause: 'by callee' });

  expect(await player.seen()).toMatchObject({ status: 'FAILED', error: 'HungUp', cause: 'by callee' });
});

test('a failure sent without a name is States.TaskFailed', async () => {
  const player = aPlayer(waiting());
  await player.run();
  await player.send('SendTaskFailure', { taskToken: tokenOf(player) });

  expect(await player.seen()).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed', cause: '' });
});

test('a token is good once', async () => {
  const player = aPlayer(waiting());
  await player.run();

  const answers = await Promise.all([succeed(player), succeed(player)]);

  expect(answers.map(({ status, body }) => ({ status, body }))).toEqual([
    { status: 200, body: {} },
    {
      status: 400,
      body: { __type: 'TaskTimedOut', message: "Task Timed Out: 'Provided task does not exist anymore'" },
    },
  ]);
});

test('each attempt has a token of its own', async () => {
  const player = aPlayer(waiting({ Retry: [{ ErrorEquals: ['CarrierBusy'] }] }), {
    lambda: (_, nth) => (nth === 1 ? fails('CarrierBusy') : ok(null)),
  });
  await player.start();
  await player.advance(10);

  expect((await succeed(player, tokenOf(player, 0))).body).toMatchObject({ __type: 'TaskTimedOut' });
  expect((await succeed(player, tokenOf(player, 1))).status).toBe(200);
});

test('a task whose token nobody uses times out', async () => {
  const player = aPlayer(waiting({ TimeoutSeconds: 120 }));
  await player.start();
  await player.advance(600);

  expect(await player.seen()).toMatchObject({
    status: 'FAILED',
    error: 'States.Timeout',
    endedAt: NOON + 120_000,
  });
  expect((await succeed(player)).body).toMatchObject({ __type: 'TaskTimedOut' });
});

test('heartbeats keep a task alive, each for one more span', async () => {
  const player = aPlayer(waiting({ HeartbeatSeconds: 30 }));
  await player.start();
  const beat = () => player.send('SendTaskHeartbeat', { taskToken: tokenOf(player) });
  await player.advance(29);
  expect(await beat()).toMatchObject({ status: 200, body: {} });
  await player.advance(29);
  await beat();
  await player.advance(31);

  expect(await player.seen()).toMatchObject({
    status: 'FAILED',
    error: 'States.Timeout',
    endedAt: NOON + 88_000,
  });
  expect((await beat()).body).toMatchObject({ __type: 'TaskTimedOut' });
});

test('heartbeats do not put off the timeout', async () => {
  const player = aPlayer(waiting({ HeartbeatSeconds: 30, TimeoutSeconds: 40 }));
  await player.start();
  await player.advance(25);
  await player.send('SendTaskHeartbeat', { taskToken: tokenOf(player) });
  await player.advance(60);

  expect(await player.seen()).toMatchObject({ error: 'States.Timeout', endedAt: NOON + 40_000 });
});

test.each([
  { ErrorEquals: 'States.HeartbeatTimeout', after: 'heartbeat', does: true },
  { ErrorEquals: 'States.Timeout', after: 'heartbeat', does: true },
  { ErrorEquals: 'States.ALL', after: 'heartbeat', does: true },
  { ErrorEquals: 'States.TaskFailed', after: 'heartbeat', does: false },
  { ErrorEquals: 'States.HeartbeatTimeout', after: 'timeout', does: false },
  { ErrorEquals: 'States.Timeout', after: 'timeout', does: true },
  { ErrorEquals: 'States.TaskFailed', after: 'timeout', does: false },
])('a Catch of $ErrorEquals catches a missed $after: $does', async ({ ErrorEquals, after, does }) => {
  const limit = after === 'timeout' ? { TimeoutSeconds: 30 } : { HeartbeatSeconds: 30 };
  const player = aPlayer(
    machineOf({
      Ring: aTokenTask({ ...limit, Catch: [{ ErrorEquals: [ErrorEquals], Next: 'Caught' }] }),
      Caught: done,
    }),
  );
  await player.start();
  await player.advance(60);

  expect((await player.seen()).states.at(-1)?.name === 'Caught').toBe(does);
});

test('what is sent after a caught timeout does not reach the next wait', async () => {
  const player = aPlayer(
    machineOf({
      Ring: aTokenTask({ TimeoutSeconds: 30, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Await' }] }),
      Await: aTokenTask(),
    }),
  );
  await player.start();
  await player.advance(60);

  expect((await succeed(player, tokenOf(player, 0))).status).toBe(400);
  expect((await player.seen()).status).toBe('RUNNING');
  expect((await succeed(player, tokenOf(player, 1))).status).toBe(200);
  expect((await player.seen()).status).toBe('SUCCEEDED');
});

test('tokens are long, never alike, and know their machine even when they are spent', async () => {
  const player = aPlayer(waiting());
  await player.start({}, 'run');
  await player.start({}, 'other');
  await player.seen();
  const [one, other] = [tokenOf(player, 0), tokenOf(player, 1)];
  await succeed(player, one);

  expect(one.length).toBeGreaterThan(300);
  expect(one.length).toBeLessThan(700);
  expect(one).not.toBe(other);
  expect(player.workflows.machineOfToken(one)).toBe(MACHINE);
  expect(player.workflows.machineOfToken('guess')).toBeUndefined();
});

test.each([
  { forge: () => 'guess', why: 'short' },
  { forge: () => Buffer.alloc(400).toString('base64'), why: 'made up' },
  { forge: (token: string) => `A${token.slice(1, -8)}AAAAAAAA`, why: 'changed' },
])('a token that is $why is no token', async ({ forge }) => {
  const player = aPlayer(waiting());
  await player.run();

  expect(await succeed(player, forge(tokenOf(player)))).toMatchObject({
    status: 400,
    body: { __type: 'InvalidToken', message: "Invalid Token: 'Invalid token'" },
  });
});

test('an output that is no JSON is refused, and the task goes on waiting', async () => {
  const player = aPlayer(waiting());
  await player.run();
  const refused = await player.send('SendTaskSuccess', { taskToken: tokenOf(player), output: 'ended' });

  expect(refused).toMatchObject({ status: 400, body: { __type: 'InvalidOutput' } });
  expect((await succeed(player)).status).toBe(200);
});

test('an execution that ends from outside takes its tokens along', async () => {
  const player = aPlayer(waiting());
  await player.run();
  await player.send('StopExecution', { executionArn: EXECUTION });

  expect((await succeed(player)).body).toMatchObject({ __type: 'TaskTimedOut' });
});

test('90 days after the end nothing is known of a token’s task', async () => {
  const player = aPlayer(waiting());
  await player.run();
  await succeed(player);
  await player.seen();
  await player.advance(90 * 86_400);

  expect((await succeed(player)).body).toMatchObject({ __type: 'TaskDoesNotExist' });
});

test('a plain task has no token to wait for', async () => {
  const player = aPlayer(machineOf({ Ring: aTask() }));

  expect((await player.run()).status).toBe('SUCCEEDED');
});

test.each(['SendTaskSuccess', 'StopExecution'])(
  'an execution that ends by %s leaves no timer behind',
  async (by) => {
    const player = aPlayer(
      machineOf({ Ring: aTokenTask({ TimeoutSeconds: 60, HeartbeatSeconds: 30 }) }, { TimeoutSeconds: 90 }),
    );
    await player.run();
    expect(player.timers.size).toBe(3);

    await player.send(by, { taskToken: tokenOf(player), output: '{}', executionArn: EXECUTION });

    expect((await player.seen()).status).not.toBe('RUNNING');
    expect(player.timers.size).toBe(0);
  },
);
