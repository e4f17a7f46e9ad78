import * as z from 'zod';
import { type Clock, EVERY_TICK_MS } from '../clock/clock.ts';
import { AccessDenied, type Invoke } from '../wire.ts';

const Properties = z.object({
  FlexibleTimeWindow: z.object({ Mode: z.literal('OFF') }),
  ScheduleExpression: z.string(),
  Target: z.object({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().optional(),
    RetryPolicy: z.object({ MaximumRetryAttempts: z.literal(0) }),
  }),
});

const UNITS = {
  minute: 60_000,
  minutes: 60_000,
  hour: 3_600_000,
  hours: 3_600_000,
  day: 86_400_000,
  days: 86_400_000,
};
const RATE = /^rate\((\d+) (minutes?|hours?|days?)\)$/;

/**
 * EventBridge Scheduler: invokes its target at every tick. In a long advance it skips ticks: at most one per the
 * advance's own interval, and one at the end.
 * @throws Error for a schedule that isn't a rate, by name
 */
export function startSchedule(
  name: string,
  properties: Readonly<Record<string, unknown>>,
  { clock, invoke }: { clock: Clock; invoke: Invoke },
): void {
  const { ScheduleExpression, Target } = Properties.parse(properties);
  const rate = RATE.exec(ScheduleExpression);
  if (!rate) throw new Error(`${name}: the local cloud doesn't play the schedule ${ScheduleExpression}`);
  const every = Number(rate[1]) * UNITS[rate[2] as keyof typeof UNITS];

  const tick = () => {
    void invoke(Target.Arn, Target.Input ? JSON.parse(Target.Input) : {}, { role: Target.RoleArn }).catch(
      (error: unknown) => {
        // A denied one is told where it is denied; Scheduler itself would only count it.
        if (!(error instanceof AccessDenied)) throw error;
      },
    );
    clock.at(nextTick(clock.now()), tick);
  };
  const nextTick = (now: number) => {
    const natural = now + every;
    const { advancing } = clock;
    if (!advancing || advancing.to - advancing.from <= EVERY_TICK_MS) return natural;
    const skipped = now + Math.max(every, advancing.tickMs);
    return now < advancing.to ? Math.min(skipped, advancing.to) : natural;
  };
  clock.at(clock.now() + every, tick);
}
