/** The members of a placement that count for its fingerprint; whatever else a body holds is ignored. */
const FIELD_MEMBERS = ['name', 'type', 'description'];

/**
 * A text that is equal for equal requests: member order, white space, unknown members and members that are null make
 * no difference. To be hashed, not stored.
 */
export function canonicalRequest(
  body: Readonly<Record<string, unknown>>,
  members: readonly string[],
): string {
  const known = pick(body, members);
  const fields = known['fields'];
  if (Array.isArray(fields)) {
    known['fields'] = fields.map((field: unknown) => (isObject(field) ? pick(field, FIELD_MEMBERS) : field));
  }
  return canonicalJson(known);
}

const pick = (from: Readonly<Record<string, unknown>>, members: readonly string[]) =>
  Object.fromEntries(
    members
      .filter((member) => from[member] !== null && from[member] !== undefined)
      .map((member) => [member, from[member]]),
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** No valid request is nested deeper; a deeper one is refused, and must not exhaust the stack before. */
const DEEPEST = 8;

/** JSON with the members of every object in one order. */
function canonicalJson(value: unknown, depth = 0): string {
  if (depth > DEEPEST) return '"too deep"';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name], depth + 1)}`).join(',')}}`;
}
