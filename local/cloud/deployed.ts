import type { Assembly } from '../assembly/assembly.ts';
import type { Identity, Resolver } from '../assembly/resolver.ts';

/** A resource that is deployed: its name here, and its properties with every value known. */
export interface DeployedResource {
  /** `Stack/LogicalId`, for messages. */
  readonly where: string;
  readonly logicalId: string;
  readonly identity: Identity;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** All that the template describes, resolved. */
export interface Deployed {
  all(type: string): readonly DeployedResource[];
  /** The one resource of a type. @throws Error when there are none or several */
  one(type: string): DeployedResource;
}

export function deploy(assembly: Assembly, resolver: Resolver): Deployed {
  const byType = Map.groupBy(assembly.resources, ({ type }) => type);
  const resolved = new Map<string, readonly DeployedResource[]>();
  const all = (type: string) => {
    const known = resolved.get(type);
    if (known) return known;
    const found = (byType.get(type) ?? []).map((resource) => ({
      where: `${resource.stack}/${resource.logicalId}`,
      logicalId: resource.logicalId,
      identity: resolver.identityOf(resource),
      properties: resolver.propertiesOf(resource),
    }));
    resolved.set(type, found);
    return found;
  };
  return {
    all,
    one(type) {
      const [only, ...others] = all(type);
      if (!only || others.length > 0)
        throw new Error(`the template must have one ${type}, it has ${all(type).length}`);
      return only;
    },
  };
}
