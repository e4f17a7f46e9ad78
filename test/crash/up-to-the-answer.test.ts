import { LONGEST_RUN_MS, everyMoment } from './a-bad-moment.ts';

test(
  'a call survives every bad moment of its placing, its dialing and its carrier’s events',
  async () => {
    const { wrong, run } = await everyMoment('upToTheAnswer');

    expect(wrong).toEqual([]);
    expect(run).toBeGreaterThanOrEqual(FEWEST);
  },
  LONGEST_RUN_MS,
);

/** Fewer, and the recording has missed something. Some alone may be chosen to be run again. */
const FEWEST = process.env['TRUNKLINE_CRASH'] || process.env['TRUNKLINE_CRASH_TO'] ? 0 : 30;
