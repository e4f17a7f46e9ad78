import type { Assembly, Resource } from './assembly.ts';

/** What a resource is called once it exists. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Resolver {
  /** A value of a template with every function in it evaluated. */
  resolve(stack: string, value: unknown): unknown;
  /** A resource's properties, resolved. */
  propertiesOf(resource: Resource): Readonly<Record<string, unknown>>;
  identityOf(resource: Resource): Identity;
}

export interface ResolverOptions {
  readonly assembly: Assembly;
  readonly account: string;
  readonly region: string;
  /** Called once for each resource, when somebody first refers to it. */
  readonly identify: (resource: Resource, properties: () => Readonly<Record<string, unknown>>) => Identity;
}

/** Evaluates the functions of CloudFormation that the templates use. @throws Error for any other, by name */
export function createResolver({ assembly, account, region, identify }: ResolverOptions): Resolver {
  const identities = new Map<Resource, Identity>();
  const find = (stack: string, logicalId: string) => {
    const resource = assembly.resources.find((one) => one.stack === stack && one.logicalId === logicalId);
    if (!resource) throw new Error(`stack ${stack} has no resource ${logicalId}`);
    return resource;
  };
  const identityOf = (resource: Resource) => {
    let identity = identities.get(resource);
    if (!identity) {
      identity = identify(resource, () => propertiesOf(resource));
      identities.set(resource, identity);
    }
    return identity;
  };
  const ref = (stack: string, name: string): string => {
    switch (name) {
      case 'AWS::AccountId':
        return account;
      case 'AWS::Region':
        return region;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return stack;
      default:
        return identityOf(find(stack, name)).ref;
    }
  };
  const attribute = (stack: string, logicalId: string, name: string): string => {
    const resource = find(stack, logicalId);
    const value = identityOf(resource).attributes[name];
    if (value === undefined) throw new Error(`${logicalId} (${resource.type}) has no attribute ${name}`);
    return value;
  };

  const call = (stack: string, fn: string, argument: unknown): unknown => {
    switch (fn) {
      case 'Ref':
        return ref(stack, String(argument));
      case 'Fn::GetAtt': {
        const [logicalId, ...name] = Array.isArray(argument)
          ? (argument as string[])
          : String(argument).split('.');
        return attribute(stack, logicalId ?? '', name.join('.'));
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown[]];
        return parts.map((part) => String(resolve(stack, part))).join(separator);
      }
      case 'Fn::Sub': {
        if (typeof argument !== 'string') throw new Error('Fn::Sub with variables is not played');
        return argument.replace(/\$\{([^}]+)\}/g, (_, name: string) =>
          name.includes('.') ? String(call(stack, 'Fn::GetAtt', name)) : ref(stack, name),
        );
      }
      case 'Fn::GetStackOutput': {
        const { StackName, OutputName } = argument as { StackName: string; OutputName: string };
        return resolve(StackName, assembly.output(StackName, OutputName));
      }
      default:
        throw new Error(`the local cloud doesn't play ${fn}`);
    }
  };
  const resolve = (stack: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item) => resolve(stack, item));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (only && entries.length === 1 && (only[0] === 'Ref' || only[0].startsWith('Fn::'))) {
      return call(stack, only[0], only[1]);
    }
    return Object.fromEntries(entries.map(([name, item]) => [name, resolve(stack, item)]));
  };
  const propertiesOf = ({ stack, properties }: Resource) =>
    resolve(stack, properties) as Readonly<Record<string, unknown>>;

  return { resolve, propertiesOf, identityOf };
}
