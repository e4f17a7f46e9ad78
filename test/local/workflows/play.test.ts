import { EXECUTION, MACHINE, NOON, aPlayer, machineOf } from './a-player.ts';

const done = { Type: 'Succeed' };

test('states follow one another, each given what the one before put out', async () => {
  const player = aPlayer(
    machineOf({
      First: { Type: 'Pass', Output: { n: '{% $states.input.n + 1 %}' }, Next: 'Second' },
      Second: { Type: 'Pass', Next: 'Third' },
      Third: { Type: 'Succeed', Output: '{% $states.input.n * 10 %}' },
    }),
  );

  const seen = await player.run({ n: 1 });

  expect(seen).toEqual({
    arn: EXECUTION,
    name: 'run',
    machine: MACHINE,
    status: 'SUCCEEDED',
    input: { n: 1 },
    output: 20,
    startedAt: NOON,
    endedAt: NOON,
    states: [
      { name: 'First', at: NOON },
      { name: 'Second', at: NOON },
      { name: 'Third', at: NOON },
    ],
  });
});

test('each state that is entered is told, with its input', async () => {
  const player = aPlayer(machineOf({ Rest: { Type: 'Wait', Seconds: 5, Next: 'Done' }, Done: done }));
  await player.start({ callId: 'c' });
  await player.advance(10);

  expect(player.entered).toEqual([
    { at: NOON, machine: MACHINE, execution: EXECUTION, state: 'Rest', input: { callId: 'c' } },
    { at: NOON + 5_000, machine: MACHINE, execution: EXECUTION, state: 'Done', input: { callId: 'c' } },
  ]);
});

test('an Assign sees the variables as they were, and later states see the new ones', async () => {
  const { output } = await aPlayer(
    machineOf({
      First: { Type: 'Pass', Assign: { a: 1, b: 2, kept: 3 }, Next: 'Swap' },
      Swap: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Output: '{% $a %}', Next: 'Tell' },
      Tell: {
        Type: 'Pass',
        Output: { a: '{% $a %}', b: '{% $b %}', kept: '{% $kept %}', before: '{% $states.input %}' },
        End: true,
      },
    }),
  ).run();

  expect(output).toEqual({ a: 2, b: 1, kept: 3, before: 1 });
});

const choosing = machineOf({
  Which: {
    Type: 'Choice',
    Choices: [
      {
        Condition: '{% $states.input.n > 10 %}',
        Assign: { size: 'large' },
        Output: 'first rule',
        Next: 'Tell',
      },
      { Condition: '{% $states.input.n > 5 %}', Next: 'Tell' },
    ],
    Assign: { size: 'small' },
    Output: 'default',
    Default: 'Tell',
  },
  Tell: {
    Type: 'Pass',
    Output: { went: '{% $states.input %}', size: '{% $exists($size) ? $size : "unknown" %}' },
    End: true,
  },
});
test.each([
  { n: 11, goes: { went: 'first rule', size: 'large' }, why: 'the first rule that holds' },
  { n: 6, goes: { went: { n: 6 }, size: 'unknown' }, why: 'a rule without Output passes the input on' },
  { n: 1, goes: { went: 'default', size: 'small' }, why: 'Output and Assign of the state are the default’s' },
])('a choice of $n takes $why', async ({ n, goes }) => {
  expect((await aPlayer(choosing).run({ n })).output).toEqual(goes);
});

test('a choice where nothing holds and nothing is the default fails for good', async () => {
  const seen = await aPlayer(
    machineOf({ Which: { Type: 'Choice', Choices: [{ Condition: false, Next: 'Which' }] } }),
  ).run();

  expect(seen).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: "No rule of the Choice 'Which' holds, and it has no Default.",
  });
});

