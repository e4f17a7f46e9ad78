/**
 * Prints one line of JSON. Not by `console`: in Lambda that puts a time and an id before each line, and CloudWatch would
 * find no JSON in it.
 */
export function printLine(line: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
