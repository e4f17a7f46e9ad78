import type { Mutant } from './mutants.ts';

/** The breaks of rules on numbers: how they are bought, given back and compared with the carrier's. */
export const NUMBER_MUTANTS: readonly Mutant[] = [
  {
    name: 'order-without-intent',
    breaks: 'the intent to buy is stored before the carrier is asked',
    edits: [
      {
        file: 'lambdas/steps/order-number.ts',
        find: 'const seen = await saveOrder(intended(before.order, at), before, dueAfter(at));',
        replace: 'const seen = { ...before, order: intended(before.order, at) };',
      },
    ],
    caughtBy: {
      files: ['test/crash/order.test.ts'],
      named: 'an order ends once',
      schedules: 'NumberOrdersStep chime CreatePhoneNumberOrder 1 kill_after',
    },
  },
  {
    name: 'unknown-order-is-lost',
    breaks: 'after an answer that leaves it open whether a number was bought, no other is asked for',
    edits: [
      {
        file: 'lambdas/steps/order-number.ts',
        find: "looked up', said(error));\n    return order;",
        replace: "looked up', said(error));\n    return notForSale(order, now());",
      },
    ],
    caughtBy: {
      files: ['test/journeys/number-orders-bad-days.test.ts'],
      named: 'an order that was taken and answered as failed',
    },
  },
  {
    name: 'failed-order-pays-twice',
    breaks: 'an order that fails gives back its slot once',
    edits: [
      {
        file: 'lambdas/store/number-order-items.ts',
        find: "ConditionExpression: 'version = :seen', ExpressionAttributeValues: { ':seen': seenVersion } }",
        replace:
          "ConditionExpression: 'version >= :seen', ExpressionAttributeValues: { ':seen': seenVersion } }",
      },
    ],
    caughtBy: { files: ['test/store/number-orders.test.ts'], named: 'gives back its slot and its place' },
  },
  {
    name: 'candidate-shown',
    breaks: 'a number that an order by area is trying for is shown to nobody',
    edits: [
      {
        file: 'lambdas/domain/number.ts',
        find: "(status === 'pending' && !orderedByArea)",
        replace: "(status === 'pending' && (!orderedByArea || carrierLinkId === null))",
      },
    ],
    caughtBy: {
      files: ['test/journeys/number-orders-bad-days.test.ts'],
      named: 'no answer names a number',
    },
  },
  {
    name: 'release-by-the-timer',
    breaks:
      'a number is taken down by the instant in its row, whatever a timer says or whoever starts the workflow',
    edits: [
      {
        file: 'lambdas/domain/number-release.ts',
        find: 'return now < until ?',
        replace: "return now < until && release.status !== 'waiting' ?",
      },
    ],
    caughtBy: {
      files: ['test/journeys/release.test.ts'],
      named: 'a workflow that is started a day early by hand',
    },
  },
  {
    name: 'release-twice',
    breaks: 'a number is given back once, and its slot with it',
    edits: [
      {
        file: 'lambdas/store/number-releases.ts',
        find: 'AND #number.releaseAt = :none',
        replace: 'AND (#number.releaseAt = :none OR attribute_exists(pk))',
      },
    ],
    caughtBy: { files: ['test/store/number-releases.test.ts'], named: 'given back once, however many' },
  },
  {
    name: 'release-of-another',
    breaks: 'a release takes down no number that somebody has bought anew',
    edits: [
      {
        file: 'lambdas/store/number-releases.ts',
        find: "ConditionExpression: '#number.releaseId = :id',",
        replace: "ConditionExpression: '#number.releaseId = :id OR attribute_exists(pk)',",
      },
    ],
    caughtBy: { files: ['test/store/number-releases.test.ts'], named: 'has gone to somebody else' },
  },
  {
    name: 'books-by-two-lists',
    breaks: 'a number that changes hands while the books are compared is not told of',
    edits: [
      {
        file: 'lambdas/books/reconcile.ts',
        find: '  if (!row) return true;\n',
        replace: '  if (!row || number) return true;\n',
      },
    ],
    caughtBy: { files: ['test/journeys/drift.test.ts'], named: 'goes while the books are compared' },
  },
  {
    name: 'missing-but-called-from',
    breaks: 'a number that the carrier has no more is no caller ID',
    edits: [
      {
        file: 'lambdas/books/reconcile.ts',
        find: '      await setMissing(number, now);\n',
        replace: '',
      },
    ],
    caughtBy: { files: ['test/journeys/drift.test.ts'], named: 'a number missing, one extra' },
  },
];
