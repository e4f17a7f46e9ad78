import type { DenyTable } from './deny-table.ts';
import { type DestinationAnswer, checkDestination } from './destination.ts';
import type { E164 } from './ids.ts';
import { type OwnedNumber, isOurs } from './number.ts';

/**
 * Whether a call may be led on to a number, rung first, forwarded or transferred: by the rules of any destination, and
 * never to a number that answers here, whoever has it. Asked when a number is saved and right before it is rung.
 * @param owned the number's row, if it has one
 */
export function checkBridge(
  number: E164,
  deny: DenyTable,
  owned: OwnedNumber | undefined,
): DestinationAnswer {
  const answer = checkDestination(number, deny);
  if (!answer.allowed || !isOurs(owned)) return answer;
  return {
    allowed: false,
    token: 'destination_blocked',
    reason: 'must not be a number that answers here: a call would go in a circle',
  };
}
