import * as z from 'zod/mini';
import { Assistant } from '../domain/assistant.ts';
import { AssistantWish } from '../domain/assistant-change.ts';
import { AssistantId } from '../domain/ids.ts';
import { Name } from '../domain/name.ts';
import { type RouteDescription, named, told } from './description.ts';
import { PAGE } from './lists.ts';

const { shape } = Assistant;
const wish = AssistantWish.shape;

export const AssistantAnswer = named(
  'Assistant',
  z.object({
    id: shape.id,
    name: shape.name,
    active: told(shape.active, 'One that is not answers no call and makes none.'),
    provider: told(shape.provider, 'The carrier whose numbers it is for; null: any.'),
    voice: told(shape.voice, 'One of `GET /v1/voices`; null: the platform’s.'),
    language: told(shape.language, 'A tag, a base language or `auto`; null: it says nothing of its own.'),
    persona: told(shape.persona, 'Who it is, for the model.'),
    greeting: told(shape.greeting, 'What it says first when it answers.'),
    knowledge: told(shape.knowledge, 'What it knows, for the model.'),
    transfer: told(
      shape.transfer,
      'Whether it may hand a caller over; what is null falls back to the number’s.',
    ),
  }),
  'Who speaks in a call. What is null says nothing of its own.',
);
export type AssistantAnswer = z.infer<typeof AssistantAnswer>;

export const AssistantsAnswer = named(
  'Assistants',
  z.object({
    assistants: z.array(AssistantAnswer),
    nextCursor: told(
      z.nullable(z.string()),
      'Continues the list. Null, and only null, is the end: a page of long texts may hold fewer than its limit.',
    ),
  }),
  'A page of assistants, newest first.',
);
export type AssistantsAnswer = z.infer<typeof AssistantsAnswer>;

const members = {
  active: told(wish.active, 'Whether it may answer and make calls.', { default: true }),
  provider: told(wish.provider, 'The carrier whose numbers it is for; null: any.'),
  voice: told(wish.voice, 'Must speak the language, if that is given.'),
  language: told(
    wish.language,
    '`auto`, a tag that `GET /v1/languages` lists, or a base language such as `en`.',
  ),
  persona: told(wish.persona, 'Who it is, for the model.'),
  greeting: told(wish.greeting, 'What it says first when it answers.'),
  knowledge: told(wish.knowledge, 'What it knows, for the model.'),
  transfer: told(wish.transfer, 'Member by member; without a number the one of the number called is taken.'),
};

const NewAssistant = named(
  'NewAssistant',
  z.object({ name: told(Name, 'What people call it.'), ...members }),
  'An assistant to make.',
);

const AssistantChange = named(
  'AssistantChange',
  z.object({ name: told(wish.name, 'What people call it.'), ...members } satisfies typeof wish),
  'What is to change of an assistant. What is left out stays, null takes it back; a name stays.',
);

const AN_ASSISTANT = {
  id: '019cae6b-6600-7036-a220-fd0d44e0a1d0',
  name: 'Robin',
  active: true,
  provider: null,
  voice: 'Puck',
  language: 'en-US',
  persona: 'Friendly and brief.',
  greeting: 'Bella Pizza, how can I help you?',
  knowledge: 'Open from noon to ten. No deliveries.',
  transfer: { allowed: true, style: 'warm', to: '+14155550123' },
};
const { id: _, ...A_WISH } = AN_ASSISTANT;

const assistantPath = { assistantId: told(AssistantId, 'The assistant’s id.') };
const WRONG = [
  'invalid_request',
  'invalid_voice',
  'invalid_language',
  'invalid_number',
  'destination_blocked',
] as const;

export const ASSISTANT_ROUTES = {
  'POST /v1/assistants': {
    id: 'createAssistant',
    tag: 'Assistants',
    summary: 'Make an assistant',
    idempotent: true,
    body: NewAssistant,
    examples: { pizzeria: A_WISH },
    answers: {
      201: {
        what: 'The assistant.',
        body: AssistantAnswer,
        headers: { Location: told(z.string(), 'Its path.') },
        example: AN_ASSISTANT,
      },
    },
    refusals: [...WRONG, 'idempotency_key_reused', 'idempotency_in_progress'],
  },
  'GET /v1/assistants': {
    id: 'listAssistants',
    tag: 'Assistants',
    summary: 'List the assistants of the account, newest first',
    query: PAGE,
    answers: {
      200: {
        what: 'A page.',
        body: AssistantsAnswer,
        example: { assistants: [AN_ASSISTANT], nextCursor: null },
      },
    },
    refusals: ['invalid_limit', 'invalid_cursor'],
  },
  'GET /v1/assistants/{assistantId}': {
    id: 'getAssistant',
    tag: 'Assistants',
    summary: 'Read an assistant',
    path: assistantPath,
    answers: { 200: { what: 'The assistant.', body: AssistantAnswer, example: AN_ASSISTANT } },
    refusals: ['not_found'],
  },
  'PATCH /v1/assistants/{assistantId}': {
    id: 'changeAssistant',
    tag: 'Assistants',
    summary: 'Change an assistant',
    path: assistantPath,
    body: AssistantChange,
    examples: { switchedOff: { active: false } },
    answers: {
      200: { what: 'The assistant as it is now.', body: AssistantAnswer, example: AN_ASSISTANT },
    },
    refusals: [...WRONG, 'not_found', 'provider_mismatch', 'version_conflict'],
  },
  'DELETE /v1/assistants/{assistantId}': {
    id: 'deleteAssistant',
    tag: 'Assistants',
    summary: 'Delete an assistant that nothing names',
    path: assistantPath,
    answers: { 204: { what: 'It is gone.' } },
    refusals: ['not_found', 'assistant_in_use'],
  },
} as const satisfies Readonly<Record<string, RouteDescription>>;
