import { FUNCTION, MACHINE, aPlayer, aTask, aTokenTask, machineOf } from './a-player.ts';

const done = { Type: 'Pass', End: true };
const define = (definition: unknown) => () => aPlayer(definition);
const problemOf = (state: object) => define(machineOf({ Odd: state }));

test.each([
  { state: aTask({ ResultPath: '$.x' }), says: 'ResultPath: JSONPath has no place in JSONata' },
  { state: aTask({ Parameters: {} }), says: 'Parameters: JSONPath has no place in JSONata' },
  { state: aTask({ InputPath: '$' }), says: 'InputPath: JSONPath has no place in JSONata' },
  { state: aTask({ OutputPath: '$' }), says: 'OutputPath: JSONPath has no place in JSONata' },
  { state: aTask({ ResultSelector: {} }), says: 'ResultSelector: JSONPath has no place in JSONata' },
  {
    state: aTask({ TimeoutSecondsPath: '$.x' }),
    says: 'TimeoutSecondsPath: JSONPath has no place in JSONata',
  },
  { state: { ...done, Result: {} }, says: 'Result: JSONPath has no place in JSONata' },
  { state: { ...done, Output: { 'a.$': '$.a' } }, says: 'Output/a.$: JSONPath has no place in JSONata' },
  { state: { ...done, QueryLanguage: 'JSONPath' }, says: 'QueryLanguage: only "JSONata" is played' },
  { state: aTask({ Credentials: {} }), says: 'Credentials: a field that is not honoured' },
  { state: { ...done, Seconds: 1 }, says: 'Seconds: a field that is not honoured' },
  { state: { Type: 'Succeed', Assign: {} }, says: 'Assign: a field that is not honoured' },
  { state: { Type: 'Succeed', End: true }, says: 'End: a field that is not honoured' },
  { state: { Type: 'Map', End: true }, says: 'Type: "Map" is not played' },
  { state: { Type: 'Parallel', End: true }, says: 'Type: "Parallel" is not played' },
  { state: { End: true }, says: 'Type: undefined is not played' },
  { state: aTask({ Resource: FUNCTION }), says: 'Resource: "arn:aws:lambda' },
  {
    state: aTask({ Resource: 'arn:aws:states:::sqs:sendMessage' }),
    says: 'Resource: "arn:aws:states:::sqs:sendMessage" is not played',
  },
  {
    state: aTask({ Arguments: { FunctionName: FUNCTION, InvocationType: 'Event' } }),
    says: 'Arguments/InvocationType: a field that is not honoured',
  },
  {
    state: aTask({ Arguments: { Payload: {} } }),
    says: 'Arguments/FunctionName: expected string, not undefined',
  },
  {
    state: aTask({ TimeoutSeconds: 0 }),
    says: 'TimeoutSeconds: expected whole number from 1 to 99999999, not 0',
  },
  { state: aTask({ TimeoutSeconds: '60' }), says: 'TimeoutSeconds: expected whole number' },
  {
    state: aTask({ TimeoutSeconds: 60, HeartbeatSeconds: 60 }),
    says: 'HeartbeatSeconds: must be smaller than TimeoutSeconds',
  },
  { state: { Type: 'Wait', End: true }, says: 'Seconds: a Wait has either Seconds or Timestamp' },
  {
    state: { Type: 'Wait', Seconds: 1, Timestamp: '2026-03-01T12:00:00Z', End: true },
    says: 'Seconds: a Wait has either Seconds or Timestamp',
  },
  {
    state: { Type: 'Wait', Timestamp: '2026-03-01 12:00', End: true },
    says: 'Timestamp: expected timestamp',
  },
  {
    state: { Type: 'Wait', Timestamp: '2026-13-01T12:00:00Z', End: true },
    says: 'Timestamp: expected timestamp',
  },
  { state: { Type: 'Pass' }, says: 'Next: either Next or End must be there' },
  { state: { ...done, Next: 'Odd' }, says: 'Next: either Next or End must be there' },
  { state: { Type: 'Pass', End: false }, says: 'End: expected true, not false' },
  { state: { Type: 'Choice', Choices: [] }, says: 'Choices: expected a list with something in it' },
  {
    state: { Type: 'Choice', Choices: [{ Condition: true }] },
    says: 'Choices[0]/Next: either Next or End must be there',
  },
  {
    state: { Type: 'Choice', Choices: [{ Condition: 'yes', Next: 'Odd' }] },
    says: 'Choices[0]/Condition: expected boolean, not "yes"',
  },
  {
    state: { Type: 'Choice', Choices: [{ Variable: '$.a', Next: 'Odd' }] },
    says: 'Choices[0]/Variable: JSONPath has no place in JSONata',
  },
  {
    state: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Odd' }], Output: 1 },
    says: 'Output: it belongs to the Default, which is missing',
  },
  { state: { ...done, Output: '{% 1 + %}' }, says: 'Output: the expression 1 + does not parse: S0207' },
  {
    state: { ...done, Output: { a: [' {% 1 %}'] } },
    says: 'Output/a/0: an expression must be the whole string',
  },
  { state: { ...done, Output: '{% $eval("1") %}' }, says: 'Output: Step Functions has no $eval' },
  { state: { ...done, Output: '{% $states.inptu %}' }, says: 'Output: there is no $states.inptu' },
  {
    state: { ...done, Output: '{% $states.context.Execution.RoleArn %}' },
    says: 'Output: there is no $states.context.Execution.RoleArn',
  },
  {
    state: { ...done, Output: '{% [1].($states.result) %}' },
    says: 'Output: there is no $states.result here: only a Task has it',
  },
  {
    state: aTask({ Arguments: { FunctionName: FUNCTION, Payload: '{% $states.result %}' } }),
    says: 'Arguments/Payload: there is no $states.result here',
  },
  {
    state: aTask({ Output: '{% $states.errorOutput.Error %}' }),
    says: 'Output: there is no $states.errorOutput here: only a Catch has it',
  },
  {
    state: aTask({ Arguments: { FunctionName: FUNCTION, Payload: '{% $states.context.Task.Token %}' } }),
    says: 'Arguments/Payload: there is no $states.context.Task here: only a .waitForTaskToken task has it',
  },
  { state: { ...done, Assign: { states: 1 } }, says: 'Assign/states: $states is reserved' },
  { state: { ...done, Assign: { 'a-b': 1 } }, says: 'Assign/a-b: a variable cannot have this name' },
  { state: { ...done, Assign: '{% {} %}' }, says: 'Assign: expected an object' },
  { state: aTask({ Retry: [{ MaxAttempts: 1 }] }), says: 'Retry[0]/ErrorEquals: expected a list' },
  {
    state: aTask({ Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: -1 }] }),
    says: 'Retry[0]/MaxAttempts: expected a whole number from 0 to 99999999, not -1',
  },
  {
    state: aTask({ Retry: [{ ErrorEquals: ['Busy'], BackoffRate: 0.5 }] }),
    says: 'Retry[0]/BackoffRate: expected a number from 1',
  },
  {
    state: aTask({ Retry: [{ ErrorEquals: ['Busy'], JitterStrategy: 'HALF' }] }),
    says: 'Retry[0]/JitterStrategy: expected NONE or FULL, not "HALF"',
  },
  {
    state: aTask({ Retry: [{ ErrorEquals: ['Busy'], Jitter: 'FULL' }] }),
    says: 'Retry[0]/Jitter: a field that is not honoured',
  },
  {
    state: aTask({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['Busy'] }] }),
    says: 'Retry[0]/ErrorEquals: States.ALL must stand alone, in the last place',
  },
  {
    state: aTask({ Retry: [{ ErrorEquals: ['States.BranchFailed'] }] }),
    says: 'Retry[0]/ErrorEquals: no Task meets States.BranchFailed',
  },
  {
    state: aTask({ Catch: [{ ErrorEquals: ['States.ALL', 'Busy'], Next: 'Odd' }] }),
    says: 'Catch[0]/ErrorEquals: States.ALL must stand alone, in the last place',
  },
  {
    state: aTask({ Catch: [{ ErrorEquals: ['Busy'], ResultPath: '$.e', Next: 'Odd' }] }),
    says: 'Catch[0]/ResultPath: JSONPath has no place in JSONata',
  },
  {
    state: aTask({ Catch: [{ ErrorEquals: ['Busy'] }] }),
    says: 'Catch[0]/Next: either Next or End must be there',
  },
])('a state that the player would not honour stops the start: $says', ({ state, says }) => {
  expect(problemOf(state)).toThrow(`State machine Lifecycle, state Odd: ${says}`);
});

