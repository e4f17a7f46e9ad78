import { askCarrier } from '../books/ask-carrier.ts';
import { NumberImport } from '../contract/operator-requests.ts';
import { type Account, NO_CALL_HANDLING } from '../domain/account.ts';
import type { CarrierNumber } from '../carrier/carrier.ts';
import { chimeNumbers } from '../carrier/chime-numbers.ts';
import { checkCallerIdForm } from '../domain/destination.ts';
import { Refusal } from '../domain/errors.ts';
import type { AssistantId, E164 } from '../domain/ids.ts';
import type { OwnedNumber } from '../domain/number.ts';
import { readAssistant } from '../store/assistants.ts';
import { limitsOf } from '../store/deployment.ts';
import { linkNumber, takeNumber } from '../store/numbers.ts';
import type { Answer, Request } from '../triggers/http.ts';
import { mustHaveCarrier } from './must-have-carrier.ts';
import { numberView } from './number-view.ts';
import { accountNamed } from './operator-accounts.ts';
import { parseBody } from './parse.ts';

/**
 * POST /v1/operator/number-imports: gives an account a number that the carrier account already has.
 *
 * First the number is taken, as `pending`, then it is linked at the carrier, then it is live: a crash in between leaves
 * a pending number, which can't be called from, and the same request goes on from there.
 */
export async function importNumber({ body, now }: Request): Promise<Answer> {
  const { accountId, provider, number: raw } = parseBody(NumberImport, body);
  const account = await accountNamed(accountId);
  mustHaveCarrier(provider ?? 'chime');
  const number = readNumberIn(raw);
  const atCarrier = await askCarrier(() => chimeNumbers.find(number));
  if (!atCarrier?.usable)
    throw new Refusal(
      'number_unavailable',
      'number: the carrier account has no such number that can be used.',
    );
  const inbound = await defaultAssistant(account, 'chime');
  await takeNumber(pending(atCarrier, account.id, inbound, now), limitsOf(account).numbers);
  const link = await askCarrier(() => chimeNumbers.link(number));
  return { status: 201, body: numberView(await linkNumber(number, link), account, now) };
}

function readNumberIn(raw: unknown): E164 {
  if (raw === undefined || raw === null || raw === '')
    throw new Refusal('number_required', 'number: the number to bring in is missing.');
  const form = checkCallerIdForm(typeof raw === 'string' ? raw : '');
  if (!form.allowed) throw new Refusal('invalid_number', `number: ${form.reason}.`);
  return form.number;
}

/** Who answers a number that names nobody: the account's default assistant, if it can. */
async function defaultAssistant({ id, defaults }: Account, provider: string): Promise<AssistantId | null> {
  const assistant = defaults.assistantId && (await readAssistant(id, defaults.assistantId));
  if (!assistant?.active) return null;
  return (assistant.provider ?? provider) === provider ? assistant.id : null;
}

const pending = (
  { number, country }: CarrierNumber,
  accountId: OwnedNumber['accountId'],
  inboundAssistantId: OwnedNumber['inboundAssistantId'],
  now: OwnedNumber['createdAt'],
): OwnedNumber => ({
  number,
  accountId,
  provider: 'chime',
  country,
  nickname: null,
  status: 'pending',
  inboundAssistantId,
  outboundAssistantId: null,
  callHandling: NO_CALL_HANDLING,
  releaseAt: null,
  createdAt: now,
  carrierLinkId: null,
  orderId: null,
  orderedByArea: false,
  releaseId: null,
  missingSince: null,
});
