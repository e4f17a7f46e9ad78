import * as z from 'zod/mini';
import { AccountWish } from '../domain/account-change.ts';
import { AccountAnswer } from './account-answers.ts';
import { type RouteDescription, named, told } from './description.ts';
import { AN_ACCOUNT } from './described-operator.ts';

const Change = named(
  'AccountChange',
  z.object({
    defaults: told(
      AccountWish.shape.defaults,
      'What holds where a call, a key, a number or an assistant has no say of its own.',
    ),
  } satisfies typeof AccountWish.shape),
  'What is to change of an account. What is left out stays; a member of `defaults` that is null is taken back.',
);
const TheAccount = { what: 'The account.', body: AccountAnswer, example: AN_ACCOUNT };

export const ACCOUNT_ROUTES = {
  'GET /v1/account': {
    id: 'getOwnAccount',
    tag: 'Account',
    summary: 'Read the account',
    answers: { 200: TheAccount },
    refusals: [],
  },
  'PATCH /v1/account': {
    id: 'changeOwnAccount',
    tag: 'Account',
    summary: 'Change the defaults of the account',
    description:
      'Member by member, `callHandling` too. In force for calls within five seconds. A number in `callHandling` is judged like a destination of a call, and must not be one that answers here.',
    body: Change,
    examples: { recorded: { defaults: { callHandling: { recording: true } } } },
    answers: { 200: TheAccount },
    refusals: [
      'invalid_number',
      'destination_blocked',
      'invalid_caller_id',
      'caller_id_not_owned',
      'invalid_assistant',
      'invalid_language',
      'version_conflict',
    ],
  },
} as const satisfies Readonly<Record<string, RouteDescription>>;
