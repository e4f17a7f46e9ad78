import { NO_CALL_HANDLING } from '../domain/account.ts';
import { E164 } from '../domain/ids.ts';
import { NumberAnswer } from './account-answers.ts';
import { type RouteDescription, told } from './description.ts';

export const A_NUMBER = {
  number: '+12125550190',
  provider: 'chime',
  country: 'US',
  nickname: null,
  status: 'live',
  inboundAssistantId: null,
  outboundAssistantId: null,
  callHandling: NO_CALL_HANDLING,
  effectiveCallHandling: NO_CALL_HANDLING,
  releaseAt: null,
  createdAt: '2026-03-02T12:00:00.000Z',
};

const numberPath = { number: told(E164, 'The number, its `+` URL-encoded.') };

export const NUMBER_ROUTES = {
  'GET /v1/numbers/{number}': {
    id: 'getNumber',
    tag: 'Numbers',
    summary: 'Read a number of the account',
    path: numberPath,
    answers: { 200: { what: 'The number.', body: NumberAnswer, example: A_NUMBER } },
    refusals: ['not_found'],
  },
} as const satisfies Readonly<Record<string, RouteDescription>>;
