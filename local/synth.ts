import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { resolve as absolute } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes the cloud assembly of a stage, by the very app that `cdk deploy` runs. Without the CLI nobody reads cdk.json,
 * so its context is handed over here.
 * @param validate whether the template is checked as it is for a deployment; the start has no second to spare for it
 * @returns what the app said
 * @throws Error with what the app said when it refuses its settings
 */
export async function synthesize(stage: string, folder: string, { validate = false } = {}): Promise<string> {
  const { context } = JSON.parse(readFileSync(`${ROOT}cdk.json`, 'utf8')) as { context: object };
  // Old assets would stay beside the new ones.
  rmSync(folder, { recursive: true, force: true });
  const child = spawn(process.execPath, ['bin/app.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      // The app runs in the project's folder, wherever this is run.
      CDK_OUTDIR: absolute(folder),
      CDK_CONTEXT_JSON: JSON.stringify({
        ...context,
        stage,
        'aws:cdk:enable-asset-metadata': true,
        'aws:cdk:enable-path-metadata': true,
      }),
      ...(!validate && { CDK_VALIDATION: 'false' }),
    },
  });
  // Whoever ends us ends the app too.
  const kill = () => child.kill();
  process.once('exit', kill);
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
  process.off('exit', kill);
  if (code !== 0) throw new Error(said.trim());
  return said;
}
