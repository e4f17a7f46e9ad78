import * as z from 'zod/mini';
import { AccountStatus, CallHandling } from '../domain/account.ts';
import { AccountId, AssistantId, E164, KeyId } from '../domain/ids.ts';
import { Scope } from '../domain/key.ts';
import { NumberStatus } from '../domain/number.ts';
import { Instant } from '../domain/time.ts';
import { named, told } from './description.ts';

const CallHandlingAnswer = named(
  'CallHandling',
  CallHandling,
  'How a call to a number is handled. A member that is null falls back to the default of the account.',
);

/** An account, as its owner and its operator see it. */
export const AccountAnswer = named(
  'Account',
  z.object({
    id: AccountId,
    name: told(z.string(), 'The agent says it: "calling on behalf of ...".'),
    plan: told(z.string(), 'A plan of the deployment.'),
    status: told(
      AccountStatus,
      '`setup` can only read. `suspended`, and `trialing` past its end, keep their numbers and place no calls.',
    ),
    trialEndsAt: z.nullable(Instant),
    browsingOnly: told(z.boolean(), 'Whether the account is still being set up.'),
    numbers: z.object({
      included: z.int(),
      used: told(z.int(), 'Slots that are taken.'),
    }),
    cycle: told(
      z.object({ start: Instant, end: Instant }),
      'The running billing cycle: from start up to, and not including, end.',
    ),
    defaults: z.object({
      callerId: z.nullable(E164),
      language: z.nullable(z.string()),
      assistantId: z.nullable(AssistantId),
      callHandling: CallHandlingAnswer,
    }),
    webhookUrl: z.nullable(z.string()),
    limits: told(
      z.object({
        minutes: told(z.int(), 'In a cycle.'),
        numbers: z.int(),
        callsPerMinute: z.int(),
        concurrentCalls: told(z.int(), 'Calls that may ring or talk at the same time.'),
        callsPerRecipientPerDay: told(z.nullable(z.int()), 'To one number in a UTC day; null: no limit.'),
        listing: told(z.boolean(), 'Whether numbers may be listed and picked.'),
      }),
      'The limits in force.',
    ),
  }),
  'An account.',
);
export type AccountAnswer = z.infer<typeof AccountAnswer>;

/** A page of accounts. */
export const AccountsAnswer = named(
  'Accounts',
  z.object({
    accounts: z.array(AccountAnswer),
    nextCursor: told(z.nullable(z.string()), 'Continues the list; null is the end.'),
  }),
  'A page of accounts, newest first.',
);

/** A new account with what is shown only once. */
export const NewAccountAnswer = named(
  'NewAccount',
  z.object({
    ...AccountAnswer._zod.def.shape,
    apiKey: told(z.string(), 'Its first key, with all scopes. Shown here and never again.'),
    webhookSecret: told(z.string(), 'Signs its webhooks. Shown here and never again.'),
  }),
  'A new account with its secrets.',
);

/** A new key with its secret. */
export const NewKeyAnswer = named(
  'NewKey',
  z.object({
    id: KeyId,
    name: z.string(),
    scopes: z.array(Scope),
    last4: told(z.string(), 'The last four characters of the secret, to know it by.'),
    callerId: told(z.nullable(E164), 'What its calls come from where they name nothing.'),
    voice: told(z.nullable(z.string()), 'Who speaks in its calls where they name nobody.'),
    callsPerMinute: told(z.nullable(z.int()), 'Null: the rate of the account.'),
    minutesPerCycle: told(z.nullable(z.int()), 'Null: the minutes of the account alone.'),
    createdAt: Instant,
    lastUsedOn: told(z.nullable(z.string()), 'The UTC day of the last use; not kept yet.'),
    key: told(z.string(), 'The secret. Shown here and never again.'),
  }),
  'A new key with its secret.',
);
export type NewKeyAnswer = z.infer<typeof NewKeyAnswer>;

/** A phone number, as its account sees it. */
export const NumberAnswer = named(
  'Number',
  z.object({
    number: E164,
    provider: told(z.string(), 'The carrier that the number is with.'),
    country: told(z.string(), 'ISO 3166 alpha-2.'),
    nickname: z.nullable(z.string()),
    status: NumberStatus,
    inboundAssistantId: z.nullable(AssistantId),
    outboundAssistantId: z.nullable(AssistantId),
    callHandling: CallHandlingAnswer,
    effectiveCallHandling: told(CallHandlingAnswer, 'With the defaults of the account.'),
    releaseAt: told(z.nullable(Instant), 'From this instant on the number is gone; null: it stays.'),
    createdAt: Instant,
  }),
  'A phone number of an account.',
);
export type NumberAnswer = z.infer<typeof NumberAnswer>;

/** A number that is given back. */
export const ReleaseAnswer = named(
  'Release',
  z.object({
    number: E164,
    status: told(NumberStatus, '`live` until `releaseAt`, then `releasing`.'),
    releaseAt: told(Instant, 'The end of the running cycle: from this instant on the number is gone.'),
  }),
  'A number that is given back.',
);
export type ReleaseAnswer = z.infer<typeof ReleaseAnswer>;
