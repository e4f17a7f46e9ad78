import * as z from 'zod/mini';
import { Field } from './conversation.ts';
import type { DenyTable } from './deny-table.ts';
import { type Region, checkCallerIdForm, checkDestination } from './destination.ts';
import { Refusal, type Token } from './errors.ts';
import { AssistantId, type E164 } from './ids.ts';
import { parseLanguage } from './language.ts';
import { type Instant, OffsetInstant, plusSeconds } from './time.ts';
import { type Language, VOICES } from '../voices.ts';
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

const LONGEST_OBJECTIVE = 4_000;
const LONGEST_CONTEXT = 20_000;
const MOST_FIELDS = 20;
const LONGEST_DESCRIPTION = 500;
const MOST_METADATA = 20;
const METADATA_BYTES = 4_096;
const SHORTEST_CALL_SEC = 30;
const LONGEST_CALL_SEC = 3_600;
const DEFAULT_CALL_SEC = 600;
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
    if (!isText(objective) || characters(objective.trim()) > LONGEST_OBJECTIVE)
      no('invalid_objective', `objective: must be a text of at most ${LONGEST_OBJECTIVE} characters`);
    return objective.trim();
  },

  context(body: Body): string | null {
    const context = body['context'] ?? null;
    if (context !== null && (!isText(context) || characters(context) > LONGEST_CONTEXT))
      no('invalid_context', `context: must be a text of at most ${LONGEST_CONTEXT} characters`);
    return context === '' ? null : context;
  },

  fields(body: Body): readonly Field[] {
    const fields = body['fields'] ?? [];
    if (!Array.isArray(fields) || fields.length > MOST_FIELDS)
      no('invalid_fields', `fields: must be a list of at most ${MOST_FIELDS} fields`);
    const read = fields.map((field: unknown, i) =>
      parse(AskedField, field, 'invalid_fields', `fields[${i}]`),
    );
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
    const id = body['assistantId'] ?? null;
    return id === null ? null : parse(AssistantId, id, 'invalid_assistant', 'assistantId');
  },

  voice(body: Body): string | null {
    const voice = body['voice'] ?? null;
    if (voice !== null && (typeof voice !== 'string' || !Object.hasOwn(VOICES, voice)))
      no('invalid_voice', `voice: must be one of ${Object.keys(VOICES).join(', ')}`);
    return voice;
  },

  language(body: Body, _: Facts, { to }: { to: Destination }): Language | 'auto' | null {
    const language = body['language'] ?? null;
    if (language === null) return null;
    const parsed = typeof language === 'string' ? parseLanguage(language, to.region) : undefined;
    if (!parsed) no('invalid_language', 'language: must be auto or a tag that GET /v1/languages lists');
    return parsed;
  },

  maxDurationSec(body: Body): number {
    const seconds = body['maxDurationSec'] ?? DEFAULT_CALL_SEC;
    if (
      typeof seconds !== 'number' ||
      !Number.isInteger(seconds) ||
      seconds < SHORTEST_CALL_SEC ||
      seconds > LONGEST_CALL_SEC
    )
      no(
        'invalid_max_duration',
        `maxDurationSec: must be a whole number from ${SHORTEST_CALL_SEC} to ${LONGEST_CALL_SEC}`,
      );
    return seconds;
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
    const instant = (member: string) => {
      const raw = body[member] ?? null;
      return raw === null ? null : parse(OffsetInstant, raw, 'invalid_schedule', member);
    };
    const [notBefore, notAfter] = [instant('notBefore'), instant('notAfter')];
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
    const dryRun = body['dryRun'] ?? false;
    if (typeof dryRun !== 'boolean') no('invalid_request', 'dryRun: must be true or false');
    return dryRun;
  },
};

/** A placement whose every member has the right form. */
export type Order = { [Member in keyof typeof MEMBERS]: ReturnType<(typeof MEMBERS)[Member]> };

/** The members that a client may send: what counts for a request's fingerprint. */
export const BODY_MEMBERS: readonly string[] = [
  ...Object.keys(MEMBERS).filter((member) => member !== 'schedule'),
  'notBefore',
  'notAfter',
];

/** Reads a body, member by member. @throws Refusal for the first member in the list whose form is wrong */
export function readOrder(body: Body, facts: Facts): Order {
  const order: Partial<Record<string, unknown>> = {};
  for (const [member, read] of Object.entries(MEMBERS)) order[member] = read(body, facts, order as Order);
  return order as Order;
}

const DESCRIPTION_TOO_LONG = `must be at most ${LONGEST_DESCRIPTION} characters`;
const AskedField = z.pipe(
  z.object(
    {
      name: z
        .string('must be a text')
        .check(
          z.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'must be a letter, then up to 63 letters, digits and _'),
        ),
      type: z.nullish(z.enum(['string', 'boolean', 'number'], 'must be string, boolean or number')),
      description: z.nullish(
        z.string('must be a text').check(
          z.refine(isText, 'must be a text'),
          z.refine((text) => characters(text) <= LONGEST_DESCRIPTION, DESCRIPTION_TOO_LONG),
        ),
      ),
    },
    'must be an object',
  ),
  z.transform(({ name, type, description }): Field => ({
    name,
    type: type ?? 'string',
    description: description ?? null,
  })),
);

function parse<S extends z.ZodMiniType>(schema: S, raw: unknown, token: Token, member: string): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  no(token, `${[member, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'is not valid'}`);
}

function no(token: Token, message: string): never {
  throw new Refusal(token, `${message}.`);
}

/** A text of whole characters: half of a surrogate pair is none, and no table keeps it. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed();
}

/** Length as people count it: an emoji is one character. */
const characters = (text: string) => Array.from(text).length;

/** The length of a text in UTF-8. */
const utf8Bytes = (text: string) =>
  Array.from(text).reduce((bytes, character) => bytes + utf8Width(character), 0);

function utf8Width(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
