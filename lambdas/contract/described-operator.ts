import * as z from 'zod/mini';
import { NO_CALL_HANDLING } from '../domain/account.ts';
import { DenyTable } from '../domain/deny-table.ts';
import { DriftKind } from '../domain/drift.ts';
import { AccountId, E164, KeyId, OrderId } from '../domain/ids.ts';
import { Instant } from '../domain/time.ts';
import {
  AccountAnswer,
  AccountsAnswer,
  NewAccountAnswer,
  NewKeyAnswer,
  NumberAnswer,
} from './account-answers.ts';
import { A_NUMBER } from './described-numbers.ts';
import { type RouteDescription, named, told } from './description.ts';
import { PAGE } from './lists.ts';
import { AccountChange, DialingSwitch, NewAccount, NewKey, NumberImport } from './operator-requests.ts';

const ACCOUNT_ID = '01959c8e-0000-7000-8000-0000000000a1';
const KEY_ID = '0123456789abcdef0123456789abcdef';
/** An account of the plan `starter`. */
export const AN_ACCOUNT = {
  id: ACCOUNT_ID,
  name: 'Acme',
  plan: 'starter',
  status: 'active',
  trialEndsAt: null,
  browsingOnly: false,
  numbers: { included: 1, used: 1 },
  cycle: { start: '2026-03-01T00:00:00.000Z', end: '2026-04-01T00:00:00.000Z' },
  defaults: { callerId: null, language: null, assistantId: null, callHandling: NO_CALL_HANDLING },
  webhookUrl: null,
  limits: {
    minutes: 100,
    numbers: 1,
    callsPerMinute: 10,
    concurrentCalls: 1,
    callsPerRecipientPerDay: 3,
    listing: false,
  },
};
const SECRET = 'tl_ak_0000000000000000000000000000000000AB';

const accountPath = { accountId: told(AccountId, 'The id of the account.') };
const TheAccount = { what: 'The account.', body: AccountAnswer, example: AN_ACCOUNT };

const DestinationRules = named(
  'DestinationRules',
  DenyTable,
  'The beginnings of numbers that are never called; `?` stands for any one digit.',
);
const RULES = { version: 2, deny: ['+1900', '+1???976'] };
const TheRules = { what: 'The rules in force.', body: DestinationRules, example: RULES };
const Dialing = named(
  'Dialing',
  DialingSwitch,
  'Off: new calls are refused as `dialing_paused`, queued ones wait.',
);
const TheSwitch = { what: 'The switch.', body: Dialing, example: { enabled: true } };

const DriftAnswer = named(
  'Drift',
  z.object({
    drift: z.array(
      z.object({
        number: E164,
        kind: told(
          DriftKind,
          '`extra`: the carrier has it and no account has. `missing`: an account has it and the carrier has not. `status`: calls to it did not come here.',
        ),
        accountId: told(z.nullable(AccountId), 'Whose it is, or was last; null: nobody’s ever.'),
        orderId: told(z.nullable(OrderId), 'The order that bought it, as far as is known.'),
        foundAt: told(Instant, 'The comparison that saw it first.'),
        repairedAt: told(z.nullable(Instant), 'When it was mended here; null: it waits for somebody.'),
      }),
    ),
    reconciledAt: told(z.nullable(Instant), 'The last comparison; null: there was none yet.'),
  }),
  'Where our numbers and the carrier’s differ.',
);
const TheBooks = {
  what: 'The differences, by number.',
  body: DriftAnswer,
  example: {
    drift: [
      {
        number: '+12125550190',
        kind: 'extra',
        accountId: null,
        orderId: null,
        foundAt: '2026-03-02T12:00:00.000Z',
        repairedAt: null,
      },
    ],
    reconciledAt: '2026-03-02T13:00:00.000Z',
  },
};

