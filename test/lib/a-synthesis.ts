import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cdkContext } from './a-stage.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What became of a run of the app. */
export interface Synthesis {
  readonly exitCode: number | null;
  readonly said: string;
}

/**
 * Runs the app as the CDK does, all checks included; nothing is bundled and nothing is kept.
 * @param context takes the place of members of cdk.json's
 * @param options `with`: a module that is loaded before the app; `into`: a folder that keeps what is written, functions
 * included, and then nothing is checked
 */
export async function aSynthesis(
  context: Readonly<Record<string, unknown>>,
  options: { readonly with?: string; readonly into?: string } = {},
): Promise<Synthesis> {
  const { into } = options;
  const folder = into ?? mkdtempSync(join(tmpdir(), 'trunkline-synth-'));
  const preload = options.with === undefined ? [] : ['--import', `./${options.with}`];
  const child = spawn(process.execPath, [...preload, 'bin/app.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_VALIDATION: into === undefined ? 'true' : 'false',
      CDK_CONTEXT_JSON: JSON.stringify({
        ...cdkContext(),
        ...(into === undefined && { 'aws:cdk:bundling-stacks': [] }),
        'aws:cdk:enable-asset-metadata': true,
        ...context,
      }),
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      said += text.toString();
    });
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (into === undefined) rmSync(folder, { recursive: true, force: true });
  return { exitCode, said: said.trim() };
}
