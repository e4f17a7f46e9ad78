import * as z from 'zod/mini';
import { VOICES } from '../voices.ts';
import { LONGEST_CALL_SEC } from './call.ts';
import type { Field } from './conversation.ts';
import { AssistantId, E164 } from './ids.ts';
import { text } from './text.ts';
import { OffsetInstant } from './time.ts';
import { WebhookUrl } from './webhook-url.ts';

const LONGEST_OBJECTIVE = 4_000;
const LONGEST_CONTEXT = 20_000;
const MOST_FIELDS = 20;
const LONGEST_DESCRIPTION = 500;
const SHORTEST_CALL_SEC = 30;
export const MOST_METADATA = 20;
export const METADATA_BYTES = 4_096;

const AskedField = z.pipe(
  z.object(
    {
      name: z
        .string('must be a text')
        .check(
          z.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'must be a letter, then up to 63 letters, digits and _'),
        ),
      type: z.nullish(z.enum(['string', 'boolean', 'number'], 'must be string, boolean or number')),
      description: z.nullish(text(LONGEST_DESCRIPTION)),
    },
    'must be an object',
  ),
  z.transform(({ name, type, description }): Field => ({
    name,
    type: type ?? 'string',
    description: description ?? null,
  })),
);

const NO_LIST = `must be a list of at most ${MOST_FIELDS} fields`;
const NO_DURATION = `must be a whole number from ${SHORTEST_CALL_SEC} to ${LONGEST_CALL_SEC}`;
const NO_VOICE = `must be one of ${Object.keys(VOICES).join(', ')}`;

/**
 * The members of a placement as a client writes them, each by its own form. What looks beyond a member's form, the
 * policy on destinations, the size of the metadata, the order of two instants, stands in `placement-members.ts`,
 * which reads each member by its schema here.
 */
export const PlacementBody = z.object({
  to: E164,
  objective: text(LONGEST_OBJECTIVE, z.trim()),
  context: z.nullish(text(LONGEST_CONTEXT)),
  fields: z.nullish(z.array(AskedField, NO_LIST).check(z.maxLength(MOST_FIELDS, NO_LIST))),
  webhookUrl: z.nullish(WebhookUrl),
  callerId: z.nullish(E164),
  assistantId: z.nullish(AssistantId),
  voice: z.nullish(z.enum(Object.keys(VOICES), NO_VOICE)),
  language: z.nullish(z.string('must be auto or a tag that GET /v1/languages lists')),
  maxDurationSec: z.nullish(
    z
      .int(NO_DURATION)
      .check(z.minimum(SHORTEST_CALL_SEC, NO_DURATION), z.maximum(LONGEST_CALL_SEC, NO_DURATION)),
  ),
  metadata: z.nullish(
    z
      .record(z.string(), z.string(), 'must be an object of texts')
      .check(z.meta({ maxProperties: MOST_METADATA })),
  ),
  notBefore: z.nullish(OffsetInstant),
  notAfter: z.nullish(OffsetInstant),
  dryRun: z.nullish(z.boolean('must be true or false')),
});
