import { createClock } from '../../../local/clock/clock.ts';
import { createTrace } from '../../../local/gate/trace.ts';
import { NOON } from './a-gate.ts';

const CALL = '019caf00-0000-7000-8000-000000000001';
const OTHER = '019caf00-0000-7000-8000-000000000002';
const entry = (operation: string) => ({ function: 'Fn', service: 'dynamodb', operation, ms: 1 });
const aTrace = () => createTrace(createClock({ start: NOON, speed: 0 }));

test('of a call is whatever an invocation did that had to do with it, from its first request on', () => {
  const trace = aTrace();
  trace.add('one', entry('GetItem'), '{"TableName":"Accounts"}');
  trace.add('two', entry('Query'), '{"TableName":"Numbers"}');
  trace.add('one', entry('PutItem'), `{"sk":{"S":"CALL#${CALL}"}}`);
  trace.add('one', entry('SendMessage'), '{}');

  expect(trace.entries(CALL).map(({ operation }) => operation)).toEqual([
    'GetItem',
    'PutItem',
    'SendMessage',
  ]);
  expect(trace.entries(OTHER)).toEqual([]);
  expect(trace.entries()).toHaveLength(4);
});

test('an invocation that had to do with two calls belongs to both', () => {
  const trace = aTrace();
  trace.add('sweep', entry('Query'), `${CALL} ${OTHER}`);

  expect(trace.entries(CALL)).toEqual(trace.entries(OTHER));
  expect(trace.entries(CALL)).toEqual([{ at: '2026-03-01T12:00:00.000Z', ...entry('Query') }]);
});

test('a trace doesn’t grow for ever: the oldest requests are forgotten, the newest are not', () => {
  const trace = aTrace();
  trace.add('old', entry('GetItem'), CALL);
  for (let i = 0; i < 50_000; i++) trace.add('many', entry('Query'), '');
  trace.add('new', entry('PutItem'), OTHER);

  expect(trace.entries().length).toBeLessThanOrEqual(50_000);
  expect(trace.entries(CALL)).toEqual([]);
  expect(trace.entries(OTHER)).toHaveLength(1);
});
