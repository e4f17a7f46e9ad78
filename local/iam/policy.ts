import { parseCondition, type Condition } from './conditions.ts';

/** A policy document as it was read: every member known, every operator understood. */
export interface Policy {
  /** Where it stands in the template, for messages. */
  readonly where: string;
  readonly statements: readonly Statement[];
}

export interface Statement {
  /** Its `Sid`, or its place in the policy, counted from 1. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Selection;
  /** Missing in a policy that stands at the resource itself and speaks of it alone. */
  readonly resources?: Selection;
  /** Only in a policy of a resource. */
  readonly principals?: Principals;
  readonly conditions: readonly Condition[];
}

/** Patterns, or with `except` all but the patterns (`NotAction`, `NotResource`). */
export interface Selection {
  readonly except: boolean;
  readonly patterns: readonly string[];
}

/** Whom a statement names. */
export interface Principals {
  /** `*`: anybody. */
  readonly anybody: boolean;
  /** ARNs of roles. */
  readonly roles: readonly string[];
  /** Accounts named by number or by `arn:aws:iam::<account>:root`: all who are allowed it by their own policies. */
  readonly accounts: readonly string[];
  /** Services, such as `events.amazonaws.com`. */
  readonly services: readonly string[];
}

const VERSIONS = ['2012-10-17', '2008-10-17'];
const POLICY_MEMBERS = ['Version', 'Id', 'Statement'];
const STATEMENT_MEMBERS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'Condition',
];

/**
 * Reads a policy document of the template.
 * @param where names the policy in messages
 * @throws Error naming `where` and the member for whatever is not known here, so that nothing is passed over in silence
 */
export function parsePolicy(document: unknown, where: string): Policy {
  const { Version, Statement } = membersOf(document, POLICY_MEMBERS, where);
  if (Version !== undefined && !VERSIONS.some((known) => known === Version))
    throw new Error(`${where}: Version ${JSON.stringify(Version)} is unknown`);
  const statements: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  return { where, statements: statements.map((one, at) => parseStatement(one, at + 1, where)) };
}

function parseStatement(document: unknown, place: number, policy: string): Statement {
  const unnamed = `${policy}, statement ${place}`;
  const members = membersOf(document, STATEMENT_MEMBERS, unnamed);
  const { Sid, Effect, Principal, Condition } = members;
  const name = typeof Sid === 'string' && Sid !== '' ? Sid : String(place);
  const where = `${policy}, statement ${name}`;
  if (Effect !== 'Allow' && Effect !== 'Deny')
    throw new Error(`${where}: Effect is ${JSON.stringify(Effect)}, not Allow or Deny`);
  const actions = parseSelection(members, 'Action', where);
  if (!actions) throw new Error(`${where}: neither Action nor NotAction`);
  const resources = parseSelection(members, 'Resource', where);
  if (!resources && Principal === undefined) throw new Error(`${where}: neither Resource nor NotResource`);
  return {
    name,
    effect: Effect,
    actions,
    ...(resources && { resources }),
    ...(Principal !== undefined && { principals: parsePrincipals(Principal, where) }),
    conditions: parseConditions(Condition, where),
  };
}

function parseSelection(
  members: Readonly<Record<string, unknown>>,
  member: 'Action' | 'Resource',
  where: string,
): Selection | undefined {
  const [only, except] = [members[member], members[`Not${member}`]];
  if (only !== undefined && except !== undefined)
    throw new Error(`${where}: both ${member} and Not${member}`);
  if (only !== undefined) return { except: false, patterns: textsOf(only, `${where}, ${member}`) };
  if (except !== undefined) return { except: true, patterns: textsOf(except, `${where}, Not${member}`) };
  return undefined;
}

function parsePrincipals(principal: unknown, where: string): Principals {
  const at = `${where}, Principal`;
  if (principal === '*') return { anybody: true, roles: [], accounts: [], services: [] };
  const { AWS = [], Service = [] } = membersOf(principal, ['AWS', 'Service'], at);
  const named = textsOf(AWS, `${at}, AWS`, { mayBeEmpty: true });
  const roles: string[] = [];
  const accounts: string[] = [];
  for (const one of named.filter((name) => name !== '*')) {
    const account = /^(?:arn:[^:]+:iam::)?(\d{12})(:root)?$/.exec(one);
    if (account?.[1] && one.startsWith('arn:') === (account[2] !== undefined)) accounts.push(account[1]);
    else if (/^arn:[^:]+:iam::\d{12}:role\/[^*?]+$/.test(one)) roles.push(one);
    else throw new Error(`${at}: "${one}" is neither *, an account nor the ARN of a role`);
  }
  const services = textsOf(Service, `${at}, Service`, { mayBeEmpty: true });
  return { anybody: named.includes('*'), roles, accounts, services };
}

function parseConditions(document: unknown, where: string): readonly Condition[] {
  if (document === undefined) return [];
  const at = `${where}, Condition`;
  return Object.entries(recordOf(document, at)).flatMap(([operator, keys]) =>
    Object.entries(recordOf(keys, `${at}, ${operator}`)).map(([key, expected]) =>
      parseCondition(operator, key, textsOf(expected, `${at}, ${operator} of ${key}`), at),
    ),
  );
}

/** One text or a list; numbers and booleans, as conditions may have them, become text. */
function textsOf(value: unknown, where: string, { mayBeEmpty = false } = {}): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0 && !mayBeEmpty) throw new Error(`${where}: an empty list`);
  return list.map((one) => {
    if (typeof one !== 'string' && typeof one !== 'number' && typeof one !== 'boolean')
      throw new Error(`${where}: expected text, not ${JSON.stringify(one)}`);
    const text = String(one);
    const [variable] = /\$\{[^}]*\}/.exec(text) ?? [];
    if (variable !== undefined) throw new Error(`${where}: the policy variable ${variable} is not supported`);
    return text;
  });
}

function membersOf(
  value: unknown,
  known: readonly string[],
  where: string,
): Readonly<Record<string, unknown>> {
  const members = recordOf(value, where);
  const odd = Object.keys(members).find((member) => !known.includes(member));
  if (odd !== undefined) throw new Error(`${where}: unknown member "${odd}"`);
  return members;
}

function recordOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${where}: expected an object, not ${JSON.stringify(value)}`);
  // An object that is no list has members by name, whatever they are.
  return value as Record<string, unknown>;
}
