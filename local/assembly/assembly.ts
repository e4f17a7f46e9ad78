import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const ResourceShape = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const Template = z.object({
  Resources: z.record(z.string(), ResourceShape),
  Outputs: z.record(z.string(), z.object({ Value: z.unknown() })).default({}),
});
const Assets = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.string() }) })),
});
const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({ type: z.string(), properties: z.object({ templateFile: z.string().optional() }).optional() }),
  ),
});

/** One resource of a template, its values not yet resolved. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What `cdk synth` wrote: templates and bundles. All that the local cloud knows of the product. */
export interface Assembly {
  readonly resources: readonly Resource[];
  /** By stack and name, not yet resolved. */
  output(stack: string, name: string): unknown;
  /** The folder of an asset, by the S3 key under which it would be uploaded. */
  assetFolder(key: string): string;
}

export type AnyTemplate = z.infer<typeof Template>;

/**
 * Reads a cloud assembly.
 * @param alter changes a template before it is used: a test that takes a grant away
 */
export function readAssembly(
  folder: string,
  alter: (stack: string, template: AnyTemplate) => void = () => undefined,
): Assembly {
  const json = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const { artifacts } = Manifest.parse(json('manifest.json'));
  const templates = new Map<string, AnyTemplate>();
  for (const [stack, { type, properties }] of Object.entries(artifacts)) {
    if (type !== 'aws:cloudformation:stack' || !properties?.templateFile) continue;
    const template = Template.parse(json(properties.templateFile));
    alter(stack, template);
    templates.set(stack, template);
  }
  const files = Object.assign(
    {},
    ...readdirSync(folder)
      .filter((file) => file.endsWith('.assets.json'))
      .map((file) => Assets.parse(json(file)).files),
  ) as z.infer<typeof Assets>['files'];

  return {
    resources: [...templates].flatMap(([stack, { Resources }]) =>
      Object.entries(Resources).map(([logicalId, { Type, Properties }]) => ({
        stack,
        logicalId,
        type: Type,
        properties: Properties,
      })),
    ),
    output(stack, name) {
      const output = templates.get(stack)?.Outputs[name];
      if (!output) throw new Error(`stack ${stack} has no output ${name}`);
      return output.Value;
    },
    assetFolder(key) {
      const path = files[key.replace(/\.zip$/, '')]?.source.path;
      if (!path) throw new Error(`the assembly has no asset ${key}`);
      return join(folder, path);
    },
  };
}
