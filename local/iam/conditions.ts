import { fits, fitsArn, partsOfArn } from './patterns.ts';

/** What is known of a request, by condition key; upper and lower case of a key are one. Several values are a list. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** One line of a `Condition`: operator, key, and the values of which one has to fit. */
export interface Condition {
  readonly operator: string;
  /** Lower case. */
  readonly key: string;
  readonly holds: (values: readonly string[] | undefined) => boolean;
}

interface Comparison {
  readonly matches: (expected: string, given: string) => boolean;
  /** Holds where no expected value matches, and where the key is absent. */
  readonly negated?: true;
  /** What every expected value must look like, or the policy is refused. */
  readonly expects?: { readonly what: string; readonly check: (expected: string) => boolean };
}

const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));
const anArn = { what: 'an ARN', check: (expected: string) => partsOfArn(expected) !== undefined };
const aNumber = { what: 'a number', check: isNumber };
const trueOrFalse = { what: 'true or false', check: (expected: string) => /^(true|false)$/i.test(expected) };

const numeric = (compare: (given: number, expected: number) => boolean): Comparison => ({
  expects: aNumber,
  matches: (expected, given) => isNumber(given) && compare(Number(given), Number(expected)),
});
const equal = (expected: string, given: string) => expected === given;
const equalInAnyCase = (expected: string, given: string) => expected.toLowerCase() === given.toLowerCase();

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: { matches: equal },
  StringNotEquals: { matches: equal, negated: true },
  StringEqualsIgnoreCase: { matches: equalInAnyCase },
  StringLike: { matches: fits },
  StringNotLike: { matches: fits, negated: true },
  // AWS: "ArnEquals and ArnLike behave identically".
  ArnEquals: { matches: fitsArn, expects: anArn },
  ArnLike: { matches: fitsArn, expects: anArn },
  ArnNotLike: { matches: fitsArn, expects: anArn, negated: true },
  Bool: { matches: equalInAnyCase, expects: trueOrFalse },
  NumericEquals: numeric((given, expected) => given === expected),
  NumericLessThan: numeric((given, expected) => given < expected),
  NumericLessThanEquals: numeric((given, expected) => given <= expected),
  NumericGreaterThan: numeric((given, expected) => given > expected),
  NumericGreaterThanEquals: numeric((given, expected) => given >= expected),
};

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

/**
 * Reads one operator of a `Condition` with one key.
 * @throws Error naming `where` for an operator that is not known or a value it cannot compare with
 */
export function parseCondition(
  operator: string,
  key: string,
  expected: readonly string[],
  where: string,
): Condition {
  const [, quantifier, name = '', ifExists] = OPERATOR.exec(operator) ?? [];
  const expect = ({ what, check }: NonNullable<Comparison['expects']>) => {
    const odd = expected.find((value) => !check(value));
    if (odd !== undefined) throw new Error(`${where}: ${operator} of ${key} wants ${what}, not "${odd}"`);
  };
  const named = (holds: Condition['holds']): Condition => ({ operator, key: key.toLowerCase(), holds });

  if (operator === 'Null') {
    expect(trueOrFalse);
    return named((values) =>
      expected.some((wanted) => (wanted.toLowerCase() === 'true') === (values === undefined)),
    );
  }
  const comparison = Object.hasOwn(COMPARISONS, name) ? COMPARISONS[name] : undefined;
  if (!comparison) throw new Error(`${where}: unknown condition operator "${operator}"`);
  if (comparison.expects) expect(comparison.expects);

  const fitsOne = (given: string) => expected.some((wanted) => comparison.matches(wanted, given));
  const accepts = comparison.negated ? (given: string) => !fitsOne(given) : fitsOne;
  return named((values) => {
    if (values === undefined) {
      if (ifExists !== undefined || quantifier === 'ForAllValues') return true;
      return quantifier === undefined && comparison.negated === true;
    }
    // Without a quantifier "is one of" asks for one value that fits, "is none of" that no value fits.
    const each = quantifier === 'ForAllValues' || (quantifier === undefined && comparison.negated);
    return each ? values.every(accepts) : values.some(accepts);
  });
}

/** Whether every condition holds in `context`. A key with an empty list is an absent one. */
export function allHold(conditions: readonly Condition[], context: Context): boolean {
  if (conditions.length === 0) return true;
  const values = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(context))
    if (value.length > 0 || typeof value === 'string')
      values.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  return conditions.every(({ key, holds }) => holds(values.get(key)));
}
