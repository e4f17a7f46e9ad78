import { jest } from '@jest/globals';

/** One line of the log, as it was printed. */
export type LogLine = Readonly<Record<string, unknown>>;

/**
 * What a function logs in each test, in place of printing it. To be called once, outside of any test.
 * @returns the lines of the running test so far
 */
export const logLines = () => linesThatStart('{"level"');

/** What a function counts in each test, as the lines that CloudWatch reads metrics from. Called as `logLines` is. */
export const metricLines = () => linesThatStart('{"_aws"');

function linesThatStart(start: string): () => readonly LogLine[] {
  const lines: LogLine[] = [];
  beforeEach(() => {
    lines.length = 0;
    for (const stream of [process.stdout, process.stderr]) {
      const print = stream.write.bind(stream);
      jest.spyOn(stream, 'write').mockImplementation((text) => {
        const line = String(text);
        // Jest prints here too; a line of ours is JSON.
        if (!/^\{"(level|_aws)"/.test(line)) return print(text);
        if (line.startsWith(start)) lines.push(JSON.parse(line) as LogLine);
        return true;
      });
    }
  });
  afterEach(() => jest.restoreAllMocks());
  return () => lines;
}
