import { EXECUTION, MACHINE, aPlayer, machineOf } from './a-player.ts';

const outputOf = async (Output: unknown, input: unknown = {}) => {
  const { output, error, cause } = await aPlayer(
    machineOf({ Only: { Type: 'Pass', Output, End: true } }),
  ).run(input);
  if (error !== undefined) throw new Error(`${error}: ${cause ?? ''}`);
  return output;
};

test('only a whole string in braces is an expression; objects and lists are walked', async () => {
  const output = {
    said: '$states.input.a',
    number: 1,
    none: null,
    list: ['{% $states.input.a %}', { deep: '{%$states.input.a%}' }],
  };

  expect(await outputOf(output, { a: 'x' })).toEqual({
    said: '$states.input.a',
    number: 1,
    none: null,
    list: ['x', { deep: 'x' }],
  });
});

test.each([
  { expression: '$partition([1, 2, 3, 4, 5], 2)', is: [[1, 2], [3, 4], [5]] },
  { expression: '$range(0, 10, 5)', is: [0, 5, 10] },
  { expression: '$range(3, 1, -1)', is: [3, 2, 1] },
  { expression: '$range(1, 0, 1)', is: [] },
  { expression: '$parse(\'{"a":[1]}\').a', is: [1] },
  { expression: "$hash('abc', 'MD5')", is: '900150983cd24fb0d6963f7d28e17f72' },
  { expression: "$hash('abc', 'SHA-1')", is: 'a9993e364706816aba3e25717850c26c9cd0d89d' },
  {
    expression: "$hash('abc', 'SHA-256')",
    is: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  },
  { expression: '$random(7) = $random(7)', is: true },
  { expression: '$random(7) = $random(8)', is: false },
  { expression: '$random() < 1', is: true },
  { expression: '$now()', is: '2026-03-01T12:00:00.000Z' },
  { expression: "$now('[Y0001]-[M01]-[D01]')", is: '2026-03-01' },
  { expression: '$millis()', is: 1772366400000 },
  { expression: '$states.input.calls[status = "live"].id', is: 'b' },
  { expression: '$exists($states.input.missing)', is: false },
  { expression: '$states.context.Execution.Id', is: EXECUTION },
  { expression: '$states.context.Execution.Name', is: 'run' },
  { expression: '$states.context.Execution.Input.calls[0].id', is: 'a' },
  { expression: '$states.context.Execution.StartTime', is: '2026-03-01T12:00:00.000Z' },
  { expression: '$states.context.State.Name', is: 'Only' },
  { expression: '$states.context.State.EnteredTime', is: '2026-03-01T12:00:00.000Z' },
  { expression: '$states.context.StateMachine.Id', is: MACHINE },
  { expression: '$states.context.StateMachine.Name', is: 'Lifecycle' },
])('$expression is $is', async ({ expression, is }) => {
  const input = {
    calls: [
      { id: 'a', status: 'queued' },
      { id: 'b', status: 'live' },
    ],
  };

  expect(await outputOf(`{% ${expression} %}`, input)).toEqual(is);
});

test('each $uuid is another, of version 4', async () => {
  const output = await outputOf('{% [$uuid(), $uuid()] %}');

  expect(output).toEqual([
    expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
    expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
  ]);
  expect(new Set(output as string[]).size).toBe(2);
});

const NOTHING = 'returned nothing (undefined).';
test.each([
  { expression: '$states.input.missing', how: NOTHING },
  { expression: '$neverAssigned', how: NOTHING },
  { expression: '$', how: NOTHING },
  { expression: '$$', how: NOTHING },
  { expression: 'calls', how: NOTHING },
  { expression: 'function($x) { $x }', how: 'returned an unsupported result type.' },
  { expression: '{"f": $sum}', how: 'returned an unsupported result type.' },
  { expression: '1 / 0', how: 'returned an unsupported result type.' },
  {
    expression: '$nosuch(1)',
    how: 'threw an error during evaluation. T1006: Attempted to invoke a non-function',
  },
  { expression: '"a" + 1', how: 'threw an error during evaluation. T2001: ' },
  { expression: "$parse('{')", how: 'threw an error during evaluation. ' },
  { expression: "$hash('a', 'CRC')", how: 'threw an error during evaluation. $hash takes one of MD5' },
  { expression: '$range(1, 2000, 1)', how: 'threw an error during evaluation. $range makes at most 1000' },
])('$expression fails its state, since it $how', async ({ expression, how }) => {
  const seen = await aPlayer(
    machineOf({ Only: { Type: 'Pass', Output: { a: `{% ${expression} %}` }, End: true } }),
  ).run({ calls: [] });

  expect(seen).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect(seen.cause).toContain(
    `An error occurred while executing the state 'Only'. The JSONata expression '${expression}' specified for the field 'Output/a' ${how}`,
  );
});

test('a condition that is neither true nor false fails its state', async () => {
  const { status, error, cause } = await aPlayer(
    machineOf({ Only: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n %}', Next: 'Only' }] } }),
  ).run({ n: 1 });

  expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  expect(cause).toContain("Expected 'boolean', but was 'number' for value: 1");
});

test('an undefined member of an object inside an expression is left out, as JSONata does', async () => {
  expect(await outputOf('{% {"a": $states.input.missing, "b": 1} %}')).toEqual({ b: 1 });
});
