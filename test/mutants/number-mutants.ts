import type { Mutant } from './mutants.ts';

/** The breaks of rules on numbers: how they are bought, given back and compared with the carrier's. */
export const NUMBER_MUTANTS: readonly Mutant[] = [
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
