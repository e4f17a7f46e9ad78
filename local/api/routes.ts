import * as z from 'zod';

/** A method of the API as the template has it. */
export interface Method {
  /** As API Gateway names it: `/v1/agent/calls/{callId}`. */
  readonly path: string;
  readonly httpMethod: string;
  readonly functionArn: string;
  readonly iam: boolean;
}

/** What a request comes to: a method with the values of its path, or nothing. */
export interface Match {
  readonly method: Method;
  readonly parameters: Readonly<Record<string, string>> | null;
}

const INVOKE = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/;
const MethodProperties = z.object({
  HttpMethod: z.string(),
  AuthorizationType: z.enum(['NONE', 'AWS_IAM']),
  ResourceId: z.string(),
  Integration: z.object({
    Type: z.literal('AWS_PROXY'),
    IntegrationHttpMethod: z.literal('POST'),
    Uri: z.string().regex(INVOKE),
  }),
});
const ResourceProperties = z.object({ ParentId: z.string(), PathPart: z.string() });

/** The API's methods out of the template's resources, which each name their parent. */
export function readMethods(
  rootId: string,
  resources: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
  methods: readonly Readonly<Record<string, unknown>>[],
): readonly Method[] {
  const pathOf = (id: string): string => {
    if (id === rootId) return '';
    const { ParentId, PathPart } = ResourceProperties.parse(resources.get(id));
    return `${pathOf(ParentId)}/${PathPart}`;
  };
  return methods.map((properties) => {
    const { HttpMethod, AuthorizationType, ResourceId, Integration } = MethodProperties.parse(properties);
    return {
      path: pathOf(ResourceId) || '/',
      httpMethod: HttpMethod,
      functionArn: INVOKE.exec(Integration.Uri)?.[1] ?? '',
      iam: AuthorizationType === 'AWS_IAM',
    };
  });
}

/** Finds the method for a request: a plain part before a parameter, a parameter before `{proxy+}`, a name before ANY. */
export function matchOf(methods: readonly Method[], httpMethod: string, path: string): Match | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  const matches = methods.flatMap((method) => {
    const values = valuesOf(method.path, parts);
    const fits = method.httpMethod === httpMethod || method.httpMethod === 'ANY';
    return values && fits ? [{ method, values, rank: rankOf(method) }] : [];
  });
  const [best] = matches.sort((a, b) => (a.rank < b.rank ? -1 : 1));
  if (!best) return undefined;
  return { method: best.method, parameters: Object.keys(best.values).length > 0 ? best.values : null };
}

/** The values of a path's parameters, or undefined if it is another path. */
function valuesOf(path: string, parts: readonly string[]): Record<string, string> | undefined {
  const wanted = path.split('/').filter((part) => part !== '');
  const values: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const name = /^\{(.+?)(\+?)\}$/.exec(part);
    if (name?.[2]) {
      if (parts.length <= i) return undefined;
      values[name[1] ?? ''] = parts.slice(i).join('/');
      return values;
    }
    const given = parts[i];
    if (given === undefined) return undefined;
    if (name) values[name[1] ?? ''] = given;
    else if (part !== given) return undefined;
  }
  return wanted.length === parts.length ? values : undefined;
}

/** Sorts the closer match first. */
const rankOf = ({ path, httpMethod }: Method) =>
  path
    .split('/')
    .map((part) => (part.endsWith('+}') ? '2' : part.startsWith('{') ? '1' : '0'))
    .join('') + (httpMethod === 'ANY' ? '1' : '0');
