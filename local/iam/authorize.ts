import { AccessDenied } from '../wire.ts';
import { allHold, type Context } from './conditions.ts';
import { fits, fitsInAnyCase, partsOfArn } from './patterns.ts';
import type { Policy, Selection, Statement } from './policy.ts';

/** Whether a request may pass. `because` ends the sentence in which AWS says no. */
export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly because: string };

/** What somebody wants to do: `dynamodb:PutItem` on an ARN, with what is known about it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** A request of a role. */
export interface RoleRequest extends Request {
  /** The role's own policies. */
  readonly identity: readonly Policy[];
  /** The policy at the resource, if it has one. */
  readonly resourcePolicy?: Policy | undefined;
  /** The role's ARN. The keys `aws:PrincipalArn` and `aws:PrincipalAccount` are taken from it. */
  readonly principal: string;
}

/** A request that an AWS service makes in its own name, such as a schedule that invokes a function. */
export interface ServiceRequest extends Request {
  readonly resourcePolicy?: Policy | undefined;
  /** `events.amazonaws.com` */
  readonly service: string;
  /** On whose behalf. The keys `aws:SourceArn`, `aws:SourceAccount` and `aws:PrincipalServiceName` are made of these. */
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/**
 * Decides as AWS does when role and resource are of one account: a Deny anywhere wins, else one Allow is enough, by
 * the role's own policies or by the resource's policy that names the role or anybody.
 */
export function authorize({ identity, resourcePolicy, principal, ...request }: RoleRequest): Decision {
  const asked = ofRole(request, principal);
  const atResource = statementsOf(resourcePolicy).filter(({ statement }) => namesRole(statement, principal));
  const own = identity.flatMap(statementsOf);
  const denied = deniedBy(own, atResource, asked);
  if (denied) return denied;

  if (allow(own, asked) || allow(withoutDelegation(atResource, principal), asked)) return { allowed: true };
  return nobodyAllows('identity', request.action);
}

/**
 * Decides for a KMS key: its own policy must allow the request, either by naming the role, or by naming the account,
 * which hands the decision on to the role's own policies. Without that, what the role is allowed counts for nothing.
 */
export function authorizeKeyUse({ identity, resourcePolicy, principal, ...request }: RoleRequest): Decision {
  const asked = ofRole(request, principal);
  const atKey = statementsOf(resourcePolicy).filter(({ statement }) => namesRole(statement, principal));
  const own = identity.flatMap(statementsOf);
  const denied = deniedBy(own, atKey, asked);
  if (denied) return denied;

  if (allow(withoutDelegation(atKey, principal), asked)) return { allowed: true };
  if (!allow(atKey, asked)) return nobodyAllows('resource', request.action);
  return allow(own, asked) ? { allowed: true } : nobodyAllows('identity', request.action);
}

/** Decides for an AWS service: only the resource's own policy counts. */
export function authorizeService(request: ServiceRequest): Decision {
  const { resourcePolicy, service, sourceArn, sourceAccount, context, ...rest } = request;
  const source = {
    'aws:SourceArn': sourceArn,
    'aws:SourceAccount': sourceAccount,
    'aws:PrincipalServiceName': service,
  };
  const asked = { ...rest, context: { ...context, ...source } };
  const atResource = statementsOf(resourcePolicy).filter(
    ({ statement: { principals } }) => principals?.anybody || principals?.services.includes(service),
  );
  const denied = deniedBy([], atResource, asked);
  if (denied) return denied;
  return allow(atResource, asked) ? { allowed: true } : nobodyAllows('resource', request.action);
}

/** The refusal in the words of AWS. `principalName` is the ARN of the session or the name of the service. */
export function denied(refused: {
  readonly principalName: string;
  readonly action: string;
  readonly resource: string;
  readonly because: string;
}): AccessDenied {
  const { principalName, action, resource, because } = refused;
  return new AccessDenied(
    `User: ${principalName} is not authorized to perform: ${action} on resource: ${resource} ${because}`,
  );
}

interface Placed {
  readonly statement: Statement;
  readonly where: string;
}

const statementsOf = (policy: Policy | undefined): readonly Placed[] =>
  (policy?.statements ?? []).map((statement) => ({
    statement,
    where: `${policy?.where ?? ''}, statement ${statement.name}`,
  }));

const accountOf = (roleArn: string) => partsOfArn(roleArn)?.[4] ?? '';

const ofRole = ({ action, resource, context }: Request, principal: string): Request => ({
  action,
  resource,
  context: { ...context, 'aws:PrincipalArn': principal, 'aws:PrincipalAccount': accountOf(principal) },
});

const namesRoleItself = ({ principals }: Statement, role: string) =>
  principals !== undefined && (principals.anybody || principals.roles.includes(role));

const namesRole = (statement: Statement, role: string) =>
  namesRoleItself(statement, role) || statement.principals?.accounts.includes(accountOf(role)) === true;

/** Without the statements that name the account alone: those only let the role's own policies count. */
const withoutDelegation = (placed: readonly Placed[], role: string) =>
  placed.filter(({ statement }) => namesRoleItself(statement, role));

const selects = ({ except, patterns }: Selection, matches: (pattern: string) => boolean) =>
  patterns.some(matches) !== except;

const speaksOf = (
  { actions, resources, conditions }: Statement,
  { action, resource, context }: Request,
): boolean =>
  selects(actions, (pattern) => fitsInAnyCase(pattern, action)) &&
  (resources === undefined || selects(resources, (pattern) => fits(pattern, resource))) &&
  allHold(conditions, context);

const find = (placed: readonly Placed[], effect: Statement['effect'], request: Request) =>
  placed.find(({ statement }) => statement.effect === effect && speaksOf(statement, request));

const allow = (placed: readonly Placed[], request: Request) => find(placed, 'Allow', request) !== undefined;

function deniedBy(
  own: readonly Placed[],
  atResource: readonly Placed[],
  request: Request,
): Decision | undefined {
  const byOwn = find(own, 'Deny', request);
  if (byOwn) return explicitDeny('an identity-based', byOwn);
  const byResource = find(atResource, 'Deny', request);
  return byResource && explicitDeny('a resource-based', byResource);
}

const explicitDeny = (kind: string, { where }: Placed): Decision => ({
  allowed: false,
  because: `with an explicit deny in ${kind} policy: ${where}`,
});

const nobodyAllows = (kind: 'identity' | 'resource', action: string): Decision => ({
  allowed: false,
  because: `because no ${kind}-based policy allows the ${action} action`,
});