test('every state with a problem is told at once', () => {
  expect(define(machineOf({ A: aTask({ ResultPath: '$' }), B: { Type: 'Map' } }))).toThrow(
    'State machine Lifecycle, state A: ResultPath: JSONPath has no place in JSONata\n' +
      'State machine Lifecycle, state B: Type: "Map" is not played',
  );
});

test.each([
  {
    definition: machineOf({ A: done }, { QueryLanguage: undefined }),
    says: 'state A: QueryLanguage: only "JSONata"',
  },
  { definition: machineOf({ A: done }, { StartAt: 'B' }), says: ': StartAt: there is no state "B"' },
  {
    definition: machineOf({ A: { Type: 'Pass', Next: 'B' } }),
    says: ': state A: Next: there is no state "B"',
  },
  {
    definition: machineOf({ A: aTask({ Catch: [{ ErrorEquals: ['Busy'], Next: 'B' }] }) }),
    says: ': state A: Next: there is no state "B"',
  },
  {
    definition: machineOf({ A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'B' } }),
    says: ': state A: Next: there is no state "B"',
  },
  { definition: machineOf({ A: done, B: done }), says: ': state B: no state leads to it' },
  {
    definition: machineOf({ A: done }, { TimeoutSeconds: 1.5 }),
    says: ': TimeoutSeconds: expected a whole number',
  },
  { definition: machineOf({ A: done }, { Version: '2.0' }), says: ': Version: expected "1.0"' },
  { definition: machineOf({ A: done }, { Timeout: 1 }), says: ': Timeout: a field that is not honoured' },
  { definition: { StartAt: 'A' }, says: ': States: expected an object' },
  { definition: 'text', says: ': expected an object, not "text"' },
  { definition: machineOf({ ['x'.repeat(81)]: done }), says: 'name: longer than 80 characters' },
])('a machine that could not be played stops the start: $says', ({ definition, says }) => {
  expect(define(definition)).toThrow(says);
  expect(define(definition)).toThrow('State machine Lifecycle');
});

