import { checkBridge } from '../domain/bridge.ts';
import type { E164 } from '../domain/ids.ts';
import { readNumber } from '../store/numbers.ts';
import { readSettings } from '../store/settings.ts';

/**
 * Whether a call may be led on to a number now. Read afresh, in two requests side by side: what was right when it was
 * saved isn't rung once the deny table holds it, once it answers here, or while dialing is switched off.
 */
export async function mayBridgeTo(number: E164): Promise<boolean> {
  const [{ dialing, destinations }, owned] = await Promise.all([readSettings(), readNumber(number)]);
  return dialing && checkBridge(number, destinations, owned).allowed;
}
