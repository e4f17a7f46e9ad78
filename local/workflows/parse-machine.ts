import { fieldsOf, isFields, listOf, numberOf, refuseField, textOf, type Fields } from './fields.ts';
import { targetsOf, type Choice, type Fail, type Machine, type State, type Wait } from './machine.ts';
import { PASSAGE_FIELDS, SECONDS, parsePassage, parseSeconds } from './parse-passage.ts';
import { parseTask } from './parse-task.ts';
import { parseTyped, type Spot } from './template.ts';

const MACHINE_FIELDS = ['Comment', 'QueryLanguage', 'StartAt', 'States', 'TimeoutSeconds', 'Version'];
const SHARED_FIELDS = ['Type', 'Comment', 'QueryLanguage'];
/** Quota of Step Functions. */
const STATE_NAME_CHARACTERS = 80;

interface Defined {
  readonly arn: string;
  /** The ASL object. */
  readonly definition: unknown;
  /** Logical id of the role. */
  readonly role: string;
}

/**
 * Reads a whole definition in the Amazon States Language, JSONata alone.
 * @throws Error with a line for every state that asks for something the player does not do, naming machine, state and
 *   field
 */
export function parseMachine({ arn, definition, role }: Defined): Machine {
  const name = arn.split(':').at(-1) ?? arn;
  const at = `State machine ${name}`;
  const { StartAt, States, TimeoutSeconds, QueryLanguage, Version } = told(at, () =>
    fieldsOf(definition, MACHINE_FIELDS),
  );
  const states = told(at, () => (isFields(States) ? States : refuseField('States', 'expected an object')));

  const problems: string[] = [];
  const read = new Map<string, State>();
  for (const [state, fields] of Object.entries(states))
    try {
      read.set(state, parseState(state, fields, QueryLanguage));
    } catch (thrown) {
      problems.push(`${at}, state ${state}: ${messageOf(thrown)}`);
    }
  if (problems.length > 0) throw new Error(problems.join('\n'));

  return told(at, () => {
    if (Version !== undefined && Version !== '1.0') refuseField('Version', 'expected "1.0"');
    const startAt = textOf(StartAt, 'StartAt');
    checkTargets(startAt, read);
    return {
      arn,
      name,
      role,
      startAt,
      states: read,
      ...(TimeoutSeconds !== undefined && {
        timeoutSeconds: numberOf(TimeoutSeconds, 'TimeoutSeconds', SECONDS),
      }),
    };
  });
}

function parseState(name: string, value: unknown, machineLanguage: unknown): State {
  if (name.length > STATE_NAME_CHARACTERS)
    refuseField('name', `longer than ${STATE_NAME_CHARACTERS} characters`);
  if (!isFields(value)) return refuseField('state', `expected an object, not ${JSON.stringify(value)}`);
  const { Type, QueryLanguage = machineLanguage } = value;
  if (QueryLanguage !== 'JSONata')
    refuseField('QueryLanguage', 'only "JSONata" is played; JSONPath is the default');
  const honouring = (...names: readonly string[]) => fieldsOf(value, [...SHARED_FIELDS, ...names]);

  switch (Type) {
    case 'Task':
      return parseTask(value, honouring);
    case 'Choice':
      return parseChoice(honouring('Choices', 'Default', 'Output', 'Assign'));
    case 'Wait':
      return parseWait(honouring('Seconds', 'Timestamp', ...PASSAGE_FIELDS));
    case 'Pass':
      return { type: 'Pass', ...parsePassage(honouring(...PASSAGE_FIELDS), { otherwise: 'input' }) };
    case 'Succeed':
      return {
        type: 'Succeed',
        ...parsePassage({ ...honouring('Output'), End: true }, { otherwise: 'input' }),
      };
    case 'Fail':
      return parseFail(honouring('Error', 'Cause'));
    default:
      return refuseField('Type', `${JSON.stringify(Type)} is not played`);
  }
}

const isBoolean = (value: unknown) => typeof value === 'boolean';
const isText = (value: unknown) => typeof value === 'string';
/** ISO 8601 with `T` and an offset, as RFC 3339 has it. */
const isTimestamp = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
  !Number.isNaN(Date.parse(value));

const plain = (field: string): Spot => ({ field, sees: [] });

function parseChoice({ Choices, Default, ...fields }: Fields): Choice {
  const rules = listOf(Choices, 'Choices').map((rule, at) => {
    const field = `Choices[${at}]`;
    const { Condition, Comment, ...passage } = fieldsOf(
      rule,
      ['Condition', 'Comment', 'Next', 'Output', 'Assign'],
      field,
    );
    return {
      condition: parseTyped(Condition, plain(`${field}/Condition`), 'boolean', isBoolean),
      ...parsePassage(passage, { otherwise: 'input', at: `${field}/` }),
    };
  });
  // Output and Assign beside the rules are those of the default.
  if (Default === undefined) {
    const idle = ['Output', 'Assign'].find((name) => name in fields);
    if (idle !== undefined) refuseField(idle, 'it belongs to the Default, which is missing');
    return { type: 'Choice', rules };
  }
  return {
    type: 'Choice',
    rules,
    otherwise: parsePassage({ ...fields, Next: Default }, { otherwise: 'input' }),
  };
}

function parseWait({ Seconds, Timestamp, ...fields }: Fields): Wait {
  if ((Seconds === undefined) === (Timestamp === undefined))
    refuseField('Seconds', 'a Wait has either Seconds or Timestamp');
  const until =
    Seconds === undefined
      ? { timestamp: parseTyped(Timestamp, plain('Timestamp'), 'timestamp', isTimestamp) }
      : { seconds: parseSeconds(Seconds, plain('Seconds'), 0) };
  return { type: 'Wait', until, ...parsePassage(fields, { otherwise: 'input' }) };
}

function parseFail({ Error: error, Cause }: Fields): Fail {
  return {
    type: 'Fail',
    ...(error !== undefined && { error: parseTyped(error, plain('Error'), 'string', isText) }),
    ...(Cause !== undefined && { cause: parseTyped(Cause, plain('Cause'), 'string', isText) }),
  };
}

/** Every `Next` exists, and every state can be come to: AWS refuses a definition otherwise. */
function checkTargets(startAt: string, states: ReadonlyMap<string, State>) {
  if (!states.has(startAt)) refuseField('StartAt', `there is no state "${startAt}"`);
  const reached = new Set([startAt]);
  for (const name of reached) {
    const state = states.get(name);
    for (const target of state ? targetsOf(state) : []) {
      if (!states.has(target)) refuseField(`state ${name}: Next`, `there is no state "${target}"`);
      reached.add(target);
    }
  }
  const lost = [...states.keys()].find((name) => !reached.has(name));
  if (lost !== undefined) refuseField(`state ${lost}`, 'no state leads to it');
}

const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));

function told<T>(at: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw new Error(`${at}: ${messageOf(thrown)}`, { cause: thrown });
  }
}
