import * as z from 'zod';

const Line = z.object({ level: z.string(), message: z.string(), callId: z.string().nullish() });

/**
 * A function's line as the console shows it: what is wrong, in one short line; undefined if nothing is. The stack is
 * left to the file. What isn't a line of the logger comes from the runtime, and is shown as it is.
 */
export function shortLine(name: string, line: string): string | undefined {
  // What is thrown out of a function has been told by itself, in a line of its own.
  if (line.includes('\tERROR\tInvoke Error')) return undefined;
  if (!line.startsWith('{')) return `${name}: ${line}`;
  // What a function counted, for CloudWatch to read.
  if (line.startsWith('{"_aws"')) return undefined;
  const { level, message, callId } = read(line) ?? { level: 'WARN', message: line };
  if (!['WARN', 'ERROR', 'CRITICAL'].includes(level)) return undefined;
  return `${name}: ${level} ${message}${callId ? ` (call ${callId})` : ''}`;
}

function read(line: string): z.infer<typeof Line> | undefined {
  try {
    return Line.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
