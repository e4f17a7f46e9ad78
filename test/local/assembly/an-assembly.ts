import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Assembly, type Resource, readAssembly } from '../../../local/assembly/assembly.ts';

export interface AnyStack {
  readonly Resources: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** A cloud assembly with these stacks, as `cdk synth` would write it, read. */
export function anAssembly(
  stacks: Readonly<Record<string, AnyStack>>,
  alter?: Parameters<typeof readAssembly>[1],
): Assembly {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-assembly-'));
  const write = (file: string, content: unknown) =>
    writeFileSync(join(folder, file), JSON.stringify(content));
  try {
    const artifacts = Object.keys(stacks).map((stack): [string, object] => [
      stack,
      { type: 'aws:cloudformation:stack', properties: { templateFile: `${stack}.template.json` } },
    ]);
    write('manifest.json', {
      artifacts: { ...Object.fromEntries(artifacts), Tree: { type: 'cdk:tree', properties: {} } },
    });
    for (const [stack, template] of Object.entries(stacks)) {
      write(`${stack}.template.json`, template);
      write(`${stack}.assets.json`, {
        files: { [`${stack}abc`]: { source: { path: `asset.${stack}abc` } } },
      });
    }
    return readAssembly(folder, alter);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A resource of a stack. */
export const aResource = (type: string, properties: Readonly<Record<string, unknown>> = {}): Resource => ({
  stack: 'App',
  logicalId: 'Thing',
  type,
  properties,
});
