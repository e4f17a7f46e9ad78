import { FUNCTION, NOON, aPlayer, aTask, fails, machineOf, ok } from './a-player.ts';

const done = { Type: 'Succeed' };
const retrying = (...Retry: object[]) => machineOf({ Ring: aTask({ Retry }) });

test.each([
  {
    why: 'after 5 s and 20 s, and no more',
    retry: { ErrorEquals: ['CarrierBusy'], IntervalSeconds: 5, BackoffRate: 4, MaxAttempts: 2 },
    at: [0, 5, 25],
  },
  { why: 'by default after 1 s, 2 s and 4 s', retry: { ErrorEquals: ['CarrierBusy'] }, at: [0, 1, 3, 7] },
  {
    why: 'never later than the longest delay',
    retry: { ErrorEquals: ['CarrierBusy'], IntervalSeconds: 10, MaxDelaySeconds: 15, MaxAttempts: 3 },
    at: [0, 10, 25, 40],
  },
  {
    why: 'at a part of the delay with jitter',
    retry: { ErrorEquals: ['CarrierBusy'], IntervalSeconds: 8, JitterStrategy: 'FULL', MaxAttempts: 2 },
    at: [0, 2, 6],
  },
  { why: 'not at all', retry: { ErrorEquals: ['CarrierBusy'], MaxAttempts: 0 }, at: [0] },
  { why: 'not for another error', retry: { ErrorEquals: ['CarrierGone'] }, at: [0] },
])('a busy carrier is asked again $why', async ({ retry, at }) => {
  const player = aPlayer(retrying(retry), { lambda: () => fails('CarrierBusy'), random: () => 0.25 });
  await player.start();
  await player.advance(600);

  expect(player.invoked.map((one) => one.at)).toEqual(at);
  expect(await player.seen()).toMatchObject({ status: 'FAILED', error: 'CarrierBusy' });
});

test('a retry is a state entered again, and told as such', async () => {
  const player = aPlayer(retrying({ ErrorEquals: ['CarrierBusy'], IntervalSeconds: 5 }), {
    lambda: (_, nth) => (nth < 3 ? fails('CarrierBusy') : ok('rang')),
  });
  await player.start();
  await player.advance(60);

  expect(await player.seen()).toMatchObject({
    status: 'SUCCEEDED',
    states: [
      { name: 'Ring', at: NOON },
      { name: 'Ring', at: NOON + 5_000, retry: 1 },
      { name: 'Ring', at: NOON + 15_000, retry: 2 },
    ],
  });
  expect(player.entered.map(({ retry }) => retry)).toEqual([undefined, 1, 2]);
});

test('each retrier counts for itself, and an attempt knows how many retries there were', async () => {
  const told = { FunctionName: FUNCTION, Payload: '{% $states.context.State.RetryCount %}' };
  const Retry = [
    { ErrorEquals: ['A'], IntervalSeconds: 1, MaxAttempts: 2 },
    { ErrorEquals: ['States.ALL'], IntervalSeconds: 10, MaxAttempts: 1 },
  ];
  const errors = ['A', 'B', 'A', 'A'];
  const player = aPlayer(machineOf({ Ring: aTask({ Arguments: told, Retry }) }), {
    lambda: (_, nth) => fails(errors[nth - 1] ?? 'none'),
  });
  await player.start();
  await player.advance(600);

  expect(player.invoked.map(({ at, payload }) => [at, payload])).toEqual([
    [0, 0],
    [1, 1],
    [11, 2],
    [13, 3],
  ]);
  expect(await player.seen()).toMatchObject({ status: 'FAILED', error: 'A' });
});

test('retries are counted anew when the state is entered anew', async () => {
  const player = aPlayer(
    machineOf({
      Ring: aTask({
        Retry: [{ ErrorEquals: ['A'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['A'], Next: 'Again' }],
      }),
      Again: { Type: 'Wait', Seconds: 100, Next: 'Ring' },
    }),
    { lambda: () => fails('A') },
  );
  await player.start();
  await player.advance(150);

  expect(player.invoked.map(({ at }) => at)).toEqual([0, 1, 101, 102]);
});

const catching = (...ErrorEquals: string[]) =>
  machineOf({
    Ring: aTask({ Catch: [{ ErrorEquals, Next: 'Caught' }], Next: 'Done' }),
    Caught: done,
    Done: done,
  });
const caught = async (ErrorEquals: string, error: string) => {
  const seen = await aPlayer(catching(ErrorEquals), { lambda: () => fails(error) }).run();
  return seen.states.at(-1)?.name === 'Caught';
};
test.each([
  { ErrorEquals: 'CarrierBusy', error: 'CarrierBusy', does: true },
  { ErrorEquals: 'CarrierBusy', error: 'CarrierBusyToday', does: false },
  { ErrorEquals: 'CarrierBusy', error: 'carrierbusy', does: false },
  { ErrorEquals: 'States.TaskFailed', error: 'CarrierBusy', does: true },
  { ErrorEquals: 'States.TaskFailed', error: 'Lambda.Unknown', does: true },
  { ErrorEquals: 'States.TaskFailed', error: 'States.Timeout', does: false },
  { ErrorEquals: 'States.ALL', error: 'CarrierBusy', does: true },
  { ErrorEquals: 'States.ALL', error: 'States.Timeout', does: true },
  { ErrorEquals: 'States.Timeout', error: 'CarrierBusy', does: false },
])('a Catch of $ErrorEquals catches $error: $does', async ({ ErrorEquals, error, does }) => {
  expect(await caught(ErrorEquals, error)).toBe(does);
});

test('what is caught goes on as error and cause, or as the Catch says', async () => {
  const player = aPlayer(
    machineOf({
      Ring: aTask({
        Assign: { never: 'assigned' },
        Catch: [
          { ErrorEquals: ['A'], Next: 'Tell' },
          {
            ErrorEquals: ['States.ALL'],
            Assign: { reason: '{% $states.errorOutput.Error %}' },
            Output: { id: '{% $states.input.id %}', why: '{% $states.errorOutput.Cause %}' },
            Next: 'Tell',
          },
        ],
      }),
      Tell: {
        Type: 'Pass',
        Output: ['{% $states.input %}', '{% $exists($reason) ? $reason : "" %}', '{% $exists($never) %}'],
        End: true,
      },
    }),
    { lambda: (payload) => fails((payload as { error: string }).error, 'no luck') },
  );
  await player.start({ error: 'A', id: 1 }, 'a');
  await player.start({ error: 'B', id: 2 }, 'b');

  expect((await player.seen('a')).output).toEqual([
    { Error: 'A', Cause: '{"errorType":"A","errorMessage":"no luck"}' },
    '',
    false,
  ]);
  expect((await player.seen('b')).output).toEqual([
    { id: 2, why: '{"errorType":"B","errorMessage":"no luck"}' },
    'B',
    false,
  ]);
});

test('a Catch is asked only when the retries are spent', async () => {
  const player = aPlayer(
    machineOf({
      Ring: aTask({
        Retry: [{ ErrorEquals: ['A'], IntervalSeconds: 5, MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
      }),
      Caught: done,
    }),
    { lambda: () => fails('A') },
  );
  await player.start();
  await player.advance(60);

  expect((await player.seen()).states).toEqual([
    { name: 'Ring', at: NOON },
    { name: 'Ring', at: NOON + 5_000, retry: 1 },
    { name: 'Caught', at: NOON + 5_000 },
  ]);
});
