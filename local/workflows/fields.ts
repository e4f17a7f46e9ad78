/** The members of an object of the definition. */
export type Fields = Readonly<Record<string, unknown>>;

const JSONPATH_FIELDS = [
  'InputPath',
  'OutputPath',
  'Parameters',
  'ResultPath',
  'ResultSelector',
  'Result',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
  'Variable',
];

/** Says what is wrong with a field of the definition. Whoever knows the state and the machine puts their names before. */
export function refuseField(field: string, problem: string): never {
  throw new Error(`${field}: ${problem}`);
}

/** The members of `value`, each one of `honoured`; any other is refused by its name. */
export function fieldsOf(value: unknown, honoured: readonly string[], field = ''): Fields {
  if (!isFields(value)) return refuseField(field, `expected an object, not ${JSON.stringify(value)}`);
  const odd = Object.keys(value).find((name) => !honoured.includes(name));
  if (odd !== undefined)
    refuseField(
      field === '' ? odd : `${field}/${odd}`,
      JSONPATH_FIELDS.includes(odd) ? 'JSONPath has no place in JSONata' : 'a field that is not honoured',
    );
  return value;
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function textOf(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '') return value;
  return refuseField(field, `expected text, not ${JSON.stringify(value)}`);
}

export function listOf(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  return refuseField(field, `expected a list with something in it, not ${JSON.stringify(value)}`);
}

/** A number from `least` to `most`, whole unless `fraction` says otherwise. */
export function numberOf(
  value: unknown,
  field: string,
  { least, most, fraction = false }: { least: number; most: number; fraction?: boolean },
): number {
  const fits = typeof value === 'number' && value >= least && value <= most;
  if (fits && (fraction || Number.isInteger(value))) return value;
  return refuseField(
    field,
    `expected a ${fraction ? '' : 'whole '}number from ${least} to ${most}, not ${JSON.stringify(value)}`,
  );
}
