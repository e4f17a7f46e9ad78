import { E164 } from '../domain/ids.ts';

/** The number in a path, which comes URL-encoded or decoded, as the gateway has it; undefined if it is none. */
export function numberInPath(raw: string | undefined): E164 | undefined {
  const number = E164.safeParse(decodedOnce(raw ?? ''));
  return number.success ? number.data : undefined;
}

function decodedOnce(number: string): string {
  if (number.startsWith('+')) return number;
  try {
    return decodeURIComponent(number);
  } catch {
    return number;
  }
}
