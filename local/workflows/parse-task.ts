import { fieldsOf, listOf, numberOf, refuseField, textOf, type Fields } from './fields.ts';
import type { Catcher, Retrier, Task } from './machine.ts';
import { PASSAGE_FIELDS, SECONDS, parsePassage, parseSeconds } from './parse-passage.ts';
import type { Visible } from './references.ts';
import { parseTemplate, parseTyped } from './template.ts';

const LAMBDA_INVOKE = /^arn:[a-z-]+:states:::lambda:invoke(\.waitForTaskToken)?$/;

/** Errors of Step Functions that a Task can meet. */
const STATES_ERRORS = [
  'States.ALL',
  'States.DataLimitExceeded',
  'States.HeartbeatTimeout',
  'States.QueryEvaluationError',
  'States.Runtime',
  'States.TaskFailed',
  'States.Timeout',
];

const isText = (value: unknown) => typeof value === 'string';

/** @param honouring the fields of the state, the named ones and those of every state alone allowed */
export function parseTask(state: Fields, honouring: (...names: readonly string[]) => Fields): Task {
  const resource = LAMBDA_INVOKE.exec(textOf(state['Resource'], 'Resource'));
  if (!resource) return refuseField('Resource', `${JSON.stringify(state['Resource'])} is not played`);
  const fields = honouring(
    ...PASSAGE_FIELDS,
    'Resource',
    'Arguments',
    'Retry',
    'Catch',
    'TimeoutSeconds',
    'HeartbeatSeconds',
  );
  const waitsForToken = resource[1] !== undefined;
  const sees: readonly Visible[] = waitsForToken ? ['RetryCount', 'Task'] : ['RetryCount'];
  const { TimeoutSeconds, HeartbeatSeconds } = fields;
  if (typeof TimeoutSeconds === 'number' && typeof HeartbeatSeconds === 'number')
    if (HeartbeatSeconds >= TimeoutSeconds)
      refuseField('HeartbeatSeconds', 'must be smaller than TimeoutSeconds');

  const seconds = (value: unknown, field: string) => parseSeconds(value, { field, sees }, SECONDS.least);
  return {
    type: 'Task',
    waitsForToken,
    ...parseArguments(fields['Arguments'], sees),
    ...parsePassage(fields, { otherwise: 'result', sees: ['result', ...sees] }),
    ...(TimeoutSeconds !== undefined && { timeoutSeconds: seconds(TimeoutSeconds, 'TimeoutSeconds') }),
    ...(HeartbeatSeconds !== undefined && {
      heartbeatSeconds: seconds(HeartbeatSeconds, 'HeartbeatSeconds'),
    }),
    retry: parseList(fields['Retry'], 'Retry', parseRetrier),
    catch: parseList(fields['Catch'], 'Catch', (value, at) => parseCatcher(value, at, sees)),
  };
}

function parseArguments(value: unknown, sees: readonly Visible[]): Pick<Task, 'functionName' | 'payload'> {
  const { FunctionName, Payload = {} } = fieldsOf(value, ['FunctionName', 'Payload'], 'Arguments');
  return {
    functionName: parseTyped(FunctionName, { field: 'Arguments/FunctionName', sees }, 'string', isText),
    payload: parseTemplate(Payload, { field: 'Arguments/Payload', sees }),
  };
}

type Handler = Retrier | Catcher;

/** `States.ALL` stands alone and last, or what comes after would never be asked. */
function parseList<T extends Handler>(
  value: unknown,
  field: string,
  parse: (value: unknown, at: string) => T,
): readonly T[] {
  if (value === undefined) return [];
  const list = listOf(value, field).map((one, at) => parse(one, `${field}[${at}]`));
  for (const [at, { errorEquals }] of list.entries())
    if (errorEquals.includes('States.ALL') && (errorEquals.length > 1 || at < list.length - 1))
      refuseField(`${field}[${at}]/ErrorEquals`, 'States.ALL must stand alone, in the last place');
  return list;
}

function parseErrorEquals(value: unknown, field: string): readonly string[] {
  return listOf(value, field).map((one) => {
    const error = textOf(one, field);
    if (error.startsWith('States.') && !STATES_ERRORS.includes(error))
      refuseField(field, `no Task meets ${error}`);
    return error;
  });
}

const RETRIER_FIELDS = [
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
  'Comment',
];

/** Bounds and defaults are those of the Amazon States Language. */
function parseRetrier(value: unknown, at: string): Retrier {
  const {
    ErrorEquals,
    IntervalSeconds = 1,
    MaxAttempts = 3,
    BackoffRate = 2,
    MaxDelaySeconds,
    JitterStrategy = 'NONE',
  } = fieldsOf(value, RETRIER_FIELDS, at);
  if (JitterStrategy !== 'NONE' && JitterStrategy !== 'FULL')
    refuseField(`${at}/JitterStrategy`, `expected NONE or FULL, not ${JSON.stringify(JitterStrategy)}`);
  return {
    errorEquals: parseErrorEquals(ErrorEquals, `${at}/ErrorEquals`),
    intervalSeconds: numberOf(IntervalSeconds, `${at}/IntervalSeconds`, SECONDS),
    maxAttempts: numberOf(MaxAttempts, `${at}/MaxAttempts`, { least: 0, most: 99_999_999 }),
    backoffRate: numberOf(BackoffRate, `${at}/BackoffRate`, { least: 1, most: Infinity, fraction: true }),
    maxDelaySeconds:
      MaxDelaySeconds === undefined
        ? Infinity
        : numberOf(MaxDelaySeconds, `${at}/MaxDelaySeconds`, {
            least: 1,
            most: 31_622_399,
          }),
    jitter: JitterStrategy === 'FULL',
  };
}

function parseCatcher(value: unknown, at: string, sees: readonly Visible[]): Catcher {
  const { ErrorEquals, ...fields } = fieldsOf(
    value,
    ['ErrorEquals', 'Comment', 'Next', 'Output', 'Assign'],
    at,
  );
  return {
    errorEquals: parseErrorEquals(ErrorEquals, `${at}/ErrorEquals`),
    ...parsePassage(fields, { otherwise: 'errorOutput', at: `${at}/`, sees: ['errorOutput', ...sees] }),
  };
}
