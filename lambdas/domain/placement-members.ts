import type * as z from 'zod/mini';
import type { Field } from './conversation.ts';
import type { DenyTable } from './deny-table.ts';
import { checkCallerIdForm, checkDestination } from './destination.ts';
import type { Region } from './region.ts';
import { Refusal, type Token } from './errors.ts';
import type { AssistantId, E164 } from './ids.ts';
import { parseLanguage } from './language.ts';
import { DEFAULT_CALL_SEC } from './call.ts';
import { METADATA_BYTES, MOST_METADATA, PlacementBody } from './placement-body.ts';
import { type Instant, plusSeconds } from './time.ts';
import { isText, utf8Bytes } from './text.ts';
import type { Language } from '../voices.ts';
import { checkWebhookUrl } from './webhook-url.ts';

/** The body of a placement: any JSON object. A member that is null is absent. */
export type Body = Readonly<Record<string, unknown>>;

interface Destination {
  readonly number: E164;
  readonly region: Region;
}

/** What the form of a member is judged by. */
export interface Facts {
  readonly now: Instant;
  readonly deny: DenyTable;
  readonly webhookPrivateOrigins: readonly string[];
}

const { shape } = PlacementBody;
const DAYS_AHEAD = 30;

/**
 * The members of a placement, each with the check of its form, in the order in which they are checked and refused.
 * The list is the order: there is no other.
 */
export const MEMBERS = {
  to(body: Body, { deny }: Facts): Destination {
    const to = body['to'];
    if (to === undefined || to === null || to === '') no('to_required', 'to: the number to call is missing');
    const answer = checkDestination(typeof to === 'string' ? to : '', deny);
    if (!answer.allowed) no(answer.token, `to: ${answer.reason}`);
    return answer;
  },

  objective(body: Body): string {
    const objective = body['objective'];
    const missing = objective === undefined || objective === null;
    if (missing || (typeof objective === 'string' && objective.trim() === ''))
      no('objective_required', 'objective: what the call is to achieve is missing');
    return parse(shape.objective, objective, 'invalid_objective', 'objective');
  },

  context(body: Body): string | null {
    return parse(shape.context, body['context'], 'invalid_context', 'context') || null;
  },

  fields(body: Body): readonly Field[] {
    const read = parse(shape.fields, body['fields'], 'invalid_fields', 'fields') ?? [];
    const twice = read.findIndex(({ name }, i) => read.findIndex((other) => other.name === name) < i);
    if (twice >= 0) no('invalid_fields', `fields[${twice}].name: must not be the name of another field`);
    return read;
  },

  webhookUrl(body: Body, { webhookPrivateOrigins }: Facts): string | null {
    const url = body['webhookUrl'] ?? null;
    if (url === null) return null;
    const answer = checkWebhookUrl(url, webhookPrivateOrigins);
    if (!answer.allowed) no('invalid_webhook_url', `webhookUrl: ${answer.reason}`);
    return answer.url;
  },

  callerId(body: Body): E164 | null {
    const callerId = body['callerId'] ?? null;
    if (callerId === null) return null;
    const answer = checkCallerIdForm(typeof callerId === 'string' ? callerId : '');
    if (!answer.allowed) no(answer.token, `callerId: ${answer.reason}`);
    return answer.number;
  },

  assistantId(body: Body): AssistantId | null {
    return parse(shape.assistantId, body['assistantId'], 'invalid_assistant', 'assistantId') ?? null;
  },

  voice(body: Body): string | null {
    return parse(shape.voice, body['voice'], 'invalid_voice', 'voice') ?? null;
  },

  language(body: Body, _: Facts, { to }: { to: Destination }): Language | 'auto' | null {
    const language = parse(shape.language, body['language'], 'invalid_language', 'language') ?? null;
    if (language === null) return null;
    const parsed = parseLanguage(language, to.region);
    if (!parsed) no('invalid_language', 'language: must be auto or a tag that GET /v1/languages lists');
    return parsed;
  },

  maxDurationSec(body: Body): number {
    return (
      parse(shape.maxDurationSec, body['maxDurationSec'], 'invalid_max_duration', 'maxDurationSec') ??
      DEFAULT_CALL_SEC
    );
  },

  metadata(body: Body): Readonly<Record<string, string>> | null {
    const metadata = body['metadata'] ?? null;
    if (metadata === null) return null;
    if (typeof metadata !== 'object' || Array.isArray(metadata))
      no('invalid_metadata', 'metadata: must be an object of texts');
    const entries = Object.entries(metadata as Record<string, unknown>);
    const wrong = entries.find(([name, value]) => !isText(name) || !isText(value));
    if (wrong) no('invalid_metadata', `metadata.${wrong[0].slice(0, 64).toWellFormed()}: must be a text`);
    if (entries.length > MOST_METADATA)
      no('invalid_metadata', `metadata: must have at most ${MOST_METADATA} members`);
    if (utf8Bytes(JSON.stringify(metadata)) > METADATA_BYTES)
      no('invalid_metadata', `metadata: must be at most ${METADATA_BYTES} bytes of JSON`);
    return Object.fromEntries(entries) as Record<string, string>;
  },

  schedule(body: Body, { now }: Facts): { notBefore: Instant | null; notAfter: Instant | null } {
    const notBefore = parse(shape.notBefore, body['notBefore'], 'invalid_schedule', 'notBefore') ?? null;
    const notAfter = parse(shape.notAfter, body['notAfter'], 'invalid_schedule', 'notAfter') ?? null;
    const last = plusSeconds(now, DAYS_AHEAD * 86_400);
    if (notBefore && notBefore > last)
      no('invalid_schedule', `notBefore: must be at most ${DAYS_AHEAD} days ahead`);
    if (notAfter && notAfter > last)
      no('invalid_schedule', `notAfter: must be at most ${DAYS_AHEAD} days ahead`);
    if (notAfter && notAfter <= now) no('invalid_schedule', 'notAfter: must be in the future');
    if (notBefore && notAfter && notBefore >= notAfter)
      no('invalid_schedule', 'notBefore: must be earlier than notAfter');
    return { notBefore, notAfter };
  },

  dryRun(body: Body): boolean {
    return parse(shape.dryRun, body['dryRun'], 'invalid_request', 'dryRun') ?? false;
  },
};

/** A placement whose every member has the right form. */
export type Order = { [Member in keyof typeof MEMBERS]: ReturnType<(typeof MEMBERS)[Member]> };

/** The members that a client may send: what counts for a request's fingerprint. */
export const BODY_MEMBERS: readonly string[] = Object.keys(shape);

/** Reads a body, member by member. @throws Refusal for the first member in the list whose form is wrong */
export function readOrder(body: Body, facts: Facts): Order {
  const order: Partial<Record<string, unknown>> = {};
  for (const [member, read] of Object.entries(MEMBERS)) order[member] = read(body, facts, order as Order);
  return order as Order;
}

/** A member as its schema reads it. @throws Refusal `token`, with the path of what is wrong in it: `fields[1].name` */
function parse<S extends z.ZodMiniType>(schema: S, raw: unknown, token: Token, member: string): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)) ?? [];
  no(token, `${member}${path.join('')}: ${issue?.message ?? 'is not valid'}`);
}

function no(token: Token, message: string): never {
  throw new Refusal(token, `${message}.`);
}
