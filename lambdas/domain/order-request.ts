import * as z from 'zod/mini';
import { areaNamed } from './area.ts';
import { Country, type Registration, papersFor } from './country.ts';
import { checkCallerIdForm, countryOf } from './destination.ts';
import { Refusal, type Token } from './errors.ts';
import { AssistantId, type E164, Provider } from './ids.ts';
import { Name } from './name.ts';
import type { Wish } from './number-order.ts';

type Body = Readonly<Record<string, unknown>>;

/** What decides, beside the body, whether an order is taken. */
export interface OrderFacts {
  /** Whether the account may list and pick numbers. */
  readonly listing: boolean;
  /** The carriers of this deployment. */
  readonly providers: readonly Provider[];
  readonly registration: Registration;
}

/** The members of `POST /v1/number-orders`; others make no other request. */
export const OrderBody = z.object({
  areaId: z.nullish(z.string()),
  number: z.nullish(z.string()),
  provider: z.nullish(z.string()),
  nickname: z.nullish(Name),
  inboundAssistantId: z.nullish(AssistantId),
  outboundAssistantId: z.nullish(AssistantId),
});

/** An order whose every member has the right form, and that may be placed here. */
export interface OrderRequest {
  readonly wish: Wish;
  readonly country: Country;
  readonly provider: Provider;
  readonly nickname: string | null;
  readonly inboundAssistantId: AssistantId | null;
  readonly outboundAssistantId: AssistantId | null;
}

/** @throws Refusal for what is wrong first, in the order in which it is checked here */
export function readOrderRequest(body: Body, facts: OrderFacts): OrderRequest {
  const { wish, country } = readWish(body, facts);
  const nickname = readNickname(body, wish);
  const papers = papersFor(country, facts.registration);
  if (papers.length > 0)
    throw new Refusal(
      'registration_required',
      `A number in ${country} needs papers first (${papers.join(', ')}); ask the operator.`,
    );
  const [provider] = facts.providers;
  if (!provider) throw notConfigured();
  return {
    wish,
    country,
    provider,
    nickname,
    inboundAssistantId: readAssistantId(body, 'inboundAssistantId'),
    outboundAssistantId: readAssistantId(body, 'outboundAssistantId'),
  };
}

/** Any number of an area, or, where the account may pick one, that very number. */
function readWish(body: Body, facts: OrderFacts): { wish: Wish; country: Country } {
  const { areaId, number, provider } = body;
  if (isGiven(areaId) && isGiven(number))
    throw no('invalid_request', 'number', 'must not be given with an areaId');
  if (!isGiven(areaId) && (isGiven(number) || isGiven(provider))) {
    if (!facts.listing)
      throw new Refusal('forbidden', 'The account orders numbers by area; leave out the number.');
    checkProvider(provider, facts);
    return readListed(number);
  }
  const area = typeof areaId === 'string' ? areaNamed(areaId) : undefined;
  if (!area) throw no('invalid_area', 'areaId', 'must be one that GET /v1/number-areas lists');
  if (isGiven(provider)) checkProvider(provider, facts);
  return {
    wish: { by: 'area', areaId: area.areaId, areaCode: area.areaCode },
    country: area.country,
  };
}

function readListed(raw: unknown): { wish: Wish; country: Country } {
  if (!isGiven(raw) || raw === '') throw no('number_required', 'number', 'is missing');
  const form = checkCallerIdForm(typeof raw === 'string' ? raw : '');
  if (!form.allowed) throw no('invalid_number', 'number', form.reason);
  return { wish: { by: 'number', number: form.number }, country: countryIn(form.number) };
}

function countryIn(number: E164): Country {
  const country = Country.safeParse(countryOf(number));
  if (country.success) return country.data;
  throw no('invalid_number', 'number', 'is not of a country whose numbers can be had');
}

function checkProvider(provider: unknown, { providers }: OrderFacts): void {
  if (!providers.some((one) => one === (provider ?? one))) throw notConfigured();
}

function readNickname({ nickname }: Body, wish: Wish): string | null {
  const isMissing = !isGiven(nickname) || nickname === '';
  if (isMissing && wish.by === 'number')
    throw no('nickname_required', 'nickname', 'is missing, and a number that was picked needs one');
  if (!isGiven(nickname)) return null;
  const name = Name.safeParse(nickname);
  if (name.success) return name.data;
  throw no('invalid_request', 'nickname', name.error.issues[0]?.message ?? 'is no name');
}

function readAssistantId(
  body: Body,
  member: 'inboundAssistantId' | 'outboundAssistantId',
): AssistantId | null {
  if (!isGiven(body[member])) return null;
  const id = AssistantId.safeParse(body[member]);
  if (id.success) return id.data;
  throw no('invalid_assistant', member, 'is not an assistant of the account');
}

const isGiven = (value: unknown) => value !== undefined && value !== null;
const no = (token: Token, member: string, reason: string) => new Refusal(token, `${member}: ${reason}.`);
const notConfigured = () =>
  new Refusal('provider_not_configured', 'provider: is not set up in this deployment.');
