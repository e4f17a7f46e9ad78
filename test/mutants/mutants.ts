import { NUMBER_MUTANTS } from './number-mutants.ts';

/** One deliberate break of a rule, and the tests that must notice. */
export interface Mutant {
  readonly name: string;
  /** What no longer holds. */
  readonly breaks: string;
  /** Each text stands exactly once in its file. */
  readonly edits: readonly Edit[];
  /** Test files; of them the tests whose names match, if there is a pattern. */
  readonly caughtBy: {
    readonly files: readonly string[];
    readonly named: string;
    /** Schedules of `test/crash`, by how their names begin. */
    readonly schedules?: string;
  };
}
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** Small, compiling, and harmless on a good day: only a test that looks for it can tell. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'claim-without-condition',
    breaks: 'a call is claimed once, however many dialers have its message',
    edits: [
      {
        file: 'lambdas/store/open-calls.ts',
        find: '    call: saveItem(dialing, seen),\n',
        replace:
          "    call: { Put: { TableName: table('CALLS_TABLE'), Item: saveItem(dialing, seen).Put.Item } },\n",
      },
    ],
    caughtBy: {
      files: ['test/store/open-calls.test.ts'],
      named: 'of twenty dialers with one message, one claims the call',
    },
  },
  {
    name: 'no-intent',
    breaks: 'the intent is stored before the carrier is asked',
    edits: [
      {
        file: 'lambdas/steps/ring.ts',
        find: '  await saveCall(call, seen);\n  let transactionId',
        replace: '  void seen;\n  let transactionId',
      },
    ],
    caughtBy: {
      files: ['test/journeys/await-end.test.ts'],
      named: 'a step that is cut off while it asks the carrier',
    },
  },
  {
    name: 'unknown-rings-again',
    breaks: 'after an answer that leaves it open whether a phone rang, nobody is rung again',
    edits: [
      {
        file: 'lambdas/domain/call-life.ts',
        find: "(request !== null && request.answer !== 'refused');",
        replace: "(request !== null && request.answer === 'taken');",
      },
    ],
    caughtBy: {
      files: ['test/journeys/await-end.test.ts'],
      named: 'a step that is cut off while it asks the carrier',
    },
  },
  {
    name: 'no-sweep',
    breaks: 'what a lost poke leaves behind is made good by the sweep',
    edits: [
      {
        file: 'lambdas/jobs/sweep.ts',
        find: '  const until = plusSeconds(now, LOOK_AHEAD_SEC);',
        replace: '  const until = plusSeconds(now, -1e9 * LOOK_AHEAD_SEC);',
      },
    ],
    caughtBy: { files: ['test/journeys/sweep.test.ts'], named: 'a call whose poke is lost' },
  },
  {
    name: 'retry-of-all-errors',
    breaks: 'the workflow rings again only on a proved refusal',
    edits: [
      {
        file: 'lib/constructs/call-workflow.ts',
        find: "rung.addRetry({ errors: ['CarrierBusy'],",
        replace: "rung.addRetry({ errors: ['States.ALL'],",
      },
    ],
    caughtBy: { files: ['test/lib/dialing.test.ts'], named: 'a state that can ring is tried again only' },
  },
  {
    name: 'cdk-retries',
    breaks: 'a step that can ring has none of the CDK’s own retries',
    edits: [
      {
        file: 'lib/constructs/call-workflow.ts',
        find: '  retryOnServiceExceptions: false,\n  outputs: {},\n};',
        replace: '  retryOnServiceExceptions: true,\n  outputs: {},\n};',
      },
    ],
    caughtBy: { files: ['test/lib/dialing.test.ts'], named: 'a state that can ring is tried again only' },
  },
  {
    name: 'sdk-retries',
    breaks: 'the carrier is asked once: the SDK doesn’t ask again',
    edits: [{ file: 'lambdas/carrier/chime-client.ts', find: 'maxAttempts: 1,', replace: 'maxAttempts: 3,' }],
    caughtBy: {
      files: ['test/crash/up-to-the-answer.test.ts'],
      named: 'every bad moment of its placing, its dialing',
      schedules: 'CallWorkflowRing chime CreateSipMediaApplicationCall 1 applied_then_error',
    },
  },
  {
    name: 'throttle-is-unknown',
    breaks: 'a 429 proves that the carrier did not take the call, which is asked for again',
    edits: [
      {
        file: 'lambdas/carrier/chime.ts',
        find: "if (status === 429 || error.name.startsWith('ResourceLimitExceeded'))",
        replace: "if (error.name.startsWith('ResourceLimitExceeded'))",
      },
    ],
    caughtBy: {
      files: ['test/carrier/proved-refusal.test.ts', 'test/journeys/outcomes.test.ts'],
      named: 'too many requests|every destination ends',
    },
  },
  {
    name: 'failure-is-busy',
    breaks: 'a 500 proves nothing: a phone may have rung',
    edits: [
      {
        file: 'lambdas/carrier/chime.ts',
        find: 'if (status === 429 ||',
        replace: 'if (status === 429 || status === 500 ||',
      },
    ],
    caughtBy: {
      files: ['test/carrier/proved-refusal.test.ts', 'test/journeys/outcomes.test.ts'],
      named: 'it may have called|every destination ends',
    },
  },
  {
    name: 'conflict-is-a-duplicate',
    breaks: 'a conflict of transactions says nothing of a condition',
    edits: [
      {
        file: 'lambdas/store/transact.ts',
        find: "return Code === 'ConditionalCheckFailed' ?",
        replace: "return Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict' ?",
      },
    ],
    caughtBy: {
      files: ['test/store/idempotency.test.ts', 'test/journeys/idempotency.test.ts'],
      named: 'a conflict (with another transaction|that passes)',
    },
  },
  {
    name: 'cap-read-before-written',
    breaks: 'minutes are held by a condition of the write, not by a look before it',
    edits: [
      {
        file: 'lambdas/store/minutes.ts',
        find: "import { type TransactItem, atMost } from './transact.ts';",
        replace: "import type { TransactItem } from './transact.ts';",
      },
      {
        file: 'lambdas/store/minutes.ts',
        find: '  const hold = (cap: number) => {\n    const room = secondsOf(cap - minutes);\n',
        replace: '  const hold = (_: number) => {\n',
      },
      {
        file: 'lambdas/store/minutes.ts',
        find: "      ConditionExpression: atMost('takenSec', room),\n",
        replace: '',
      },
      { file: 'lambdas/store/minutes.ts', find: "        ':most': room,\n", replace: '' },
      {
        file: 'lambdas/store/placement.ts',
        find: "import { holdItems } from './minutes.ts';",
        replace: "import { holdItems, readMinutes } from './minutes.ts';",
      },
      {
        file: 'lambdas/store/placement.ts',
        find: '  const rate = rateOf(placement);\n',
        replace: [
          '  const rate = rateOf(placement);',
          '  const taken = await readMinutes(placement.call.accountId, placement.call.cycle);',
          '  if (taken.used + taken.reserved + MINUTES_AT_PLACEMENT > placement.limits.minutes)',
          "    throw refusalOf('minutes', placement);",
          '',
        ].join('\n'),
      },
    ],
    caughtBy: {
      files: ['test/store/placement.test.ts'],
      named: 'of twenty calls at once with minutes for five, five are placed',
    },
  },
  {
    name: 'idempotency-by-ttl',
    breaks: 'a key is free after 24 hours by the stored instant, whenever its row is deleted',
    edits: [
      {
        file: 'lambdas/store/receipts.ts',
        find: "import { Instant, millisOf, plusSeconds, secondsBetween } from '../domain/time.ts';",
        replace: "import { Instant, millisOf } from '../domain/time.ts';",
      },
      { file: 'lambdas/store/receipts.ts', find: 'const KEEP_DAYS = 7;', replace: 'const KEEP_DAYS = 1;' },
      {
        file: 'lambdas/store/receipts.ts',
        find: 'const IDEMPOTENCY_HOURS = 24;',
        replace: 'export const IDEMPOTENCY_HOURS = 24;',
      },
      {
        file: 'lambdas/store/receipts.ts',
        find: [
          "    ConditionExpression: 'attribute_not_exists(pk) OR #at <= :forgotten',",
          "    ExpressionAttributeNames: { '#at': 'at' },",
          "    ExpressionAttributeValues: { ':forgotten': plusSeconds(receipt.at, -IDEMPOTENCY_HOURS * 3600) },",
          '',
        ].join('\n'),
        replace: "    ConditionExpression: 'attribute_not_exists(pk)',\n",
      },
      { file: 'lambdas/store/receipts.ts', find: '  now: Instant,\n', replace: '  _: Instant,\n' },
      {
        file: 'lambdas/store/receipts.ts',
        find: '  const receipt = Item && Receipt.parse(Item);\n  return receipt && secondsBetween(receipt.at, now) < IDEMPOTENCY_HOURS * 3600 ? receipt : undefined;',
        replace: '  return Item && Receipt.parse(Item);',
      },
    ],
    caughtBy: {
      files: ['test/store/idempotency.test.ts', 'test/journeys/idempotency.test.ts'],
      named: '24 hours',
    },
  },
  {
    name: 'unconditional-terminal-write',
    breaks: 'an end is written only over the call that it was decided for',
    edits: [
      {
        file: 'lambdas/store/ending.ts',
        find: '    call: saveItem(ended, seen),\n',
        replace:
          "    call: { Put: { TableName: table('CALLS_TABLE'), Item: saveItem(ended, seen).Put.Item } },\n",
      },
    ],
    caughtBy: {
      files: ['test/store/ending.test.ts'],
      named: 'an end that was decided before another minute was held',
    },
  },
  {
    name: 'cancel-hangs-up-before-it-saves',
    breaks: 'the wish to cancel is stored before the carrier is asked to hang up',
    edits: [
      {
        file: 'lambdas/api/cancel-call.ts',
        find: '  if (canceled !== call) await saveCall(canceled, seen);\n',
        replace: '',
      },
      {
        file: 'lambdas/api/cancel-call.ts',
        find: "    log.warn('the cancel could not be passed on; the next event or the sweep will', said(error));\n  });\n",
        replace:
          "    log.warn('the cancel could not be passed on; the next event or the sweep will', said(error));\n  });\n  if (canceled !== call) await saveCall(canceled, seen);\n",
      },
    ],
    caughtBy: {
      files: ['test/journeys/hang-up.test.ts'],
      named: 'a cancel that is cut off',
    },
  },
  {
    name: 'old-redrive-rings',
    breaks: 'a message that turns up days later rings nobody',
    edits: [
      {
        file: 'lambdas/workers/dial.ts',
        find: '  if (at >= call.dialBefore) {',
        replace: '  if (at < call.createdAt) {',
      },
      {
        file: 'lambdas/steps/guards.ts',
        find: "  if (now >= call.dialBefore) return { forbidden: 'expired' };\n",
        replace: "  if (now < call.createdAt) return { forbidden: 'expired' };\n",
      },
    ],
    caughtBy: {
      files: ['test/journeys/redrive.test.ts'],
      named: 'a message that is redriven days later rings nobody',
    },
  },
  ...NUMBER_MUTANTS,
];
