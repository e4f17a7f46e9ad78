import { LONGEST_RUN_MS, everyMoment } from './a-bad-moment.ts';

test(
  'a call survives every bad moment of its conversation, of its conclusion and of its webhook',
  async () => {
    const { wrong, run } = await everyMoment('talkAndEnd');

    expect(wrong).toEqual([]);
    expect(run).toBeGreaterThanOrEqual(FEWEST);
  },
  LONGEST_RUN_MS,
);

/** Fewer, and the recording has missed something. Some alone may be chosen to be run again. */
const FEWEST = process.env['TRUNKLINE_CRASH'] || process.env['TRUNKLINE_CRASH_TO'] ? 0 : 35;
