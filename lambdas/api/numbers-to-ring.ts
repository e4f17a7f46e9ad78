import { checkBridge } from '../domain/bridge.ts';
import { no } from '../domain/handling-change.ts';
import type { E164 } from '../domain/ids.ts';
import { readNumber } from '../store/numbers.ts';
import { readSettings } from '../store/settings.ts';

/**
 * Looks at numbers that calls are to be led on to, by the members that name them.
 * @throws Refusal `invalid_number`, `destination_blocked` for the first that may not be rung
 */
export async function checkNumbersToRing(
  named: readonly { readonly path: string; readonly number: E164 }[],
): Promise<void> {
  if (named.length === 0) return;
  const { destinations } = await readSettings();
  for (const { path, number } of named) {
    const answer = checkBridge(number, destinations, await readNumber(number));
    if (!answer.allowed) throw no(answer.token, path, answer.reason);
  }
}
