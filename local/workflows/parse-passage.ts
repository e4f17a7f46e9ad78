import { isFields, refuseField, textOf, type Fields } from './fields.ts';
import type { Passage } from './machine.ts';
import type { Visible } from './references.ts';
import { parseTemplate, parseTyped, type Spot, type Template } from './template.ts';

/** Fields that say how a state is left. */
export const PASSAGE_FIELDS = ['Next', 'End', 'Output', 'Assign'];

/** Step Functions' bounds for seconds, 1 to 99,999,999 (about three years). */
export const SECONDS = { least: 1, most: 99_999_999 };

interface Manner {
  /** The part of `$states` that goes on where there is no `Output`. */
  readonly otherwise: 'input' | 'result' | 'errorOutput';
  /** Before the names of the fields, such as `Catch[0]/`. */
  readonly at?: string;
  readonly sees?: readonly Visible[];
}

/** Reads `Next` or `End`, `Output` and `Assign`. */
export function parsePassage(fields: Fields, { otherwise, at = '', sees = [] }: Manner): Passage {
  const { Next, End, Output, Assign } = fields;
  if ((Next === undefined) === (End === undefined))
    refuseField(`${at}Next`, 'either Next or End must be there');
  if (End !== undefined && End !== true) refuseField(`${at}End`, `expected true, not ${JSON.stringify(End)}`);
  return {
    next: Next === undefined ? undefined : textOf(Next, `${at}Next`),
    output:
      Output === undefined
        ? ({ states }) => Promise.resolve(states[otherwise])
        : parseTemplate(Output, { field: `${at}Output`, sees }),
    assign: parseAssign(Assign, { field: `${at}Assign`, sees }),
  };
}

/** Quota of Step Functions for the name of a variable. */
const VARIABLE_CHARACTERS = 80;
const VARIABLE = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;

function parseAssign(value: unknown, { field, sees }: Spot): ReadonlyMap<string, Template> {
  if (value === undefined) return new Map();
  if (!isFields(value)) return refuseField(field, `expected an object, not ${JSON.stringify(value)}`);
  return new Map(
    Object.entries(value).map(([name, assigned]) => {
      const spot = { field: `${field}/${name}`, sees };
      if (name === 'states') refuseField(spot.field, '$states is reserved');
      if (name.length > VARIABLE_CHARACTERS || !VARIABLE.test(name))
        refuseField(spot.field, 'a variable cannot have this name');
      return [name, parseTemplate(assigned, spot)];
    }),
  );
}

/** Reads whole seconds, `least` or more: a number or an expression. */
export const parseSeconds = (value: unknown, spot: Spot, least: number): Template<number> =>
  parseTyped(
    value,
    spot,
    `whole number from ${least} to ${SECONDS.most}`,
    (seconds): seconds is number =>
      typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= least && seconds <= SECONDS.most,
  );
