import * as z from 'zod/mini';
import { LanguagesAnswer, VoicesAnswer } from './call-answers.ts';
import type { RouteDescription } from './description.ts';

export const VOICE_ROUTES = {
  'GET /v1/voices': {
    id: 'listVoices',
    tag: 'Voices',
    summary: 'Who can speak, and what',
    answers: {
      200: {
        what: 'The voices.',
        body: VoicesAnswer,
        example: { voices: [{ voice: 'Aoede', default: true, languages: ['en-US', 'es-US'] }] },
      },
    },
    refusals: [],
  },
  'GET /v1/languages': {
    id: 'listLanguages',
    tag: 'Voices',
    summary: 'What can be spoken',
    answers: {
      200: {
        what: 'The languages.',
        body: LanguagesAnswer,
        example: { languages: [{ language: 'en-US', name: 'English (US)' }] },
      },
    },
    refusals: [],
  },
  'GET /v1/openapi.json': {
    id: 'describe',
    tag: 'Description',
    summary: 'This document',
    answers: {
      200: {
        what: 'The API in OpenAPI 3.1.',
        body: z.looseObject({ openapi: z.string() }),
        example: { openapi: '3.1.1' },
      },
    },
    refusals: [],
  },
} as const satisfies Readonly<Record<string, RouteDescription>>;
