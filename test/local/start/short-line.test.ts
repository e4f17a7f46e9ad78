import { shortLine } from '../../../local/short-line.ts';

const aLine = (members: object) => JSON.stringify({ timestamp: '2026-03-02T12:00:00.000Z', ...members });

test('a warning is one short line; its stack is left to the file', () => {
  const line = aLine({
    level: 'WARN',
    message: 'the step fails',
    callId: '01a1',
    accountId: '01b2',
    stack: ['at dial'],
  });

  expect(shortLine('CallWorkflowRing', line)).toBe('CallWorkflowRing: WARN the step fails (call 01a1)');
});

test.each([
  { line: aLine({ level: 'ERROR', message: 'no call' }), shown: 'Fn: ERROR no call', why: 'of no call' },
  {
    line: aLine({ level: 'WARN', message: 'no call', callId: null }),
    shown: 'Fn: WARN no call',
    why: 'of no call',
  },
  { line: aLine({ level: 'INFO', message: 'placed' }), shown: undefined, why: 'nothing is wrong' },
  { line: 'TypeError: x', shown: 'Fn: TypeError: x', why: 'the runtime says it' },
  { line: '{"_aws":{},"CallsPlaced":1}', shown: undefined, why: 'a metric' },
  {
    line: '2026-03-02T12:00:00.000Z\t8f\tERROR\tInvoke Error \t{"errorType":"CarrierBusy"}',
    shown: undefined,
    why: 'the function has told it itself',
  },
  { line: '{"level"', shown: 'Fn: WARN {"level"', why: 'no line of the logger' },
])('$line is shown as $shown: $why', ({ line, shown }) => {
  expect(shortLine('Fn', line)).toBe(shown);
});
