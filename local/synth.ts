import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { resolve as absolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Options {
  /** Whether the template is checked as it is for a deployment; the start has no second to spare for it. */
  readonly validate?: boolean;
  /** What a start on this machine adds to the settings. */
  readonly here?: Here;
}

interface Here {
  /** The API's address: `http://127.0.0.1:8787`. */
  readonly apiUrl: string;
  /** The bench's, whose inbox is a receiver of webhooks beside those of the settings. */
  readonly benchUrl: string;
}

/** The setting that a start adds to; all others are the app's to read. */
const Settings = z.looseObject({
  policy: z.looseObject({ webhookPrivateOrigins: z.array(z.string()).optional() }).default({}),
});
const Trunkline = z.looseObject({ common: Settings, stages: z.record(z.string(), Settings) });

/**
 * Writes the cloud assembly of a stage, by the very app that `cdk deploy` runs. Without the CLI nobody reads cdk.json,
 * so its context is handed over here.
 * @returns what the app said
 * @throws Error with what the app said when it refuses its settings
 */
export async function synthesize(
  stage: string,
  folder: string,
  { validate = false, here }: Options = {},
): Promise<string> {
  const { trunkline, ...context } = readContext();
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
        trunkline: here ? settingsHere(trunkline, stage, here) : trunkline,
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

function readContext(): Readonly<Record<string, unknown>> {
  try {
    return (JSON.parse(readFileSync(`${ROOT}cdk.json`, 'utf8')) as { context: Record<string, unknown> })
      .context;
  } catch (error) {
    throw new Error(`cdk.json can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Settings that can't be read here are left as they are: the app says what is wrong with them. */
function settingsHere(trunkline: unknown, stage: string, { apiUrl, benchUrl }: Here): unknown {
  const { data } = Trunkline.safeParse(trunkline);
  const own = data?.stages[stage];
  if (!data || !own) return trunkline;
  const origins = own.policy.webhookPrivateOrigins ?? data.common.policy.webhookPrivateOrigins ?? [];
  const policy = { ...own.policy, webhookPrivateOrigins: [...origins, benchUrl] };
  return { ...data, stages: { ...data.stages, [stage]: { ...own, publicUrl: apiUrl, policy } } };
}
