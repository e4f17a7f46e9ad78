import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes the cloud assembly of a stage, by the very app that `cdk deploy` runs. Without the CLI nobody reads cdk.json,
 * so its context is handed over here.
 * @throws Error with what the app says when it refuses its settings
 */
export async function synthesize(
  stage: string,
  folder: string,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { context } = JSON.parse(readFileSync(`${ROOT}cdk.json`, 'utf8')) as { context: object };
  // Old assets would stay beside the new ones.
  rmSync(folder, { recursive: true, force: true });
  const child = spawn(process.execPath, ['bin/app.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({
        ...context,
        stage,
        'aws:cdk:enable-asset-metadata': true,
        'aws:cdk:enable-path-metadata': true,
        ...overrides,
      }),
      // The checks of a deployment belong to `npm run check`; the start has no second to spare for them.
      CDK_VALIDATION: 'false',
    },
  });
  let said = '';
  const hear = (text: Buffer) => {
    said += text.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(said.trim());
}
