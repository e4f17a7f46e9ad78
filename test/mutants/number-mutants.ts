import type { Mutant } from './mutants.ts';

/** The breaks of rules on numbers: how they are bought and given back. */
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
];