test.each([
  { wait: { Seconds: 90 }, until: 90 },
  { wait: { Seconds: '{% $states.input.sec %}' }, until: 30 },
  { wait: { Seconds: 0 }, until: 0 },
  { wait: { Timestamp: '2026-03-01T12:01:00Z' }, until: 60 },
  { wait: { Timestamp: '2026-03-01T14:02:00.000+02:00' }, until: 120 },
  { wait: { Timestamp: '{% $states.input.at %}' }, until: 45 },
  { wait: { Timestamp: '2026-02-01T00:00:00Z' }, until: 0 },
])('a wait of $wait is over after $until s', async ({ wait, until }) => {
  const player = aPlayer(machineOf({ Rest: { Type: 'Wait', ...wait, Next: 'Done' }, Done: done }));
  await player.start({ sec: 30, at: '2026-03-01T12:00:45.000Z' });
  await player.advance(200);

  expect((await player.seen()).states).toEqual([
    { name: 'Rest', at: NOON },
    { name: 'Done', at: NOON + until * 1_000 },
  ]);
});

test.each([
  { wait: { Seconds: '{% -1 %}' }, expected: 'whole number from 0 to 99999999' },
  { wait: { Seconds: '{% 1.5 %}' }, expected: 'whole number from 0 to 99999999' },
  { wait: { Timestamp: '{% "2026-03-01 12:00:00Z" %}' }, expected: 'timestamp' },
])('a wait of $wait fails its state', async ({ wait, expected }) => {
  const seen = await aPlayer(machineOf({ Rest: { Type: 'Wait', ...wait, End: true } })).run();

  expect(seen).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect(seen.cause).toContain(`Expected '${expected}'`);
});

test('a Fail ends the execution with its error and cause', async () => {
  const seen = await aPlayer(
    machineOf({ Gone: { Type: 'Fail', Error: 'Gone', Cause: '{% "because " & $states.input.why %}' } }),
  ).run({ why: 'so' });

  expect(seen).toMatchObject({ status: 'FAILED', error: 'Gone', cause: 'because so', endedAt: NOON });
});

test('a Fail may leave out both', async () => {
  const seen = await aPlayer(machineOf({ Gone: { Type: 'Fail' } })).run();

  expect(seen.status).toBe('FAILED');
  expect(seen).not.toHaveProperty('error');
  expect(seen).not.toHaveProperty('cause');
});

test('an execution that outlives its machine’s timeout is timed out to the second, and tells no error', async () => {
  const player = aPlayer(
    machineOf({ Rest: { Type: 'Wait', Seconds: 60, Next: 'Done' }, Done: done }, { TimeoutSeconds: 59 }),
  );
  await player.start();
  await player.advance(3_600);

  const seen = await player.seen();
  expect(seen).toMatchObject({ status: 'TIMED_OUT', endedAt: NOON + 59_000 });
  expect(seen).not.toHaveProperty('error');
  expect(seen.states).toHaveLength(1);
});

test('an execution that ends in time is left alone by the timeout', async () => {
  const player = aPlayer(machineOf({ Done: done }, { TimeoutSeconds: 10 }));
  await player.start();
  await player.advance(60);

  expect(await player.seen()).toMatchObject({ status: 'SUCCEEDED', endedAt: NOON });
});

test('an output over 256 KiB ends the execution, counted in bytes', async () => {
  const ofLength = (length: number) =>
    aPlayer(machineOf({ Big: { Type: 'Pass', Output: `{% $pad('', ${length}, 'é') %}`, End: true } })).run();

  // Two bytes each, and two quotation marks.
  expect((await ofLength(131_071)).status).toBe('SUCCEEDED');
  expect(await ofLength(131_072)).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('an execution that goes round in circles ends when its history is full', async () => {
  const seen = await aPlayer(machineOf({ Round: { Type: 'Pass', Next: 'Round' } })).run();

  expect(seen).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: 'The execution reached the maximum number of history events (25000).',
  });
  expect(seen.states).toHaveLength(12_499);
});

test('executions run side by side, each with its own variables', async () => {
  const player = aPlayer(
    machineOf({
      Keep: {
        Type: 'Wait',
        Seconds: '{% $states.input.sec %}',
        Assign: { mine: '{% $states.input.id %}' },
        Next: 'Tell',
      },
      Tell: { Type: 'Pass', Output: '{% $mine %}', End: true },
    }),
  );
  await player.start({ id: 'a', sec: 20 }, 'a');
  await player.start({ id: 'b', sec: 10 }, 'b');
  await player.advance(60);

  expect(await player.seen('a')).toMatchObject({ output: 'a', endedAt: NOON + 20_000 });
  expect(await player.seen('b')).toMatchObject({ output: 'b', endedAt: NOON + 10_000 });
});
