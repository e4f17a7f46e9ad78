import { createClock } from '../../../local/clock/clock.ts';
import { startSchedule } from '../../../local/sources/schedules.ts';
import { AccessDenied, type Caller } from '../../../local/wire.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');
const SWEEP = 'arn:aws:lambda:us-east-1:000000000000:function:Sweep';
const ROLE = 'arn:aws:iam::000000000000:role/Schedule';

const properties = (changes: object = {}, target: object = {}) => ({
  FlexibleTimeWindow: { Mode: 'OFF' },
  ScheduleExpression: 'rate(1 minute)',
  Target: { Arn: SWEEP, RoleArn: ROLE, RetryPolicy: { MaximumRetryAttempts: 0 }, ...target },
  ...changes,
});

/** A schedule since noon, and the seconds after noon at which it invoked its target. */
function aSchedule(ofTemplate = properties(), fails?: Error) {
  const clock = createClock({ start: NOON, speed: 0 });
  const ticks: number[] = [];
  const told: { arn: string; payload: unknown; caller: Caller }[] = [];
  startSchedule('App/Sweep', ofTemplate, {
    clock,
    invoke(arn, payload, caller) {
      ticks.push((clock.now() - NOON) / 1_000);
      told.push({ arn, payload, caller });
      return fails ? Promise.reject(fails) : Promise.resolve({ ok: true, payload: null });
    },
  });
  return {
    ticks,
    told,
    advance: (hours: number, tickSec?: number) => clock.advance(clock.now() + hours * 3_600_000, tickSec),
  };
}

test('the target is invoked at every tick, by the role of the schedule', async () => {
  const { ticks, told, advance } = aSchedule();

  await advance(0.05);

  expect(ticks).toEqual([60, 120, 180]);
  expect(told[0]).toEqual({ arn: SWEEP, payload: {}, caller: { role: ROLE } });
});

test('the target is told what the schedule has for it', async () => {
  const { told, advance } = aSchedule(properties({}, { Input: '{"job":"close"}' }));

  await advance(0.02);

  expect(told[0]?.payload).toEqual({ job: 'close' });
});

test.each([
  { expression: 'rate(1 hour)', hours: 2, ticks: [3_600, 7_200] },
  { expression: 'rate(30 minutes)', hours: 2, ticks: [1_800, 3_600, 5_400, 7_200] },
  { expression: 'rate(1 day)', hours: 24, ticks: [86_400] },
])('$expression ticks at $ticks s', async ({ expression, hours, ticks }) => {
  const schedule = aSchedule(properties({ ScheduleExpression: expression }));

  await schedule.advance(hours);

  expect(schedule.ticks).toEqual(ticks);
});

test('an advance of up to two hours skips no tick', async () => {
  const { ticks, advance } = aSchedule();

  await advance(2);

  expect(ticks).toHaveLength(120);
});

test('a longer one ticks once an hour, and once at its end', async () => {
  const { ticks, advance } = aSchedule();

  await advance(4);

  expect(ticks).toEqual([60, 3_660, 7_260, 10_860, 14_400]);
});

test('how often a longer one ticks can be said, but never oftener than the schedule itself', async () => {
  const { ticks, advance } = aSchedule(properties({ ScheduleExpression: 'rate(30 minutes)' }));

  await advance(3, 1);

  expect(ticks).toEqual([1_800, 3_600, 5_400, 7_200, 9_000, 10_800]);
});

test('after a long advance the schedule goes on as before', async () => {
  const { ticks, advance } = aSchedule();

  await advance(4);
  ticks.length = 0;
  await advance(0.05);

  expect(ticks).toEqual([14_460, 14_520, 14_580]);
});

test('a schedule that may not invoke its target ticks on', async () => {
  const { ticks, advance } = aSchedule(properties(), new AccessDenied('no'));

  await advance(0.05);

  expect(ticks).toEqual([60, 120, 180]);
});

test.each([
  { changes: { ScheduleExpression: 'cron(0 3 * * ? *)' }, says: "App/Sweep: the local cloud doesn't play" },
  { changes: { ScheduleExpression: 'at(2026-03-01T12:00:00)' }, says: 'at(2026-03-01T12:00:00)' },
  { changes: { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } }, says: 'FlexibleTimeWindow' },
  {
    changes: { Target: { Arn: SWEEP, RoleArn: ROLE, RetryPolicy: { MaximumRetryAttempts: 185 } } },
    says: 'MaximumRetryAttempts',
  },
])('a schedule that isn’t played stops the start: $says', ({ changes, says }) => {
  expect(() => aSchedule(properties(changes))).toThrow(says);
});
