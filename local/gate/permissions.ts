import { authorize, authorizeKeyUse, authorizeService, denied } from '../iam/authorize.ts';
import type { Context } from '../iam/conditions.ts';
import { type Policy, parsePolicy } from '../iam/policy.ts';
import type { Caller } from '../wire.ts';

/** Something that a caller must be allowed for a request to pass. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
}

/** Who may do what, by the policies of the template. */
export interface Permissions {
  addIdentityPolicy(roleArn: string, document: unknown, where: string): void;
  /** A resource's own policy; of several all statements count. */
  addResourcePolicy(resourceArn: string, document: unknown, where: string): void;
  /** @throws AccessDenied that names the caller, the action and the resource */
  check(caller: Caller, need: Need): void;
  /** What roles were allowed so far: `role action resource`, each once. A grant that isn't among them serves nothing. */
  used(): readonly string[];
}

/** A local request comes by plain HTTP to a gate that stands where AWS's endpoints speak TLS. */
const OVER_TLS: Context = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.3' };

/** Whose policy speaks for a resource: a bucket's for its objects, else the resource's own. */
const holderOf = (resource: string) => /^arn:aws:s3:::[^/]+/.exec(resource)?.[0] ?? resource;

export function createPermissions({ account }: { account: string }): Permissions {
  const identities = new Map<string, Policy[]>();
  const atResources = new Map<string, Policy>();
  const used = new Set<string>();

  const decide = (caller: Caller, { action, resource, context = {} }: Need) => {
    const resourcePolicy = atResources.get(holderOf(resource));
    const asked = { action, resource, context: { ...OVER_TLS, ...context }, resourcePolicy };
    if (!('role' in caller)) return authorizeService({ ...asked, ...caller });
    const request = { ...asked, identity: identities.get(caller.role) ?? [], principal: caller.role };
    return action.startsWith('kms:') ? authorizeKeyUse(request) : authorize(request);
  };

  return {
    addIdentityPolicy(roleArn, document, where) {
      identities.set(roleArn, [...(identities.get(roleArn) ?? []), parsePolicy(document, where)]);
    },
    addResourcePolicy(resourceArn, document, where) {
      const policy = parsePolicy(document, where);
      const before = atResources.get(resourceArn);
      atResources.set(
        resourceArn,
        before ? { ...before, statements: [...before.statements, ...policy.statements] } : policy,
      );
    },
    check(caller, need) {
      const decision = decide(caller, need);
      if (decision.allowed) {
        if ('role' in caller)
          used.add(`${caller.role.split('/').at(-1) ?? ''} ${need.action} ${need.resource}`);
        return;
      }
      const principalName =
        'role' in caller
          ? `arn:aws:sts::${account}:assumed-role/${caller.role.split('/').at(-1) ?? ''}/local`
          : caller.service;
      throw denied({
        principalName,
        action: need.action,
        resource: need.resource,
        because: decision.because,
      });
    },
    used: () => [...used],
  };
}
