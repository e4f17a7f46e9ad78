import { createClock } from '../../../local/clock/clock.ts';

const NOON = Date.parse('2026-03-01T12:00:00.000Z');

test('a standing clock moves only when it is advanced, timer by timer', async () => {
  const clock = createClock({ start: NOON, speed: 0 });
  const seen: string[] = [];
  const tell = (what: string) => () => void seen.push(`${what} at +${(clock.now() - NOON) / 1000}`);
  clock.at(NOON + 5_000, tell('five'));
  clock.at(NOON + 2_000, () => {
    tell('two')();
    clock.at(NOON + 3_000, tell('three, set by two'));
  });

  const now = await clock.advance(NOON + 4_000);

  expect(now).toBe(NOON + 4_000);
  expect(seen).toEqual(['two at +2', 'three, set by two at +3']);
});

test('of two timers at one instant the one set first runs first, and a canceled one never', async () => {
  const clock = createClock({ start: NOON, speed: 0 });
  const seen: number[] = [];
  clock.at(NOON + 1, () => void seen.push(1));
  const cancel = clock.at(NOON + 1, () => void seen.push(2));
  clock.at(NOON + 1, () => void seen.push(3));
  cancel();

  await clock.advance(NOON + 1);

  expect(seen).toEqual([1, 3]);
});

test('time waits for real work before it goes on to the next timer', async () => {
  const clock = createClock({ start: NOON, speed: 0 });
  const seen: string[] = [];
  clock.at(NOON + 1_000, () => {
    const work = new Promise((resolve) => setTimeout(resolve, 20));
    void clock.busy(work).then(() => seen.push(`work done at +${(clock.now() - NOON) / 1000}`));
  });
  clock.at(NOON + 2_000, () => void seen.push('next'));

  await clock.advance(NOON + 2_000);

  expect(seen).toEqual(['work done at +1', 'next']);
});

test('a flowing clock runs at its speed and stands while it is advanced', async () => {
  const clock = createClock({ start: NOON, speed: 1_000 });

  await clock.sleep(5_000);
  const before = clock.now();
  const after = await clock.advance(before + 3_600_000);

  expect(before).toBeGreaterThanOrEqual(NOON + 5_000);
  expect(after - before).toBeGreaterThanOrEqual(3_600_000);
  expect(after - before).toBeLessThan(3_700_000);
  clock.stop();
});

test('two advances run one after the other', async () => {
  const clock = createClock({ start: NOON, speed: 0 });

  const ends = await Promise.all([clock.advance(NOON + 10), clock.advance(NOON + 20)]);

  expect(ends).toEqual([NOON + 10, NOON + 20]);
});

test('a timer between two milliseconds is due at the second of them', async () => {
  const clock = createClock({ start: NOON, speed: 0 });
  const at: number[] = [];
  clock.at(NOON + 20.4, () => at.push(clock.now() - NOON));
  // A timer that is never due would be waited for without end.
  const watchdog = setTimeout(() => clock.stop(), 2_000);

  await clock.advance(NOON + 20);
  expect(at).toEqual([]);
  await clock.advance(NOON + 1_000);
  clearTimeout(watchdog);
  expect(at).toEqual([21]);
});

test.each([
  { speed: 0, haste: 1 },
  { speed: 0.5, haste: 1 },
  { speed: 1, haste: 1 },
  { speed: 50, haste: 50 },
])('at speed $speed a computation is given $haste times its time', ({ speed, haste }) => {
  const clock = createClock({ speed });
  clock.stop();

  expect(clock.haste).toBe(haste);
});