test('all that the constructs write is understood', () => {
  const definition = machineOf(
    {
      Ring: aTokenTask({
        Comment: 'rings',
        TimeoutSeconds: 7_320,
        HeartbeatSeconds: '{% $states.input.patienceSec %}',
        Retry: [
          {
            ErrorEquals: ['CarrierBusy'],
            IntervalSeconds: 5,
            MaxAttempts: 2,
            BackoffRate: 4,
            MaxDelaySeconds: 60,
            JitterStrategy: 'NONE',
          },
        ],
        Catch: [
          {
            ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
            Assign: { error: '{% $states.errorOutput.Error %}' },
            Output: '{% $states.input %}',
            Next: 'Due',
          },
        ],
        Output: { end: '{% $states.result.end %}', token: '{% $states.context.Task.Token %}' },
        Next: 'Due',
      }),
      Due: { Type: 'Wait', Timestamp: '{% $states.input.due %}', Next: 'Which' },
      Which: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.ok %}', Assign: { a: 1 }, Output: 1, Next: 'Soon' }],
        Assign: { a: 2 },
        Output: 2,
        Default: 'Gone',
      },
      Soon: { Type: 'Wait', Seconds: 0, Next: 'Done' },
      Done: { Type: 'Succeed', QueryLanguage: 'JSONata', Output: '{% $uuid() %}' },
      Gone: { Type: 'Fail', Error: 'Gone', Cause: '{% $states.input.why %}' },
    },
    { Comment: 'one call', TimeoutSeconds: 90_000, Version: '1.0' },
  );

  expect(define(definition)).not.toThrow();
});

test('a machine may leave the query language to its states', () => {
  expect(define({ StartAt: 'A', States: { A: { ...done, QueryLanguage: 'JSONata' } } })).not.toThrow();
});

test('an express machine and one of another account are refused', () => {
  const { workflows } = aPlayer(machineOf({ A: done }));
  const machine = { definition: machineOf({ A: done }), role: 'Role' };

  expect(() => workflows.define({ ...machine, arn: MACHINE, type: 'EXPRESS' })).toThrow('type EXPRESS');
  expect(() => workflows.define({ ...machine, arn: MACHINE.replace('1111', '9999') })).toThrow(
    'expected an ARN',
  );
});