export const OPERATOR_ROUTES = {
  'POST /v1/operator/accounts': {
    id: 'addAccount',
    tag: 'Operator',
    summary: 'Make an account and its first key',
    body: z.object({
      ...NewAccount.shape,
      plan: told(NewAccount.shape.plan, 'A plan of the deployment, case aside.'),
      status: told(NewAccount.shape.status, 'Default: `active`.'),
      anchor: told(NewAccount.shape.anchor, 'The instant from which cycles are counted. Default: now.'),
      trialEndsAt: told(NewAccount.shape.trialEndsAt, '`trialing` needs it.'),
      limits: told(NewAccount.shape.limits, 'Its own limits; null or absent: those of the plan.'),
    }),
    examples: { account: { name: 'Acme', plan: 'starter', limits: { minutes: 50 } } },
    answers: {
      201: {
        what: 'The account, its first key and the secret of its webhooks.',
        body: NewAccountAnswer,
        example: { ...AN_ACCOUNT, apiKey: SECRET, webhookSecret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      },
    },
    refusals: ['invalid_request'],
  },
  'GET /v1/operator/accounts': {
    id: 'listAccounts',
    tag: 'Operator',
    summary: 'List accounts, newest first',
    query: PAGE,
    answers: {
      200: { what: 'A page.', body: AccountsAnswer, example: { accounts: [AN_ACCOUNT], nextCursor: null } },
    },
    refusals: ['invalid_limit', 'invalid_cursor'],
  },
  'GET /v1/operator/accounts/{accountId}': {
    id: 'getAccountById',
    tag: 'Operator',
    summary: 'Read an account',
    path: accountPath,
    answers: { 200: TheAccount },
    refusals: ['not_found'],
  },
  'PATCH /v1/operator/accounts/{accountId}': {
    id: 'changeAccount',
    tag: 'Operator',
    summary: 'Change an account',
    description:
      'What is named changes, `limits` member by member, where null is that of the plan. `anchor` is fixed once the account has left `setup`.',
    path: accountPath,
    body: AccountChange,
    examples: { suspend: { status: 'suspended' }, ownMinutes: { limits: { minutes: 500 } } },
    answers: { 200: TheAccount },
    refusals: ['not_found', 'version_conflict'],
  },
  'POST /v1/operator/accounts/{accountId}/keys': {
    id: 'addKey',
    tag: 'Operator',
    summary: 'Make a key for an account',
    path: accountPath,
    body: z.object({
      ...NewKey.shape,
      scopes: told(NewKey.shape.scopes, 'What it may do. Default: everything.'),
      callsPerMinute: told(NewKey.shape.callsPerMinute, 'The lower of it and that of the account counts.'),
      minutesPerCycle: told(NewKey.shape.minutesPerCycle, 'Null: the minutes of the account alone.'),
    }),
    examples: { nightly: { name: 'nightly', scopes: ['calls:write', 'calls:read'] } },
    answers: {
      201: {
        what: 'The key.',
        body: NewKeyAnswer,
        example: {
          id: KEY_ID,
          name: 'nightly',
          scopes: ['calls:write', 'calls:read'],
          last4: '00AB',
          callerId: null,
          voice: null,
          callsPerMinute: null,
          minutesPerCycle: null,
          createdAt: '2026-03-02T12:00:00.000Z',
          lastUsedOn: null,
          key: SECRET,
        },
      },
    },
    refusals: ['not_found'],
  },
  'DELETE /v1/operator/keys/{keyId}': {
    id: 'removeKey',
    tag: 'Operator',
    summary: 'Revoke a key',
    description: 'For good; twice is once. Calls that it placed and that still wait end as `key_revoked`.',
    path: { keyId: told(KeyId, 'The id of the key.') },
    answers: { 204: { what: 'The key is revoked.' } },
    refusals: ['not_found'],
  },
  'POST /v1/operator/number-imports': {
    id: 'importNumber',
    tag: 'Operator',
    summary: 'Give an account a number that the carrier account has',
    body: z.object({ ...NumberImport.shape, number: told(E164, 'The number to bring in.') }),
    examples: { number: { accountId: ACCOUNT_ID, provider: 'chime', number: '+12125550190' } },
    answers: {
      201: {
        what: 'The number, live.',
        body: NumberAnswer,
        example: A_NUMBER,
      },
    },
    refusals: [
      'not_found',
      'number_required',
      'invalid_number',
      'provider_not_configured',
      'number_unavailable',
      'number_limit_reached',
      'provider_failed',
    ],
  },
  'POST /v1/operator/numbers/reconcile': {
    id: 'reconcileNumbers',
    tag: 'Operator',
    summary: 'Compare all numbers with the carrier’s now',
    description:
      'As it is done every hour. Nothing is deleted, here or at the carrier: a number that the carrier has no more is no caller ID until it is back, one whose calls no longer come here is linked again, one that no account has can be brought in by `POST /v1/operator/number-imports`.',
    answers: { 200: TheBooks },
    refusals: ['provider_not_configured', 'provider_failed'],
  },
  'GET /v1/operator/numbers/drift': {
    id: 'getDrift',
    tag: 'Operator',
    summary: 'What the last comparison with the carrier found',
    answers: { 200: TheBooks },
    refusals: [],
  },
  'GET /v1/operator/destination-rules': {
    id: 'getDestinationRules',
    tag: 'Operator',
    summary: 'The ranges of numbers that are never called',
    answers: { 200: TheRules },
    refusals: [],
  },
  'PUT /v1/operator/destination-rules': {
    id: 'putDestinationRules',
    tag: 'Operator',
    summary: 'Replace the ranges by their next version',
    description: 'The whole table is replaced. In force within 5 s, for queued calls too.',
    body: DestinationRules,
    examples: { next: RULES },
    answers: { 200: TheRules },
    refusals: ['version_conflict'],
  },
  'GET /v1/operator/dialing': {
    id: 'getDialing',
    tag: 'Operator',
    summary: 'Whether calls are dialed',
    answers: { 200: TheSwitch },
    refusals: [],
  },
  'PUT /v1/operator/dialing': {
    id: 'putDialing',
    tag: 'Operator',
    summary: 'Switch dialing on or off',
    description: 'In force within 5 s.',
    body: Dialing,
    examples: { off: { enabled: false } },
    answers: { 200: TheSwitch },
    refusals: [],
  },
} as const satisfies Readonly<Record<string, RouteDescription>>;
